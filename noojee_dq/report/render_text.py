"""The report as terminal text: for `repr` and for the command line."""

from io import StringIO

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from noojee_dq.report.found import Found
from noojee_dq.report.overview import Overview, Problem, overview

_WIDTH = 80
_SEVERITY_STYLES = {"error": "bold red", "warning": "yellow"}


def render_text(found: Found) -> str:
    """Write the report as plain text of 80 columns, masked.

    Args:
        found: what a pre-flight found.

    Returns:
        The text, without colours.

    Example:
        >>> import noojee_dq as nj, pandas as pd
        >>> report = nj.check(pd.DataFrame({"Phone": ["12345"]}), nj.Campaign(phone_fields=["Phone"]))
        >>> print(render_text(report).splitlines()[1])
        1 of 1 lead is not ready to send: 1 to fix.
    """
    console = Console(file=StringIO(), width=_WIDTH, color_system=None, force_terminal=False, force_jupyter=False)
    with console.capture() as captured:
        render_table(found, console)
    return "\n".join(line.rstrip() for line in captured.get().splitlines())


def render_table(found: Found, console: Console, *, show_values: bool = False) -> None:
    """Print the report on a console.

    Args:
        found: what a pre-flight found.
        console: where it is printed; without colours where it is no terminal.
        show_values: show phone numbers as they are instead of masked.

    Example:
        >>> import noojee_dq as nj, pandas as pd
        >>> report = nj.check(pd.DataFrame({"Phone": ["0491 570 006"]}), nj.Campaign(phone_fields=["Phone"]))
        >>> render_table(report, Console(width=80, color_system=None))  # doctest: +ELLIPSIS
        a data frame: insert, checked ... nothing was sent
        The only lead is ready to send.
        ...
    """
    view = overview(found, show_values=show_values)
    # `Text` throughout: a plain string would be read as rich markup, and "[red]" in a heading vanish.
    console.print(Text(f"{view.source}: {view.operation}, checked {view.checked_at}, nothing was sent"))
    console.print(Text(view.verdict, "bold"))
    if view.show_values:
        console.print(Text("This report shows unmasked phone numbers.", "bold red"))
    console.print(Text(_counts(view)))
    if view.problems:
        console.print(_problems(view))
    for one in view.not_checked:
        console.print(Text(f"Not checked: {one.check}{one.code and f' ({one.code})'}: {one.reason}"))
    for note in view.notes:
        console.print(Text(f"Note: {note}"))


def _counts(view: Overview) -> str:
    counts = view.counts
    return " · ".join(f"{name} {counts[name]:,}" for name in ("ready", "fix", "drop", "review"))


def _problems(view: Overview) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=False)
    table.add_column("Code")
    table.add_column("Severity")
    table.add_column("Leads", justify="right", no_wrap=True)
    table.add_column("What is wrong, and what to do", overflow="fold")
    for problem in view.problems:
        severity = Text(problem.severity, _SEVERITY_STYLES.get(problem.severity, ""))
        table.add_row(Text(problem.code or "none"), severity, Text(problem.leads), _explanation(problem))
    return table


def _explanation(problem: Problem) -> Text:
    title = f"{problem.name} ({problem.check})" if problem.name else problem.check
    hint = [f"To do: {problem.hint}"] if problem.hint else []
    lines = [problem.message, *hint, *problem.by_value, problem.rows]
    return Text("\n").join([Text(title, "bold"), *map(Text, lines)])
