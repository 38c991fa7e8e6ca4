"""A file without any phone column of the campaign: nothing is wrong with its leads before their numbers are found."""

from typing import Final, NamedTuple

from noojee_dq.report.corrections import lack_column
from noojee_dq.report.found import Found

_OF_FILE: Final = "phone-field-missing"


class AbsentPhones(NamedTuple):
    """What is wrong with the headings, and what to do."""

    message: str
    hint: str


def absent_phones(found: Found) -> AbsentPhones | None:
    """Say why no phone number of a file was found; None = the file has a phone column of the campaign.

    Args:
        found: what a pre-flight found.

    Example:
        >>> import noojee_dq as nj, pandas as pd
        >>> report = nj.check(pd.DataFrame({"phone": ["0491 570 006"]}), nj.Campaign(phone_fields=["Phone"]))
        >>> absent_phones(report).message
        "the file has no column for the phone field 'Phone'; did you mean 'phone'?"
    """
    findings = found.findings
    if not lack_column(findings).any():
        return None
    said = [AbsentPhones(*one) for one in findings.loc[findings["check"].eq(_OF_FILE), ["message", "hint"]].to_numpy()]
    # That of a column under nearly the same heading is the one to act on.
    return next((one for one in said if one.message.endswith("?")), said[0]) if said else None
