"""The report as JUnit's XML, as servers for continuous integration read it: a test case for each check."""

from xml.etree import ElementTree as ET

import pandas as pd

from noojee_dq.checks.base import Check
from noojee_dq.checks.catalogue import CHECKS
from noojee_dq.checks.evaluate import NotChecked
from noojee_dq.report.found import Found
from noojee_dq.report.going_on import CommandLine
from noojee_dq.report.located import Located, file_text, located, not_checked_text, unlisted
from noojee_dq.report.verdict import verdict
from noojee_dq.words.counts import counted
from noojee_dq.words.for_people import for_people

_NAME = "noojee-dq"


def render_junit(found: Found, *, show_values: bool, file: str = "", given: CommandLine | None = None) -> str:
    """Write the report as JUnit's XML.

    A check fails by errors; warnings stand in its output. What was not checked in full, and found nothing, is skipped.

    Args:
        found: what a pre-flight found.
        show_values: show phone numbers as they are instead of masked.
        file: that was checked, as it was named; "" = take the name that the report has.
        given: what the command line gave; None = the check was made in Python.

    Example:
        >>> import noojee_dq as nj
        >>> report = nj.check(pd.DataFrame({"Phone": ["12345"]}, index=[2]), nj.Campaign(phone_fields=["Phone"]))
        >>> suite = ET.fromstring(render_junit(report, show_values=False))[0]
        >>> suite.find("testcase[@name='no-phone']/failure").get("type")
        '102 NO_PHONE_FIELDS'
    """
    listed: dict[str, list[Located]] = {}
    for one in located(found, file=file, show_values=show_values):
        listed.setdefault(one.check, []).append(one)
    gaps = {
        check: not_checked_text(NotChecked(check, None if pd.isna(code) else code, why_not), show_values=show_values)
        for check, code, why_not in found.checks[["check", "code", "why_not"]].itertuples(index=False)
        if why_not
    }
    name = file_text((given and given.source) or file or found.source, show_values=show_values) or "a data frame"
    suite = ET.Element("testsuite", name=name, timestamp=found.checked_at.isoformat(timespec="seconds"))
    for check in (one for one in CHECKS if found.operation in one.operations):
        case = ET.SubElement(suite, "testcase", classname=f"{_NAME}.{found.operation}", name=check.id)
        _fill(case, check, listed.get(check.id, []), found.summary, gaps.get(check.id))
    ET.SubElement(suite, "system-out").text = "\n".join([verdict(found), *unlisted(found)])
    root = ET.Element("testsuites", name=_NAME)
    root.append(suite)
    for element in (suite, root):
        _count(element, suite)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=False) + "\n"


def _fill(case: ET.Element, check: Check, listed: list[Located], summary: pd.DataFrame, gap: str | None) -> None:
    """Say in a test case what its check found."""
    errors = [one for one in listed if one.severity == "error"]
    warnings = [one for one in listed if one.severity != "error"]
    if errors:
        line = summary[summary["check"].eq(check.id) & summary["severity"].eq("error")].iloc[0]
        where = counted(line["leads"], "lead") if line["leads"] else "the whole file"
        message = f"{where}: {for_people(check.message or check.title)}"
        failure = ET.SubElement(case, "failure", type=check.label, message=message)
        failure.text = _lines(errors)
    elif gap:
        ET.SubElement(case, "skipped", message=gap)
    if warnings:
        ET.SubElement(case, "system-out").text = _lines(warnings)


def _lines(listed: list[Located]) -> str:
    return "\n".join(f"{one.file}:{one.line or ''}: {one.severity}: {one.text}" for one in listed)


def _count(element: ET.Element, suite: ET.Element) -> None:
    for name, path in (("tests", "testcase"), ("failures", "testcase/failure"), ("skipped", "testcase/skipped")):
        element.set(name, str(len(suite.findall(path))))
    element.set("errors", "0")
