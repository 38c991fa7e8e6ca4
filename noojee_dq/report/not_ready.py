"""What lets a script go on only where leads are ready to be sent."""

from typing import Any, Final, NoReturn

import pandas as pd

from noojee_dq.errors import LeadsNotReadyError
from noojee_dq.report.found import Found
from noojee_dq.report.verdict import verdict
from noojee_dq.words.counts import counted
from noojee_dq.words.display import shown

_AMBIGUOUS: Final = (
    "whether a report is true is ambiguous: use report.ok (leads, and no error; warnings may stand), "
    "report.raise_if_failed(), or `report is not None`"
)


def raise_if_failed(report: Any, found: Found) -> None:
    """Raise where there is an error, or no lead at all, as a failed export leaves; warnings may stand.

    Args:
        report: what the error gives to whoever catches it.
        found: what was found.

    Raises:
        LeadsNotReadyError: there is an error, or no lead.

    Example:
        >>> import noojee_dq as nj, pandas as pd
        >>> report = nj.check(pd.DataFrame({"Phone": ["none"]}), nj.Campaign(phone_fields=["Phone"]))
        >>> raise_if_failed(report, report)
        Traceback (most recent call last):
        ...
        noojee_dq.errors.LeadsNotReadyError: 1 of 1 lead is not ready to send: 1 to fix.
          no-phone (102), 1 lead: the lead holds no phone number: no cell has 6 digits or more
    """
    if not report.ok:
        raise LeadsNotReadyError("\n".join([verdict(found), *_errors(found)]), report)


def _errors(found: Found) -> list[str]:
    """Return a line for each check that found an error, masked."""
    errors = found.summary[found.summary["severity"].eq("error")]
    # What holds back every lead comes first.
    errors = errors.sort_values("leads", key=lambda leads: leads.gt(0), kind="stable")
    return [
        f"  {check}{'' if pd.isna(code) else f' ({code})'}, "
        f"{counted(leads, 'lead') if leads else 'whole file'}: {shown(message)}"
        for check, code, leads, message in errors[["check", "code", "leads", "message"]].itertuples(index=False)
    ]


def refuse_truth_value() -> NoReturn:
    """Refuse to say whether a report is true, as pandas does of a frame: a report of faults would be true as well.

    Raises:
        ValueError: always; it names what was meant.

    Example:
        >>> refuse_truth_value()
        Traceback (most recent call last):
        ...
        ValueError: whether a report is true is ambiguous: use report.ok ...
    """
    raise ValueError(_AMBIGUOUS)
