"""The findings as CSV, for programs and spreadsheets."""

import pandas as pd

from noojee_dq.report.findings import Findings
from noojee_dq.words.for_people import for_shell
from noojee_dq.words.masked_values import map_distinct, mask_values
from noojee_dq.words.masking import mask_message
from noojee_dq.words.rows import row_label


def render_csv(found: Findings, *, show_values: bool, in_shell: bool = False) -> str:
    """Write the findings as CSV, one line each.

    Args:
        found: what a pre-flight found.
        show_values: show phone numbers as they are instead of masked.
        in_shell: call options as a command line does.

    Returns:
        A heading line and one line per finding, with the columns of `found.findings`.

    Example:
        >>> import noojee_dq as nj
        >>> report = nj.check(pd.DataFrame({"Phone": ["0491 570"]}), nj.Campaign(phone_fields=["Phone"]))
        >>> render_csv(report, show_values=False).splitlines()[1].split(",")[:4]
        ['0', 'Phone', '•••• •70', '']
    """
    findings = found.findings
    if in_shell:
        findings = findings.assign(**{name: map_distinct(findings[name], for_shell) for name in ("message", "hint")})
    if not show_values:
        masked = {name: map_distinct(findings[name], mask_message) for name in ("column", "message", "hint")}
        values = mask_values(findings["value"], findings["column"], found.phone_columns)
        findings = findings.assign(row=_labels(findings["row"]), value=values, **masked)
    return findings.to_csv(index=False, lineterminator="\n")


def _labels(rows: pd.Series) -> pd.Series:
    """Mask index labels like any text: a frame can be indexed by phone number.

    They differ from line to line and in type, so they are taken one by one.
    """
    return pd.Series(["" if pd.isna(label) else row_label(label) for label in rows], index=rows.index, dtype="object")
