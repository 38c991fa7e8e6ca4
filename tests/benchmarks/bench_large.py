"""`check_files` of many million leads against `read_leads` and `check` of a million, and its memory.

    pip install -e '.[large]'
    python tests/benchmarks/bench_large.py [MILLIONS] [MEMORY]

The leads of each further million have numbers and ids of their own, but for one in fifty that repeats one of the
million before. Each side runs in a process of its own, whose peak of memory is told.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import pandas as pd
from leads import made_up_leads

MILLION = 1_000_000
CAMPAIGN = 'nj.Campaign(template_id=41, campaign_id=41, allocation_id=38, phone_fields=["Phone", "Mobile"])'

IN_MEMORY = f"""
import sys, time, resource
import noojee_dq as nj
nj.check(nj.read_leads(sys.argv[1]).head(100_000), {CAMPAIGN}).annotated
start = time.perf_counter()
nj.check(nj.read_leads(sys.argv[1]), {CAMPAIGN}).annotated
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""

IN_PARTS = f"""
import sys, time, resource
import noojee_dq as nj
start = time.perf_counter()
report = nj.check_files(sys.argv[1], {CAMPAIGN}, out=sys.argv[2], memory=sys.argv[3], progress=False)
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, report.counts)
"""


def ran(script: str, *arguments: str) -> tuple[float, float, str]:
    """Seconds, gibibytes at most, and whatever else a script tells."""
    command = [sys.executable, "-c", script, *arguments]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own
    told = ended.stdout.split(maxsplit=2)
    return float(told[0]), int(told[1]) / 2**20, told[2] if len(told) > 2 else ""


def write_leads(path: Path, millions: int) -> None:
    """Write a file of so many million leads."""
    leads = made_up_leads(MILLION)
    phones = pd.Series(leads[["Phone", "Mobile"]].stack())
    codes, _ = pd.factorize(phones.to_numpy())
    is_mobile = phones.str.fullmatch("04[0-9]{8}").to_numpy()
    repeats = phones.index.get_level_values(0).to_numpy() % 50 == 0
    for number in range(millions):
        # Numbers are spread over all mobiles; of each million, one lead in fifty has those of the million before.
        own = (codes + 2 * MILLION * (number - repeats)) * 61_803_399 % 100_000_000
        mobiles = "04" + pd.Series(own, index=phones.index).astype("str").str.zfill(8)
        more = leads.assign(njExternalLeadId=f"{number}-" + leads["njExternalLeadId"])
        more[["Phone", "Mobile"]] = phones.mask(is_mobile, mobiles).unstack()[["Phone", "Mobile"]]
        more.to_csv(path, index=False, header=not number, mode="a")


def main() -> None:
    millions, memory = int(sys.argv[1]) if len(sys.argv) > 1 else 20, sys.argv[2] if len(sys.argv) > 2 else "1GB"
    with tempfile.TemporaryDirectory() as name:
        one, many = Path(name, "one.csv"), Path(name, "many.csv")
        write_leads(one, 1)
        write_leads(many, millions)
        seconds, peak, _ = ran(IN_MEMORY, str(one))
        sys.stdout.write(f"in memory, 1M leads: {seconds:.1f} s, peak {peak:.2f} GiB\n")
        long, high, counts = ran(IN_PARTS, str(many), str(Path(name, "checked")), memory)
        sys.stdout.write(f"in parts, {millions}M leads, memory={memory}: {long:.0f} s, peak {high:.2f} GiB {counts}\n")
        sys.stdout.write(
            f"seconds per million: {long / millions:.2f}, {long / millions / seconds:.2f}x those in memory\n"
        )


if __name__ == "__main__":
    main()
