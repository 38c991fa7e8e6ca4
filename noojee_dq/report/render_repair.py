"""A repair as terminal text: what was changed, what that unlocks, and what was left alone."""

import pandas as pd
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from noojee_dq.repairs import FIXES, Repaired
from noojee_dq.report.findings import Findings
from noojee_dq.report.going_on import CommandLine, going_on
from noojee_dq.report.render_text import print_going_on
from noojee_dq.words.counts import counted
from noojee_dq.words.masked_values import mask_values
from noojee_dq.words.masking import mask_text
from noojee_dq.words.rows import row_label

_EXAMPLES = 3


def render_repair(
    repaired: Repaired,
    before: Findings,
    after: Findings,
    console: Console,
    *,
    show_values: bool = False,
    every: bool = False,
    given: CommandLine | None = None,
) -> None:
    """Print what a repair did.

    Args:
        repaired: the repair.
        before: the report on the leads as they were.
        after: the report on the repaired leads.
        console: where it is printed.
        show_values: show phone numbers as they are instead of masked.
        every: print every change and every cell that was left alone; else three of each kind.
        given: what a command line would give for the repaired leads; None = the repair was made in Python.

    Example:
        >>> import noojee_dq as nj
        >>> leads, campaign = pd.DataFrame({"Phone": ["491570006.0"]}), nj.Campaign(phone_fields=["Phone"])
        >>> repaired = nj.repair(leads, campaign)
        >>> reports = nj.check(leads, campaign), nj.check(repaired.leads, campaign)
        >>> render_repair(repaired, *reports, Console(width=80, color_system=None))  # doctest: +ELLIPSIS
        2 changes. Ready to send: 0 of 1 lead before, 1 after.
        ...
    """
    ready = (
        f"{before.counts['ready']:,} of {counted(len(before.leads), 'lead')} before, {after.counts['ready']:,} after"
    )
    console.print(Text(f"{counted(len(repaired.changes), 'change')}. Ready to send: {ready}.", "bold"))
    if len(repaired.changes):
        shown = _shown(repaired.changes, ["before", "after"], before, show_values, every)
        console.print(_made(shown))
    if len(repaired.left):
        console.print(Text("Left alone", "bold"))
        console.print(_left(_shown(repaired.left, ["value"], before, show_values, every)))
    for line in _on_request(after):
        console.print(Text(line))
    print_going_on(going_on(after, given, show_values=True), console)


def _shown(log: pd.DataFrame, values: list[str], found: Findings, show_values: bool, every: bool) -> pd.DataFrame:
    """Return the first lines of each kind, with their number (`count`), masked unless asked."""
    kind = ["fix", "column", "reason"] if "reason" in log else ["fix"]
    grouped = log.groupby(kind, sort=False)
    counted_lines = log.assign(count=grouped["row"].transform("size"))
    few = counted_lines if every else counted_lines[grouped.cumcount() < _EXAMPLES]
    if show_values:
        return few
    masked = {name: mask_values(few[name], few["column"], found.phone_columns) for name in values}
    return few.assign(**masked)


def _made(changes: pd.DataFrame) -> Table:
    table = _table("Fix", "Cells", "Examples")
    titles = {fix.id: fix.title for fix in FIXES}
    made = dict(list(changes.groupby("fix")))
    for fix in filter(made.__contains__, titles):
        lines = made[fix]
        arrows = [
            f"{before or '(blank)'} → {after or '(blank)'}"
            for before, after in zip(lines["before"], lines["after"], strict=True)
        ]
        what = Text("\n").join([Text(titles[fix], "bold"), *map(Text, arrows)])
        table.add_row(Text(fix), Text(f"{lines['count'].iloc[0]:,}"), what)
    return table


def _left(left: pd.DataFrame) -> Table:
    table = _table("Fix", "Cells", "Why, and examples")
    for (fix, column, reason), lines in left.groupby(["fix", "column", "reason"], sort=False):
        rows = [f"row {row_label(row)}: {value}" for row, value in zip(lines["row"], lines["value"], strict=True)]
        what = Text("\n").join([Text(f"{mask_text(str(column))}: {reason}", "bold"), *map(Text, rows)])
        table.add_row(Text(str(fix)), Text(f"{lines['count'].iloc[0]:,}"), what)
    return table


def _on_request(after: Findings) -> list[str]:
    offers = after.repairs[after.repairs["asked_for"]]
    gains = (offers["leads_unlocked"] - offers["leads_refused"]).clip(lower=0)
    return [
        f"Not made, unless you ask for it with --fix {fix}: {title} "
        f"({counted(cells, 'cell')}, {counted(unlocked, 'more lead')} ready)"
        for fix, title, cells, unlocked in zip(offers["fix"], offers["title"], offers["cells"], gains, strict=True)
    ]


def _table(*heads: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=False)
    for head in heads:
        table.add_column(head, justify="right" if head == "Cells" else "left", overflow="fold")
    return table
