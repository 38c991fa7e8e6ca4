"""`check_files` of a million leads against an export and a do-not-call list of many million entries each: its memory.

    pip install -e '.[large]'
    python tests/benchmarks/bench_large_lists.py [MILLIONS] [MEMORY]

A tenth of the lists' numbers are mobiles that leads may have. It runs in a process of its own, whose peak is told.
"""

import sys
import tempfile
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
from bench_large import CAMPAIGN, MILLION, ran, write_leads

PREFIXES = np.array([int(f"1{prefix}") for prefix in ("02", "03", "07", "08", "02", "03", "07", "08", "03", "04")])

AGAINST_LISTS = f"""
import sys, time, resource
import noojee_dq as nj
start, used = time.perf_counter(), time.process_time()
report = nj.check_files(
    sys.argv[1], {CAMPAIGN}, out=sys.argv[2], known=sys.argv[3], dnc=sys.argv[4], memory=sys.argv[5],
    accept_partial_lists=True, progress=False,
)
peak = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print(time.perf_counter() - start, peak, f"{{time.process_time() - used:.0f}} s of processors", report.by_code)
"""


def numbers(rng: np.random.Generator) -> pa.Array:
    """A million numbers, most of them of landlines."""
    keys = rng.choice(PREFIXES, MILLION) * 10**8 + rng.integers(20_000_000, 100_000_000, MILLION)
    return pa.compute.utf8_slice_codeunits(pa.array(keys).cast(pa.string()), 1)


def write_lists(known: Path, dnc: Path, millions: int) -> None:
    """Write an export and a do-not-call list of so many million entries each."""
    rng = np.random.default_rng(7)
    schema = pa.schema([(name, pa.string()) for name in ("njExternalLeadId", "Phone", "Mobile", "njDisposition")])
    with pa.csv.CSVWriter(known, schema) as held, pa.csv.CSVWriter(dnc, pa.schema([("Phone", pa.string())])) as listed:
        for million in range(millions):
            ids = pa.array(np.arange(MILLION) + million * MILLION).cast(pa.string())
            ids = pa.compute.binary_join_element_wise("K", ids, "-")
            sold = pa.array(rng.choice(["Sale", "No Sale", ""], MILLION))
            held.write_table(pa.table([ids, numbers(rng), numbers(rng), sold], schema=schema))
            listed.write_table(pa.table({"Phone": numbers(rng)}))


def main() -> None:
    millions, memory = int(sys.argv[1]) if len(sys.argv) > 1 else 20, sys.argv[2] if len(sys.argv) > 2 else "1GB"
    with tempfile.TemporaryDirectory() as name:
        leads, known, dnc = (Path(name, file) for file in ("leads.csv", "known.csv", "dnc.csv"))
        write_leads(leads, 1)
        write_lists(known, dnc, millions)
        seconds, peak, told = ran(AGAINST_LISTS, str(leads), str(Path(name, "checked")), str(known), str(dnc), memory)
        sys.stdout.write(f"1M leads against 2 x {millions}M entries, memory={memory}: {seconds:.0f} s, {told}")
        sys.stdout.write(f"peak {peak:.2f} GiB\n")


if __name__ == "__main__":
    main()
