"""`Report.explore`: a report to look into in a notebook, with the widgets of ipywidgets where they run."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import pandas as pd

from noojee_dq.errors import NoojeeError
from noojee_dq.leads import write_leads
from noojee_dq.repairs import FIXES, Repaired, repair_with_each
from noojee_dq.report.findings import MAX_LEADS_FOR_REPAIRS, Findings
from noojee_dq.report.render_html import render_html_fragment
from noojee_dq.report.render_text import render_text
from noojee_dq.report.table_pages import PAGE_LINES, TablePage, changes_page, failing_page
from noojee_dq.show.page import render_fragment
from noojee_dq.words.counts import counted
from noojee_dq.words.display import shown

_NO_WIDGETS: Final = "To pick a check and see its rows here: pip install 'noojee-dq[notebook]', and restart the kernel."
_NOT_LIVE: Final = "Run this cell in Jupyter to pick a check, and see its rows."
_READY_FILE: Final = "ready.xlsx"


class Explorer:
    """A report to look into: made by `Report.explore`.

    A notebook shows the report, and below it the tools. Where no widget runs (ipywidgets is not installed, or the
    notebook is only looked at: on a web page, as HTML) the report stands there alone.

    Attributes:
        tools: the widget; None = ipywidgets is not installed.
    """

    def __init__(self, found: Findings) -> None:
        self._found = found
        try:
            import ipywidgets
        except ImportError:
            self.tools: Any = None
        else:
            self.tools = _tools(ipywidgets, found)

    def _ipython_display_(self) -> None:
        from IPython.display import display

        # Two outputs: a viewer that knows no widget, or has lost its state, leaves out the second one only.
        display(_as_bundle(render_html_fragment(self._found), render_text(self._found)), raw=True)
        said = _NO_WIDGETS if self.tools is None else _NOT_LIVE
        live = {} if self.tools is None else self.tools._repr_mimebundle_()
        display(live | _as_bundle(f"<p>{said}</p>", said), raw=True)

    def __repr__(self) -> str:
        return render_text(self._found)


class _Pages:
    """A table of which one page is shown, with buttons to turn it."""

    def __init__(self, widgets: Any) -> None:
        self._table = widgets.HTML()
        self._where = widgets.Label()
        self._back = widgets.Button(description="Back", tooltip="the lines before")
        self._next = widgets.Button(description="Next", tooltip="the lines after")
        self._back.on_click(lambda _: self._turn(-PAGE_LINES))
        self._next.on_click(lambda _: self._turn(PAGE_LINES))
        self._first = 0
        self.box = widgets.VBox([self._table, widgets.HBox([self._back, self._next, self._where])])

    def show(self, page_at: Callable[[int], TablePage]) -> None:
        """Show a table from its first page.

        Args:
            page_at: gives the page behind so many lines.
        """
        self._page_at, self._first = page_at, 0
        self._turn(0)

    def _turn(self, by: int) -> None:
        self._first += by
        page = self._page_at(self._first)
        last = self._first + len(page.lines)
        self._table.value = render_fragment("table_page.html.j2", page=page)
        self._where.value = f"{self._first + 1:,} to {last:,} of {page.total:,}" if page.total else "no single lead"
        self._back.disabled, self._next.disabled = self._first == 0, last >= page.total


def _tools(widgets: Any, found: Findings) -> Any:
    """Make the widget: a tab each for checks, repairs and the leads that are ready."""
    tabs = {
        "Checks": _checks(widgets, found),
        "Repairs": _repairs(widgets, found),
        "Ready": _ready(widgets, found),
    }
    return widgets.Tab(children=list(tabs.values()), titles=list(tabs))


def _checks(widgets: Any, found: Findings) -> Any:
    of_leads = found.findings[found.positions >= 0].assign(lead=found.positions[found.positions >= 0])
    leads = of_leads.groupby("check")["lead"].nunique().to_dict()
    lines = _by_id(found.summary.drop_duplicates("check"), "check")

    def label(line: Any) -> str:
        return f"{line.check}: {counted(leads[line.check], 'lead') if line.check in leads else 'the whole file'}"

    def about(check: str) -> str:
        line = lines[check]
        told = {"": line.message, "To do: ": line.hint}
        return render_fragment("note.html.j2", lines=[shown(before + text) for before, text in told.items() if text])

    return _picker(
        widgets,
        "Check",
        {f"{label(line)} ({line.severity})": check for check, line in lines.items()},
        about=about,
        pages=lambda check: lambda first: failing_page(found, check, first),
        none="Every check that ran was passed.",
    )


def _repairs(widgets: Any, found: Findings) -> Any:
    gains, batch_of = found.counted_repairs, found.batch_of
    if gains is None or batch_of is None:
        return widgets.Label(f"Repairs are tried out for up to {MAX_LEADS_FOR_REPAIRS:,} leads: see nj.repair.")
    lines = _by_id(gains, "fix")
    made: dict[str, Repaired] = {}

    def repaired(fix: str) -> Repaired:
        if fix not in made:
            ((_, made[fix]),) = repair_with_each(batch_of(found.leads), [one for one in FIXES if one.id == fix])
        return made[fix]

    return _picker(
        widgets,
        "Repair",
        {f"{line.title} ({counted(line.cells, 'cell')})": fix for fix, line in lines.items()},
        about=lambda fix: render_fragment("note.html.j2", lines=_about_repair(found, lines[fix])),
        pages=lambda fix: lambda first: changes_page(repaired(fix).changes, found.phone_columns, first),
        none="No repair would change anything.",
    )


def _about_repair(found: Findings, line: Any) -> Sequence[str]:
    ready = found.counts["ready"]
    return (
        f"Ready now: {ready:,}; after it: {ready + line.leads_unlocked - line.leads_refused:,}. "
        "Nothing is changed here. To make it, then check again as before:",
        f"fixed = nj.repair(leads, campaign, fixes=[{line.fix!r}])",
    )


def _picker(
    widgets: Any,
    what: str,
    options: dict[str, str],
    *,
    about: Callable[[str], str],
    pages: Callable[[str], Callable[[int], TablePage]],
    none: str,
) -> Any:
    """Make a list to pick from, with the table of what is picked."""
    if not options:
        return widgets.Label(none)
    picked = widgets.Dropdown(options=list(options.items()), description=what, layout={"width": "auto"})
    words, table = widgets.HTML(), _Pages(widgets)

    def show(_: Any = None) -> None:
        words.value = about(picked.value)
        table.show(pages(picked.value))

    picked.observe(show, names="value")
    show()
    return widgets.VBox([picked, words, table.box])


def _ready(widgets: Any, found: Findings) -> Any:
    count = found.counts["ready"]
    if not count:
        return widgets.Label("No lead is ready.")
    words = widgets.Label(f"In the next cell, report.ready is the frame of {counted(count, 'lead')}. As a file:")
    name = widgets.Text(value=_READY_FILE, description="File")
    button = widgets.Button(description=f"Write {counted(count, 'lead')}")
    said = widgets.Label()
    button.on_click(lambda _: setattr(said, "value", _written(found, name.value.strip())))
    return widgets.VBox([words, name, button, said])


def _written(found: Findings, name: str) -> str:
    """Write the leads that are ready, and say so; a button has nowhere to raise an error."""
    if Path(name).exists():
        return f"{name or 'the file'} exists: give another name"
    try:
        write_leads(found.ready, name)
    except NoojeeError as error:
        return str(error)
    return f"{counted(found.counts['ready'], 'lead')} written to {name}"


def _by_id(table: pd.DataFrame, column: str) -> dict[str, Any]:
    """Return the lines of a table under their ids."""
    return {getattr(line, column): line for line in table.itertuples(index=False)}


def _as_bundle(markup: str, text: str) -> dict[str, str]:
    return {"text/html": markup, "text/plain": text}
