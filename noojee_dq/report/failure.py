"""What is printed, in the forms of a report, where a command fails before there is one."""

from datetime import datetime
from xml.etree import ElementTree as ET

from noojee_dq.show.sarif_log import invocation, notification, sarif_log
from noojee_dq.show.workflow_command import workflow_command

_NAME = "noojee-dq"


def failure_github(error: str, exit_code: int, *, at: datetime) -> str:
    """Say as a workflow command that a command failed.

    Args:
        error: what is wrong, and what to do.
        exit_code: of the command.
        at: when, with its zone; a workflow has its own clock.

    Example:
        >>> failure_github("leads.csv: there is no such file", 3, at=datetime(2026, 3, 4))
        '::error title=noojee-dq%2C exit code 3::leads.csv: there is no such file'
    """
    return workflow_command("error", error, title=f"{_NAME}, exit code {exit_code}")


def failure_junit(error: str, exit_code: int, *, at: datetime) -> str:
    """Say in JUnit's XML that a command failed: as the error of a test case; arguments as for `failure_github`.

    Example:
        >>> case = ET.fromstring(failure_junit("leads.csv: there is no such file", 3, at=datetime(2026, 3, 4)))[0][0]
        >>> case.find("error").get("message")
        'leads.csv: there is no such file'
    """
    counts = {"tests": "1", "failures": "0", "skipped": "0", "errors": "1"}
    root = ET.Element("testsuites", counts, name=_NAME)
    suite = ET.SubElement(root, "testsuite", counts, name=_NAME, timestamp=at.isoformat(timespec="seconds"))
    case = ET.SubElement(suite, "testcase", classname=_NAME, name="run")
    first = error.splitlines()[0]
    ET.SubElement(case, "error", type=f"exit code {exit_code}", message=first).text = error
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=False)


def failure_sarif(error: str, exit_code: int, *, at: datetime) -> str:
    """Say in SARIF that a command failed: what it says of itself; arguments as for `failure_github`.

    Example:
        >>> import json
        >>> from datetime import UTC
        >>> log = json.loads(failure_sarif("no such file", 3, at=datetime(2026, 3, 4, tzinfo=UTC)))
        >>> log["runs"][0]["invocations"][0]["executionSuccessful"]
        False
    """
    told = invocation(at, [notification("error", error)], successful=False) | {"exitCode": exit_code}
    return sarif_log(rules=[], results=[], invocation=told)
