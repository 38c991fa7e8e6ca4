"""The report as HTML: a self-contained page, and a fragment for notebooks."""

from dataclasses import dataclass, replace

import pandas as pd

from noojee_dq.report.actual import Actual, actual
from noojee_dq.report.by_column import Column, by_column
from noojee_dq.report.causes import Cause, root_causes
from noojee_dq.report.overview import MAX_SAMPLES, Overview, overview
from noojee_dq.report.page import MAX_BYTES, render_fragment, render_page
from noojee_dq.report.report import Report
from noojee_dq.report.steps import MAX_LEADS_FOR_REPAIRS, Step, first_steps, repairs_by_check, repairs_counted
from noojee_dq.report.strip import Strip, strip


@dataclass(frozen=True)
class _Parts:
    """What the page shows besides the overview."""

    steps: tuple[Step, ...]
    causes: tuple[Cause, ...]
    strip: Strip | None
    columns: tuple[Column, ...]
    actual: Actual | None
    repairs: dict[str, str]
    repairs_limit: int


def render_html(report: Report, *, show_values: bool, results: pd.DataFrame | None = None) -> str:
    """Write the report as one HTML page, without scripts or anything that would have to be loaded.

    Args:
        report: the report of a pre-flight.
        show_values: show phone numbers as they are instead of masked; the page then says so.
        results: the leads with the API's answers, after a run.

    Returns:
        The page, of at most 200 KB.

    Example:
        >>> import noojee_dq as nj
        >>> report = nj.check(pd.DataFrame({"Phone": ["12345"]}), nj.Campaign(phone_fields=["Phone"]))
        >>> "1 of 1 lead is not ready to send: 1 to fix." in render_html(report, show_values=False)
        True
    """
    view = overview(report, show_values=show_values)
    causes = root_causes(report, show_values=show_values)
    parts = _Parts(
        steps=first_steps(report, view.problems, causes),
        causes=causes,
        strip=strip(report, show_values=show_values),
        columns=by_column(report, show_values=show_values),
        actual=None if results is None else actual(results),
        repairs=repairs_by_check(report),
        repairs_limit=0 if repairs_counted(report) else MAX_LEADS_FOR_REPAIRS,
    )
    # Long, hostile values can fill the page: fewer samples are shown then.
    for samples in (MAX_SAMPLES, 3, 0):
        page = render_page("report.html.j2", view=_fewer(view, samples), parts=parts)
        if len(page.encode()) <= MAX_BYTES:
            break
    return page


def render_html_fragment(report: Report) -> str:
    """Write the upper half of the report for a notebook, masked.

    Args:
        report: the report of a pre-flight.

    Returns:
        A `div` with its own styles: the verdict, the numbers, what to do first, the table by code, and what was not
        checked.

    Example:
        >>> import noojee_dq as nj
        >>> report = nj.check(pd.DataFrame({"Phone": ["12345"]}), nj.Campaign(phone_fields=["Phone"]))
        >>> render_html_fragment(report).startswith('<div class="noojee-dq">')
        True
    """
    view = overview(report)
    steps = first_steps(report, view.problems, root_causes(report))
    return render_fragment("report_fragment.html.j2", view=view, steps=steps)


def _fewer(view: Overview, samples: int) -> Overview:
    problems = tuple(replace(problem, samples=problem.samples[:samples]) for problem in view.problems)
    return replace(view, problems=problems)
