"""The report as commands of a GitHub workflow: its findings then stand beside the lines of the file."""

from noojee_dq.report.found import Found
from noojee_dq.report.located import Located, located, not_checked_text, unlisted
from noojee_dq.report.verdict import verdict
from noojee_dq.show.workflow_command import workflow_command


def render_github(found: Found, *, show_values: bool, file: str = "") -> str:
    """Write the report as workflow commands: an `error` or a `warning` for the first leads of each check, and a notice.

    Args:
        found: what a pre-flight found.
        show_values: show phone numbers as they are instead of masked.
        file: that was checked, as it was named: from the root of the repository, for GitHub to find it.

    Example:
        >>> import noojee_dq as nj, pandas as pd
        >>> report = nj.check(pd.DataFrame({"Phone": ["12345"]}, index=[2]), nj.Campaign(phone_fields=["Phone"]))
        >>> render_github(report, show_values=False, file="leads.csv")[:60]
        '::error file=leads.csv,line=2,title=102 NO_PHONE_FIELDS (no-'
    """
    # One for all: GitHub shows few of a kind.
    notice = [verdict(found), *unlisted(found)]
    notice += [not_checked_text(one, show_values=show_values) for one in found.not_checked]
    commands = [_command(one) for one in located(found, file=file, show_values=show_values)]
    return "\n".join([*commands, workflow_command("notice", "\n".join(notice), title="noojee-dq")])


def _command(one: Located) -> str:
    line = {} if one.line is None else {"line": str(one.line)}
    title = f"{one.label} ({one.check})" if one.label else one.check
    place = ({"file": one.file} if one.file else {}) | line
    return workflow_command(one.severity, one.text, **place, title=title)
