"""A command that fails says so on stdout in the form that was asked for, and on stderr in words."""

import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from noojee_dq.report.formats import printed_formats
from tests.conftest import Run

#: What is wrong, the options, the exit code, and words of the message.
FAILURES = [
    (["none.csv"], 3, "none.csv: there is no such file"),
    (["leads.csv", "-c", "bad.toml"], 2, "bad.toml: is no valid TOML"),
    (["leads.csv", "--fomat", "x"], 2, "No such option: --fomat"),
    (["leads.csv", "--fail-on", "nevr"], 2, "'nevr' is not one of"),
    (["leads.csv", "--known", "0491570006.csv"], 3, "04•••••006.csv"),
    (["leads.csv", "--require", "dnc"], 2, "give it with --dnc"),
]


def error_of(form: str, text: str, code: int) -> str:
    """The message that stands in what a failed command printed."""
    if form in ("json", "jsonl"):
        document = json.loads(text)
        assert (document["exit_code"], document["ok"]) == (code, False)
        return str(document["error"])
    if form == "sarif":
        (told,) = json.loads(text)["runs"][0]["invocations"]
        assert (told["executionSuccessful"], told["exitCode"]) == (False, code)
        assert told["toolExecutionNotifications"][0]["level"] == "error"
        return str(told["toolExecutionNotifications"][0]["message"]["text"])
    if form == "junit":
        root = ET.fromstring(text)  # noqa: S314 - our own
        assert [root.get(name) for name in ("tests", "failures", "errors")] == ["1", "0", "1"]
        error = root.find("testsuite/testcase/error")
        assert error is not None
        assert error.get("type") == f"exit code {code}"
        return str(error.text)
    assert form == "github"
    head, _, message = text.rstrip("\n").partition(f"exit code {code}::")
    assert head == "::error title=noojee-dq%2C "
    assert "\n" not in message
    return message


@pytest.mark.parametrize("form", [name for name, form in printed_formats().items() if form.failure])
@pytest.mark.parametrize(("options", "code", "words"), FAILURES)
def test_a_failure_has_the_form_that_was_asked_for(
    form: str, options: list[str], code: int, words: str, run: Callable[..., Run]
) -> None:
    Path("leads.csv").write_text("Phone\n0491570006\n", "utf-8")
    Path("bad.toml").write_text("no toml\n", "utf-8")
    ended = run("check", *options, "--format", form)
    assert ended.code == code
    assert words in error_of(form, ended.out, code)
    assert words.split()[0] in ended.err


@pytest.mark.parametrize("form", [name for name, form in printed_formats().items() if not form.failure])
def test_a_form_for_people_prints_nothing_of_a_failure(form: str, run: Callable[..., Run]) -> None:
    assert run("check", "none.csv", "--format", form).out == ""


def test_the_forms_that_say_failures_are_those_for_programs() -> None:
    assert [name for name, form in printed_formats().items() if not form.failure] == ["table", "csv", "markdown"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["submit", "leads.csv", "--format", "github"], "'github' is not one of 'table', 'json'"),
        (["chek", "leads.csv", "--format", "github"], "No such command 'chek'"),
        (["status", "none.sqlite", "--format=github"], "'github' is not one of"),
    ],
)
def test_what_cannot_be_understood_is_said_in_that_form_too(
    arguments: list[str], words: str, run: Callable[..., Run]
) -> None:
    ended = run(*arguments)
    assert (ended.code, words in error_of("github", ended.out, 2)) == (2, True)


@pytest.mark.parametrize(
    ("form", "command", "code", "said"),
    [
        ("junit", ["status", "none.sqlite"], 2, ""),
        ("junit", ["check", "none.csv"], 3, "junit"),
        ("github", ["submit", "none.csv"], 3, ""),
        ("github", ["check", "none.csv"], 3, "github"),
        ("json", ["submit", "none.csv"], 3, "json"),
        ("jsonl", ["repair", "none.csv", "-o", "fixed.csv"], 3, ""),
    ],
)
def test_the_form_of_the_environment_counts_where_the_command_has_it(
    form: str, command: list[str], code: int, said: str, run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOOJEE_DQ_FORMAT", form)
    ended = run(*command)
    assert (ended.code, "Invalid value" in ended.err) == (code, False)
    assert bool(ended.out) == bool(said)
    if said:
        assert "none" in error_of(said, ended.out, code)


@pytest.mark.parametrize("command", [["status", "none.sqlite"], ["check", "none.csv"], ["schema", "check"]])
@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("FORMAT", "jsn", "'jsn' is"),
        ("FAIL_ON", "nevr", "'nevr' is not one of"),
        ("SHOW_VALUES", "some", "it must be true or false"),
        ("QUIET", "some", "it must be true or false"),
        ("LIMIT", "0", "it must be greater than or equal to 1"),
        ("LIMIT", "ten", "it must be a whole number"),
    ],
)
def test_a_misspelt_value_in_the_environment_is_an_error_of_every_command(
    variable: str, value: str, words: str, command: list[str], run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"NOOJEE_DQ_{variable}", value)
    ended = run(*command)
    said = " ".join(ended.err.replace("│", " ").split())
    assert (ended.code, f"NOOJEE_DQ_{variable} in the environment: {words}" in said) == (2, True)
