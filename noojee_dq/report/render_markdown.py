"""The report as Markdown, for a ticket or an e-mail."""

import re
from collections.abc import Iterable
from html import escape

from noojee_dq.report.causes import root_causes
from noojee_dq.report.check_lines import CheckLines, check_lines
from noojee_dq.report.found import Found
from noojee_dq.report.going_on import CommandLine, GoingOn, going_on
from noojee_dq.report.overview import Overview, Problem, overview
from noojee_dq.report.steps import Step, first_steps
from noojee_dq.words.counts import counted

# What starts emphasis, code, a link or a formula; the rest breaks up addresses that would become links.
_SPECIAL = re.compile(r"[\\`*\[\]~$]|(?<!\w)_|_(?!\w)|(?<=:)/(?=/)|(?<=www)\.", re.IGNORECASE)


def render_markdown(found: Found, *, show_values: bool, given: CommandLine | None = None) -> str:
    """Write the report as Markdown with tables (GitHub flavour).

    Args:
        found: what a pre-flight found.
        show_values: show phone numbers as they are instead of masked.
        given: what the command line gave, for the command that comes next; None = the check was made in Python.

    Returns:
        The text; values are escaped, and cut at 80 characters.

    Example:
        >>> import noojee_dq as nj, pandas as pd
        >>> report = nj.check(pd.DataFrame({"Phone": ["12345"]}), nj.Campaign(phone_fields=["Phone"]))
        >>> render_markdown(report, show_values=False).splitlines()[2]
        '**1 of 1 lead is not ready to send: 1 to fix.**'
    """
    in_python = given is None
    view = overview(found, show_values=show_values, in_python=in_python)
    causes = root_causes(found, show_values=show_values, in_python=in_python)
    steps = first_steps(found, view.problems, causes, in_python=in_python)
    on = going_on(found, given, show_values=show_values)
    sections = [
        _head(view),
        _counts(view),
        _going_on(on),
        _steps(steps),
        _problems(view),
        *map(_samples, view.problems),
    ]
    checks = check_lines(found, show_values=show_values, in_python=in_python)
    sections += [_not_checked(view), _checks(checks), _notes(view)]
    return "\n\n".join(section for section in sections if section)


def _head(view: Overview) -> str:
    lines = [
        f"# Lead check: {markdown_text(view.source)}",
        f"**{markdown_text(view.verdict)}**",
        f"Checked on {view.checked_at} for: {view.operation}. Nothing was sent.",
    ]
    if view.show_values:
        lines.append("**This report shows unmasked phone numbers.**")
    return "\n\n".join(lines)


def _counts(view: Overview) -> str:
    names = ["leads", "ready", "fix", "drop", "review"]
    return markdown_table(
        ["Leads", "Ready", "To fix", "To drop", "To review"], [[f"{view.counts[name]:,}" for name in names]]
    )


def _going_on(on: GoingOn) -> str:
    lines = [*on.lines, *([f"Next: {on.command}"] if on.command else [])]
    return "\n\n".join(["## How to go on", *map(markdown_text, lines)]) if lines else ""


def _steps(steps: tuple[Step, ...]) -> str:
    if not steps:
        return ""
    lines = [f"1. {counted(step.leads, 'lead')}: {step.title}{step.how and '. ' + step.how}" for step in steps]
    return "## Do these first\n\n" + "\n".join(map(markdown_text, lines))


def _problems(view: Overview) -> str:
    if not view.problems:
        return ""
    heads = ["Code", "What is wrong", "Check", "Leads", "Severity", "What to do"]
    lines = [
        [
            problem.code or "none",
            problem.message,
            problem.check,
            problem.leads,
            problem.severity,
            problem.hint,
        ]
        for problem in view.problems
    ]
    return "## By result code\n\n" + markdown_table(heads, lines)


def _samples(problem: Problem) -> str:
    title = f"### {markdown_text(problem.check)} ({problem.severity}{problem.code and ', code ' + problem.code})"
    names = problem.sample_columns
    table = markdown_table(
        list(names.values()),
        [[getattr(sample, name) for name in names] for sample in problem.samples],
    )
    facts = [f"What is wrong: {problem.message}", f"Where: {problem.rows}"]
    facts += [f"What to do: {problem.hint}"] if problem.hint else []
    return "\n\n".join([title, *map(markdown_text, facts), table])


def _not_checked(view: Overview) -> str:
    if not view.not_checked:
        return ""
    lines = [[one.check, one.code or "none", one.why] for one in view.not_checked]
    return "## Not checked\n\n" + markdown_table(["Check", "Code", "Why"], lines)


def _checks(checks: CheckLines) -> str:
    if not checks.lines:
        return ""
    heads = ["Check", "Code", "Severity", "Looked at", "Passed", "Failed", "Share", "Not checked, because"]
    lines = [
        [one.check, one.code or "none", one.severity, one.checked, one.passed, one.failed, one.share, one.why_not]
        for one in checks.lines
    ]
    return f"## All checks\n\n{checks.words}.\n\n" + markdown_table(heads, lines)


def _notes(view: Overview) -> str:
    if not view.notes:
        return ""
    return "## How the file was read\n\n" + "\n".join(f"- {markdown_text(note)}" for note in view.notes)


def markdown_table(heads: list[str], lines: Iterable[list[str]]) -> str:
    """Write a table, its cells escaped.

    Example:
        >>> markdown_table(["Code"], [["a|b"]])
        '| Code |\\n| --- |\\n| a&#124;b |'
    """
    rule = ["---"] * len(heads)
    rows = [heads, rule, *(map(markdown_text, line) for line in lines)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def markdown_text(text: str) -> str:
    """Write a text as Markdown that shows just that.

    Example:
        >>> markdown_text("<b> *x*")
        '&lt;b&gt; \\\\*x\\\\*'
    """
    # "|" as an entity: readers of Markdown differ in how they treat "\|".
    return _SPECIAL.sub(r"\\\g<0>", escape(text, quote=False)).replace("|", "&#124;")
