"""An analysis as terminal text: for `repr` and for the command line."""

from io import StringIO

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from noojee_dq.analysis.outcomes import Outcomes
from noojee_dq.analysis.view import Section, view

_WIDTH = 100


def render_text(run: Outcomes) -> str:
    """Write the analysis as plain text of 100 columns, masked.

    Example:
        >>> import noojee_dq as nj, pandas as pd
        >>> results = pd.DataFrame({"api_code": [105], "api_outcome": ["rejected"], "api_action": ["drop"]})
        >>> print(render_text(nj.analyse(results)).splitlines()[1])
        1 lead: 1 refused.
    """
    console = Console(file=StringIO(), width=_WIDTH, color_system=None, force_terminal=False, force_jupyter=False)
    with console.capture() as captured:
        print_analysis(run, console)
    return "\n".join(line.rstrip() for line in captured.get().splitlines())


def print_analysis(run: Outcomes, console: Console) -> None:
    """Print the analysis on a console, masked.

    Args:
        run: what became of its leads.
        console: where it is printed; without colours where it is no terminal.
    """
    shown = view(run)
    # `Text` throughout: a plain string would be read as rich markup, and "[red]" in a heading vanish.
    console.print(Text(f"{shown.source}: what became of a run"))
    console.print(Text(shown.verdict, "bold"))
    if shown.facts:
        console.print(Text(shown.facts))
    for section in shown.sections:
        console.print(Text(f"\n{section.title}", "bold"))
        for line in section.lines:
            console.print(Text(f"  {line}"))
        if section.rows:
            console.print(_table(section))


def _table(section: Section) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=False)
    for column in section.columns:
        table.add_column(
            Text(column.head), justify="right" if column.number else "left", no_wrap=column.number, overflow="fold"
        )
    for row in section.rows:
        table.add_row(*(Text(f"{cell:,}" if isinstance(cell, int) else cell) for cell in row))
    return table
