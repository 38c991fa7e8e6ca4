"""What `repair` costs beside `check`, on a file as call centres have them.

Run: `.venv/bin/python tests/benchmarks/bench_repair.py [leads]`
"""

import sys
import time
from collections.abc import Callable

from leads import made_up_leads

import noojee_dq as nj
from noojee_dq.repairs import FIXES


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    leads = made_up_leads(count)
    leads["Phone"] = leads["Phone"].mask(leads.index % 5 == 0, leads["Phone"].str.slice(1))
    campaign = nj.Campaign(phone_fields=["Phone", "Mobile"])
    nj.check(leads.head(100), campaign)
    works: dict[str, Callable[[], object]] = {
        "check": lambda: nj.check(leads, campaign),
        "repair": lambda: nj.repair(leads, campaign),
        "repair, every fix": lambda: nj.repair(
            leads, campaign, fixes=[fix.id for fix in FIXES if fix.id != "blank-listed"]
        ),
    }
    for name, work in works.items():
        print(f"{name:20} {min(seconds(work) for _ in range(3)):6.2f} s for {count:,} leads")  # noqa: T201
    report = nj.check(leads, campaign)
    print(f"{'report.repairs':20} {seconds(lambda: report.repairs):6.2f} s")  # noqa: T201


if __name__ == "__main__":
    main()
