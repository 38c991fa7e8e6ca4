"""The forms of a report of a million leads, in seconds after `check`.

    python tests/benchmarks/bench_report.py [LEADS]

The workbook is timed with a tenth of the leads, and scaled up; with `--workbook` it is written with all of them.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from leads import made_up_leads

import noojee_dq as nj

CAMPAIGN = nj.Campaign(template_id=41, campaign_id=41, allocation_id=38, phone_fields=["Phone", "Mobile"])


def main() -> None:
    """Print the table."""
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    count = numbers[0] if numbers else 1_000_000
    report = nj.check(made_up_leads(count), CAMPAIGN)
    part = 1 if "--workbook" in sys.argv else 10
    fewer = nj.check(made_up_leads(count // part), CAMPAIGN)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "report.xlsx")
        works: dict[str, tuple[Callable[[], object], int]] = {
            "to_html": (report.to_html, 1),
            "in a notebook": (report._repr_html_, 1),
            "to_markdown": (report.to_markdown, 1),
            "to_markdown, supplier": (lambda: report.to_markdown(audience="supplier"), 1),
            "to_excel": (lambda: fewer.to_excel(path), part),
            "read_leads of that": (lambda: nj.read_leads(path), part),
        }
        for name, (work, factor) in works.items():
            scaled = " (scaled)" if factor > 1 else ""
            sys.stdout.write(f"{name:<24}{_seconds(work) * factor:>8.2f} s for {count:,} leads{scaled}\n")


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
