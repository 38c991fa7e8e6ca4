"""What became of each check, as people read it."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from noojee_dq.checks import check_of
from noojee_dq.report.found import Found
from noojee_dq.words.counts import percentage
from noojee_dq.words.display import shown
from noojee_dq.words.for_people import for_people


@dataclass(frozen=True)
class CheckLine:
    """A check, as it is shown; `share` is "" where it did not run, `why_not` where it ran in full."""

    check: str
    code: str
    severity: str
    title: str
    checked: str
    passed: str
    failed: str
    share: str
    why_not: str


@dataclass(frozen=True)
class CheckLines:
    """All checks of an operation, in the order in which they are declared, and the sum in a few words."""

    words: str
    lines: tuple[CheckLine, ...]


def check_lines(found: Found, *, show_values: bool = False, in_python: bool = False) -> CheckLines:
    """Describe what became of each check.

    Args:
        found: what a pre-flight found.
        show_values: show phone numbers as they are instead of masked.
        in_python: whoever reads it works in Python: `dnc=` is not written as `--dnc`.

    Example:
        >>> import noojee_dq as nj, pandas as pd
        >>> leads = pd.DataFrame({"Phone": ["0491 570 006", "none"]})
        >>> lines = check_lines(nj.check(leads, nj.Campaign(phone_fields=["Phone"])))
        >>> lines.words  # doctest: +ELLIPSIS
        '1 of ... found something; ... were not made, or not in full: see “Not checked”; ... do not concern this ...'
        >>> [(one.checked, one.passed, one.share) for one in lines.lines if one.check == "no-phone"]
        [('2', '1', '50.0%')]
    """
    lines = tuple(_line(one, show_values, in_python) for one in found.checks.itertuples(index=False))
    failed = int(found.checks["failed"].gt(0).sum())
    did_not_run = {line.check for line in lines if line.why_not and not line.share}
    incomplete = {one.check for one in found.not_checked}
    return CheckLines(
        f"{failed:,} of {len(lines):,} checks found something; {len(incomplete):,} were not made, or not in full: "
        f"see “Not checked”; {len(did_not_run - incomplete):,} do not concern this list or campaign",
        lines,
    )


def _line(result: Any, show_values: bool, in_python: bool) -> CheckLine:
    check, code, severity, checked, passed, failed, _, why_not = result
    declared = check_of(check)
    ran = checked > 0 or not why_not
    return CheckLine(
        check=check,
        code="" if pd.isna(code) else str(code),
        severity=severity,
        title=for_people(declared.title, in_python=in_python) if declared else "",
        checked=f"{checked:,}" if ran else "",
        passed=f"{passed:,}" if ran else "",
        failed=f"{failed:,}" if ran else "",
        share=percentage(failed, checked) if ran else "",
        why_not=shown(for_people(why_not, in_python=in_python), show_values=show_values),
    )
