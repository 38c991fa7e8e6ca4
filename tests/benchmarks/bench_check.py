"""`check` of a million leads against reading the same file, a plain pandera schema with phonenumbers, and pointblank.

    pip install -e '.[bench]'
    python tests/benchmarks/bench_check.py

Every side runs in this one process, but for peak memory, which has a process of its own. The naive schema checks
part of the leads, and its time is scaled up to all of them, as the table says. pointblank is given columns that say
which phone cells are valid, since it parses none.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pandera.pandas as pa
import phonenumbers
import pointblank as pb
from leads import made_up_leads

import noojee_dq as nj

LEADS = 1_000_000
FEWER = 100_000
MORE = 5_000_000
NAIVE = 20_000
ROUNDS = 5
CAMPAIGN = nj.Campaign(template_id=41, campaign_id=41, allocation_id=38, phone_fields=["Phone", "Mobile"])


def naive_schema() -> pa.DataFrameSchema:
    """What one would write first: element-wise phonenumbers, and patterns and uniqueness by pandera."""
    dialable = pa.Check(_dialable, element_wise=True)
    return pa.DataFrameSchema(
        {
            "njExternalLeadId": pa.Column(unique=True),
            "Phone": pa.Column(checks=dialable, unique=True),
            "Mobile": pa.Column(checks=dialable),
            "njCallBackDate": pa.Column(checks=pa.Check.str_matches(r"^(\d{4}/\d\d/\d\d \d\d:\d\d)?$")),
            "njContactHours": pa.Column(checks=pa.Check.str_startswith("Australia/")),
        }
    )


def with_valid_phones(leads: pd.DataFrame) -> pd.DataFrame:
    """Add columns that say, as 1 or 0, which phone cells are valid."""
    valid = {f"{name} valid": nj.parse_phones(leads[name])["valid"].astype(int) for name in CAMPAIGN.phone_fields}
    return leads.assign(**valid)


def ask_pointblank(leads: pd.DataFrame) -> None:
    """Check the same things as the naive schema does."""
    rules = pb.Validate(leads).rows_distinct("njExternalLeadId").rows_distinct("Phone")
    for name in CAMPAIGN.phone_fields:
        rules = rules.col_vals_eq(f"{name} valid", 1)
    rules = rules.col_vals_regex("njCallBackDate", r"^(?:\d{4}/\d\d/\d\d \d\d:\d\d)?$")
    rules.col_vals_regex("njContactHours", "^Australia/").interrogate()


def main() -> None:
    """Print the table, or, with a file as argument, the peak memory of checking it."""
    if len(sys.argv) > 1:
        sys.stdout.write(_peak_memory(sys.argv[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "leads.csv")
        made_up_leads(LEADS).to_csv(file, index=False)
        leads = nj.read_leads(file)
        _print_table(file, leads)


def _print_table(file: Path, leads: pd.DataFrame) -> None:
    parsed, many = with_valid_phones(leads), made_up_leads(MORE)
    read, ours, checked, few, more, peer = _medians(
        lambda: pd.read_csv(file, engine="pyarrow", dtype=str),
        lambda: nj.read_leads(file),
        lambda: nj.check(leads, CAMPAIGN).annotated,
        lambda: nj.check(leads.head(FEWER), CAMPAIGN).annotated,
        lambda: nj.check(many, CAMPAIGN).annotated,
        lambda: ask_pointblank(parsed),
    )
    (naive,) = (LEADS / NAIVE * once for once in _medians(lambda: _validate(leads.head(NAIVE)), rounds=1))
    rows = [
        ("pandas.read_csv(engine='pyarrow', dtype=str)", read, ""),
        ("read_leads", ours, f"{ours / read:.1f}x pandas' read"),
        (
            "check, with annotated",
            checked,
            f"{checked / read:.1f}x pandas' read, {naive / checked:.0f}x the naive speed",
        ),
        (f"check of {FEWER:,}", few, f"{checked / few:.1f}x as long for {LEADS:,}"),
        (f"check of {MORE:,}", more, f"{more / checked:.1f}x as long as for {LEADS:,}"),
        (f"naive schema ({NAIVE:,} leads, scaled)", naive, ""),
        ("pointblank, phones parsed before", peer, f"{peer / checked:.1f}x the check"),
    ]
    sys.stdout.write(f"{LEADS:,} leads of {len(leads.columns)} columns; medians of {ROUNDS}, in seconds\n\n")
    for work, seconds, ratio in rows:
        sys.stdout.write(f"{work:<48}{seconds:>8.2f}  {ratio}\n")
    command = [sys.executable, __file__, str(file)]
    sys.stdout.write(subprocess.run(command, capture_output=True, text=True, check=True).stdout)  # noqa: S603


def _peak_memory(file: str) -> str:
    leads = nj.read_leads(file)
    frame = leads.memory_usage(deep=True).sum()
    before = _resident_peak()
    _ = nj.check(leads, CAMPAIGN).annotated
    peak = _resident_peak()
    return (
        f"\nmemory: frame {frame / 2**20:,.0f} MiB, peak of the process {peak / 2**20:,.0f} MiB = "
        f"{peak / frame:.1f}x the frame ({before / 2**20:,.0f} MiB before the check)\n"
    )


def _resident_peak() -> int:
    # Not `getrusage`: its maximum outlives `exec`, so it would be that of the process which started this one.
    status = Path("/proc/self/status").read_text("ascii")
    kibibytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(kibibytes) * 1024


def _medians(*works: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """The median times of several works that take turns, so that a slow minute of the machine is one for all."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for work, taken in zip(works, times, strict=True):
            start = time.perf_counter()
            work()
            taken.append(time.perf_counter() - start)
    return list(map(statistics.median, times))


def _validate(leads: pd.DataFrame) -> None:
    try:
        naive_schema().validate(leads, lazy=True)
    except pa.errors.SchemaErrors:
        return


def _dialable(cell: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(cell, "AU"))
    except phonenumbers.NumberParseException:
        return False


if __name__ == "__main__":
    main()
