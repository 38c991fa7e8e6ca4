"""The report as HTML: a self-contained page, and a fragment for notebooks."""

from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version

from jinja2 import Environment, PackageLoader, StrictUndefined

from noojee_dq.report.overview import MAX_SAMPLES, Overview, overview
from noojee_dq.report.report import Report

_MAX_BYTES = 200_000
_TEMPLATES = Environment(
    loader=PackageLoader("noojee_dq.report"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def render_html(report: Report, *, show_values: bool) -> str:
    """Write the report as one HTML page, without scripts or anything that would have to be loaded.

    Args:
        report: the report of a pre-flight.
        show_values: show phone numbers as they are instead of masked; the page then says so.

    Returns:
        The page, of at most 200 KB.

    Example:
        >>> import noojee_dq as nj, pandas as pd
        >>> report = nj.check(pd.DataFrame({"Phone": ["12345"]}), nj.Campaign(phone_fields=["Phone"]))
        >>> "1 of 1 lead is not ready to send: 1 to fix." in render_html(report, show_values=False)
        True
    """
    view = overview(report, show_values=show_values)
    versions = {name: _version(name) for name in ("noojee-dq", "pandas", "phonenumbers")}
    # Long, hostile values can fill the page: fewer samples are shown then.
    for samples in (MAX_SAMPLES, 3, 0):
        page = _TEMPLATES.get_template("report.html.j2").render(view=_fewer(view, samples), versions=versions)
        if len(page.encode()) <= _MAX_BYTES:
            break
    return page


def render_html_fragment(report: Report) -> str:
    """Write the upper half of the report for a notebook, masked.

    Args:
        report: the report of a pre-flight.

    Returns:
        A `div` with its own styles: the verdict, the numbers, the table by code, and what was not checked.

    Example:
        >>> import noojee_dq as nj, pandas as pd
        >>> report = nj.check(pd.DataFrame({"Phone": ["12345"]}), nj.Campaign(phone_fields=["Phone"]))
        >>> render_html_fragment(report).startswith('<div class="noojee-dq">')
        True
    """
    return _TEMPLATES.get_template("fragment.html.j2").render(view=overview(report))


def _fewer(view: Overview, samples: int) -> Overview:
    problems = tuple(replace(problem, samples=problem.samples[:samples]) for problem in view.problems)
    return replace(view, problems=problems)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:  # run from its source folder
        return "(not installed)"
