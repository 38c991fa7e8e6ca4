"""The report as HTML: a self-contained page, and a fragment for notebooks."""

from dataclasses import dataclass, replace

import pandas as pd

from noojee_dq.report.agreement import RunAgreement, run_agreement
from noojee_dq.report.callback_week import CallbackWeek, callback_week
from noojee_dq.report.causes import Cause, root_causes
from noojee_dq.report.check_lines import CheckLines, check_lines
from noojee_dq.report.findings import MAX_LEADS_FOR_REPAIRS
from noojee_dq.report.found import Found
from noojee_dq.report.going_on import CommandLine, GoingOn, going_on
from noojee_dq.report.overview import MAX_SAMPLES, Overview, overview
from noojee_dq.report.profile import ColumnProfile, profile_columns
from noojee_dq.report.slices import FileSlices, file_slices
from noojee_dq.report.steps import Step, first_steps, repair_call, repairs_by_check
from noojee_dq.show.page import MAX_BYTES, render_fragment, render_page


@dataclass(frozen=True)
class _Parts:
    """What the page shows besides the overview."""

    going_on: GoingOn
    steps: tuple[Step, ...]
    causes: tuple[Cause, ...]
    slices: FileSlices | None
    week: CallbackWeek | None
    columns: tuple[ColumnProfile, ...]
    checks: CheckLines
    run: RunAgreement | None
    repairs: dict[str, str]
    repair_call: str
    repairs_limit: int


def render_html(
    found: Found, *, show_values: bool, results: pd.DataFrame | None = None, given: CommandLine | None = None
) -> str:
    """Write the report as one HTML page, without scripts or anything that would have to be loaded.

    Args:
        found: what a pre-flight found.
        show_values: show phone numbers as they are instead of masked; the page then says so.
        results: the leads with the API's answers, after a run.
        given: what the command line gave, for the command that comes next; None = the check was made in Python.

    Returns:
        The page, of at most 200 KB.

    Example:
        >>> import noojee_dq as nj
        >>> report = nj.check(pd.DataFrame({"Phone": ["12345"]}), nj.Campaign(phone_fields=["Phone"]))
        >>> "1 of 1 lead is not ready to send: 1 to fix." in render_html(report, show_values=False)
        True
    """
    in_python = given is None
    view = overview(found, show_values=show_values, in_python=in_python)
    causes = root_causes(found, show_values=show_values, in_python=in_python)
    parts = _Parts(
        going_on=going_on(found, given, show_values=show_values),
        steps=first_steps(found, view.problems, causes, in_python=in_python),
        causes=causes,
        slices=file_slices(found, show_values=show_values),
        week=callback_week(found),
        columns=profile_columns(found, show_values=show_values),
        checks=check_lines(found, show_values=show_values, in_python=in_python),
        run=None if results is None else run_agreement(results),
        repairs=repairs_by_check(found, in_python=in_python),
        repair_call=repair_call(in_python=in_python),
        repairs_limit=MAX_LEADS_FOR_REPAIRS if found.counted_repairs is None else 0,
    )
    # Long, hostile values can fill the page: fewer samples are shown then.
    for samples in (MAX_SAMPLES, 3, 0):
        page = render_page("report.html.j2", view=_fewer(view, samples), parts=parts)
        if len(page.encode()) <= MAX_BYTES:
            break
    return page


def render_html_fragment(found: Found) -> str:
    """Write the upper half of the report for a notebook, masked.

    Args:
        found: what a pre-flight found.

    Returns:
        A `div` with its own styles: the verdict, the numbers, what to do first, the table by code, what was not
        checked, and how the file was read.

    Example:
        >>> import noojee_dq as nj
        >>> report = nj.check(pd.DataFrame({"Phone": ["12345"]}), nj.Campaign(phone_fields=["Phone"]))
        >>> render_html_fragment(report).startswith('<div class="noojee-dq">')
        True
    """
    view = overview(found, in_python=True)
    steps = first_steps(found, view.problems, root_causes(found, in_python=True), in_python=True)
    return render_fragment("report_fragment.html.j2", view=view, steps=steps, on=going_on(found))


def _fewer(view: Overview, samples: int) -> Overview:
    problems = tuple(replace(problem, samples=problem.samples[:samples]) for problem in view.problems)
    return replace(view, problems=problems)
