"""The report as terminal text: for `repr` and for the command line."""

import re
from io import StringIO

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from noojee_dq.report.found import Found
from noojee_dq.report.going_on import CommandLine, GoingOn, going_on
from noojee_dq.report.overview import Overview, Problem, overview
from noojee_dq.words.counts import counted, first_of

_WIDTH = 80
#: Things amiss with a file that are named in a summary.
_MOST_NOTES = 5
#: How a note begins that says of a file what it is, and nothing else; of several files it names the file before.
_HOW = re.compile(r"(\S+: )?read as ")
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
        >>> print(render_text(report).splitlines()[-4])
        1 of 1 lead is not ready to send: 1 to fix.
    """
    console = Console(file=StringIO(), width=_WIDTH, color_system=None, force_terminal=False, force_jupyter=False)
    with console.capture() as captured:
        render_table(found, console)
    return "\n".join(line.rstrip() for line in captured.get().splitlines())


def render_table(
    found: Found,
    console: Console,
    *,
    show_values: bool = False,
    verbose: bool = False,
    said: tuple[str, ...] = (),
    given: CommandLine | None = None,
) -> None:
    """Print the report on a console, the verdict and what to do next at its end: that is what stays on the screen.

    Args:
        found: what a pre-flight found.
        console: where it is printed; without colours where it is no terminal.
        show_values: show phone numbers as they are instead of masked.
        verbose: print every note, and why each check was left out; else their names in a line, and what was amiss
            with the file.
        said: further sentences that belong to the verdict.
        given: what the command line gave; None = the check was made in Python.

    Example:
        >>> import noojee_dq as nj, pandas as pd
        >>> report = nj.check(pd.DataFrame({"Phone": ["0491 570 006"]}), nj.Campaign(phone_fields=["Phone"]))
        >>> render_table(report, Console(width=80, color_system=None))  # doctest: +ELLIPSIS
        a data frame: insert, checked ... nothing was sent
        Not checked (...
        The only lead is ready to send.
        ready 1 · fix 0 · drop 0 · review 0
        See what would be sent of the leads; nothing is sent by a dry run.
        Next: nj.submit(report.ready, campaign, dry_run=True)
    """
    view = overview(found, show_values=show_values, in_python=given is None)
    # `Text` throughout: a plain string would be read as rich markup, and "[red]" in a heading vanish.
    console.print(Text(f"{view.source}: {view.operation}, checked {view.checked_at}, nothing was sent"))
    if view.show_values:
        console.print(Text("This report shows unmasked phone numbers.", "bold red"))
    if view.problems:
        console.print(_problems(view))
    asides = _all_asides(view) if verbose else _asides(view, console.width, in_shell=given is not None)
    for line in asides:
        console.print(Text(line))
    console.print(Text(view.verdict, "bold"))
    for line in (_counts(view), *said):
        console.print(Text(line))
    print_going_on(going_on(found, given, show_values=True), console)


def _all_asides(view: Overview) -> list[str]:
    unchecked = [f"Not checked: {one.named}: {one.reason}" for one in view.not_checked]
    return [*unchecked, *(f"Note: {note}" for note in view.notes)]


def _asides(view: Overview, width: int, *, in_shell: bool) -> list[str]:
    """Sum up what was not checked, in a line, and how the file was read: each thing that was amiss with it."""
    lines = []
    if view.not_checked:
        lines.append(
            _fitting(f"Not checked ({len(view.not_checked)}): ", [one.named for one in view.not_checked], width)
        )
    # That a file is UTF-8 is seen by nobody who reads of sheets or rows that were left out.
    notes = [note for note in view.notes if not _HOW.match(note)] or list(view.notes)
    lines += [f"Note: {note}" for note in notes[:_MOST_NOTES]]
    left = len(notes) - _MOST_NOTES
    more = f", and {counted(left, 'more note')}" if left > 0 else ""
    where = "give --verbose" if in_shell else "see .not_checked and .notes"
    return [*lines, f"For all of that, and the reasons{more}: {where}"] if lines else []


def _fitting(start: str, names: list[str], width: int) -> str:
    """List names in a line, as many whole ones as fit, and how many more there are."""
    lines = [start + first_of(names, most) for most in range(1, len(names) + 1)]
    return next((line for line in reversed(lines) if len(line) <= width), lines[0])


def print_going_on(on: GoingOn, console: Console) -> None:
    """Print what to do next, and the command for that.

    Args:
        on: how to go on.
        console: where it is printed.

    Example:
        >>> print_going_on(GoingOn(words="Look.", command="noojee-dq check"), Console(width=80, color_system=None))
        Look.
        Next: noojee-dq check
    """
    for line in on.lines:
        console.print(Text(line))
    if on.command:
        # Broken by the terminal alone, so that it is copied as one line.
        console.print(Text(f"Next: {on.command}", "bold"), soft_wrap=True)


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
