"""What a person should know of leads that go out all the same."""

from typing import TYPE_CHECKING, Final

from noojee_dq.words.counts import counted

if TYPE_CHECKING:
    from noojee_dq.arrow.columns import Mask
    from noojee_dq.report.report import Report

#: Said before all others: a person may have hidden a lead that is not to be called.
_FIRST: Final = "hidden-row"


def warnings_of(report: "Report", chosen: "Mask") -> str | None:
    """Say how many of some leads have warnings, and which.

    Args:
        report: on the leads.
        chosen: those that are meant.

    Returns:
        The sentence; None = they have none.

    Example:
        >>> import noojee_dq as nj, pandas as pd
        >>> leads = pd.DataFrame({"Phone": ["0491 570 006", "1900 655 329"]})
        >>> report = nj.check(leads, nj.Campaign(phone_fields=["Phone"]))
        >>> warnings_of(report, report.is_ready)
        '1 of the 2 leads to send has warnings: premium-number (1 lead)'
    """
    warned = (report.positions >= 0) & report.findings["severity"].eq("warning").to_numpy()
    found = report.findings.loc[warned, ["check"]].assign(lead=report.positions[warned])
    found = found[chosen[found["lead"]]].drop_duplicates()
    if found.empty:
        return None
    counts = found["check"].value_counts().to_dict()
    ordered = sorted(counts, key=lambda check: (check != _FIRST, -counts[check], check))
    named = ", ".join(f"{check} ({counted(counts[check], 'lead')})" for check in ordered)
    leads = found["lead"].nunique()
    have = "has" if leads == 1 else "have"
    return f"{leads:,} of the {counted(int(chosen.sum()), 'lead')} to send {have} warnings: {named}"
