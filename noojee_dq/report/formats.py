"""The forms of a report: one declaration each, from which the command line and its messages derive.

Renderers are imported when they are wanted, so that `--help` can list the formats without them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

if TYPE_CHECKING:
    from datetime import datetime

    import pandas as pd
    from rich.console import Console

    from noojee_dq.report.findings import Findings
    from noojee_dq.report.found import Found
    from noojee_dq.report.gate import Gate
    from noojee_dq.report.going_on import CommandLine
    from noojee_dq.report.since import Since

#: Whom a report in Markdown is for.
Audience = Literal["team", "supplier"]


@dataclass(frozen=True, kw_only=True, eq=False)
class ReportFormat:
    """A form of a report.

    Args:
        name: how it is asked for (`check --format`).
        render: gives its text from the findings and its options; None = it is no text.
        options: names of the options that it takes: of "show_values", "audience", "results", "gate", "rows", "file",
            "since" (what became of an earlier report's leads), "given" (what the command line gave), "said" (further
            sentences beside the verdict) and "verbose".
        suffix: that a file in this form has (`check --report`); "" = it is not written to files.
        printed: whether it can be printed.
        show: prints it on a console, where that is more than its text.
        write: writes the file, where that is more than its text.
        in_parts: whether it can be made of leads in parts too: it takes what `Found` names, and nothing more.
        failure: gives its text where a command that was to print it failed, from what is wrong, the exit code and the
            moment; None = nothing is printed then.

    Raises:
        ValueError: it has neither text nor a way to be shown or written.

    Example:
        >>> count = ReportFormat(name="count", suffix=".txt", render=lambda found: f"{len(found.leads)} leads")
        >>> count.printed, count.takes(show_values=True, audience="team")
        (True, {})
    """

    name: str
    render: "Callable[..., str] | None" = None
    options: tuple[str, ...] = ()
    suffix: str = ""
    printed: bool = True
    show: "Callable[..., None] | None" = None
    write: "Callable[..., None] | None" = None
    in_parts: bool = False
    failure: "Callable[..., str] | None" = None

    def __post_init__(self) -> None:
        if self.render is None and (self.write is None if self.suffix else self.show is None):
            raise ValueError(f"format {self.name!r}: give a renderer")
        if self.printed and self.render is None and self.show is None:
            raise ValueError(f"format {self.name!r}: nothing of it can be printed; say printed=False")

    def takes(self, **options: Any) -> dict[str, Any]:
        """Return those of some options that this form takes."""
        return {name: value for name, value in options.items() if name in self.options}

    def text(self, found: "Found", **options: Any) -> str:
        """Return the report in this form.

        Args:
            found: what a pre-flight found.
            options: any of those that some form takes; others are left out.

        Raises:
            ValueError: it is no text.
        """
        if self.render is None:
            raise ValueError(f"a report as {self.name} is no text: write it to a file")
        return self.render(found, **self.takes(**options))

    def to_file(self, found: "Found", path: Path, **options: Any) -> None:
        """Write the report in this form; arguments as for `text`."""
        if self.write is not None:
            self.write(found, path, **self.takes(**options))
        else:
            path.write_text(self.text(found, **options), "utf-8", newline="\n")


def _show_table(found: "Found", console: "Console", **options: Any) -> None:
    from noojee_dq.report.render_text import render_table

    render_table(found, console, **options)


def _json(
    found: "Found",
    *,
    show_values: bool,
    gate: "Gate | None" = None,
    rows: bool = False,
    since: "Since | None" = None,
    given: "CommandLine | None" = None,
) -> str:
    from noojee_dq.report.render_json import render_json

    return render_json(found, show_values=show_values, gate=gate, rows=rows, since=since, given=given)


def _jsonl(found: "Findings", *, show_values: bool, given: "CommandLine | None" = None) -> str:
    from noojee_dq.report.render_json import finding_lines

    return "".join(f"{line}\n" for line in finding_lines(found, show_values=show_values, in_shell=given is not None))


def _github(found: "Found", *, show_values: bool, file: str = "") -> str:
    from noojee_dq.report.render_github import render_github

    return render_github(found, show_values=show_values, file=file)


def _junit(found: "Found", *, show_values: bool, file: str = "", given: "CommandLine | None" = None) -> str:
    from noojee_dq.report.render_junit import render_junit

    return render_junit(found, show_values=show_values, file=file, given=given)


def _sarif(found: "Found", *, show_values: bool, file: str = "") -> str:
    from noojee_dq.report.render_sarif import render_sarif

    return render_sarif(found, show_values=show_values, file=file)


def _failure_json(error: str, exit_code: int, *, at: "datetime") -> str:
    from noojee_dq.show.document import failure_json

    return failure_json(error, exit_code, at=at)


def _failure_github(error: str, exit_code: int, *, at: "datetime") -> str:
    from noojee_dq.report.failure import failure_github

    return failure_github(error, exit_code, at=at)


def _failure_junit(error: str, exit_code: int, *, at: "datetime") -> str:
    from noojee_dq.report.failure import failure_junit

    return failure_junit(error, exit_code, at=at)


def _failure_sarif(error: str, exit_code: int, *, at: "datetime") -> str:
    from noojee_dq.report.failure import failure_sarif

    return failure_sarif(error, exit_code, at=at)


def _csv(found: "Findings", *, show_values: bool, given: "CommandLine | None" = None) -> str:
    from noojee_dq.report.render_csv import render_csv

    return render_csv(found, show_values=show_values, in_shell=given is not None)


def _markdown(
    found: "Found", *, show_values: bool, audience: Audience = "team", given: "CommandLine | None" = None
) -> str:
    from noojee_dq.report.render_markdown import render_markdown
    from noojee_dq.report.render_supplier import render_supplier
    from noojee_dq.words.arguments import refuse_unknown

    refuse_unknown("audience", audience, get_args(Audience))
    return (
        render_supplier(found)
        if audience == "supplier"
        else render_markdown(found, show_values=show_values, given=given)
    )


def _html(
    found: "Found",
    *,
    show_values: bool,
    results: "pd.DataFrame | None" = None,
    given: "CommandLine | None" = None,
) -> str:
    from noojee_dq.report.render_html import render_html

    return render_html(found, show_values=show_values, results=results, given=given)


def _write_excel(found: "Findings", path: Path, *, given: "CommandLine | None" = None) -> None:
    from noojee_dq.report.render_excel import write_excel

    write_excel(found, path, given=given)


TABLE = ReportFormat(name="table", show=_show_table, options=("show_values", "verbose", "said", "given"), in_parts=True)
JSON = ReportFormat(
    name="json",
    suffix=".json",
    render=_json,
    options=("show_values", "gate", "rows", "since", "given"),
    in_parts=True,
    failure=_failure_json,
)
JSONL = ReportFormat(
    name="jsonl", suffix=".jsonl", render=_jsonl, options=("show_values", "given"), failure=_failure_json
)
GITHUB = ReportFormat(
    name="github", render=_github, options=("show_values", "file"), in_parts=True, failure=_failure_github
)
JUNIT = ReportFormat(
    name="junit",
    suffix=".xml",
    render=_junit,
    options=("show_values", "file", "given"),
    in_parts=True,
    failure=_failure_junit,
)
SARIF = ReportFormat(
    name="sarif",
    suffix=".sarif",
    render=_sarif,
    options=("show_values", "file"),
    in_parts=True,
    failure=_failure_sarif,
)
CSV = ReportFormat(name="csv", render=_csv, options=("show_values", "given"))
MARKDOWN = ReportFormat(
    name="markdown", suffix=".md", render=_markdown, options=("show_values", "audience", "given"), in_parts=True
)
HTML = ReportFormat(
    name="html",
    suffix=".html",
    render=_html,
    options=("show_values", "results", "given"),
    printed=False,
    in_parts=True,
)
EXCEL = ReportFormat(name="excel", suffix=".xlsx", write=_write_excel, options=("given",), printed=False)

#: Whoever has a form of their own appends it.
FORMATS: list[ReportFormat] = [TABLE, JSON, JSONL, CSV, MARKDOWN, HTML, EXCEL, GITHUB, JUNIT, SARIF]


def printed_formats() -> dict[str, ReportFormat]:
    """Return the forms that can be printed, by name.

    Example:
        >>> list(printed_formats())[:2]
        ['table', 'json']
    """
    return {form.name: form for form in FORMATS if form.printed}


def file_formats() -> dict[str, ReportFormat]:
    """Return the forms that can be written, by the suffix of their files.

    Example:
        >>> file_formats()[".md"].name
        'markdown'
    """
    return {form.suffix: form for form in FORMATS if form.suffix}
