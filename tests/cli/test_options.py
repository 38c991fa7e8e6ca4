"""What is the same for the options of all commands: environment, help, quiet."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import typer

from noojee_dq.cli import app
from noojee_dq.cli.environment import PREFIX, TYPED_ONLY, name_of, options_of, variable
from tests.conftest import Run
from tests.examples import mostly_long

GOOD = "Name,Phone\nAnn,0491 570 006\n"
BAD = "Name,Phone\nAnn,0491 570 006\nBob,\n"

PROGRAM = typer.main.get_group(app)
COMMANDS = dict(PROGRAM.commands)


def write(name: str, text: str) -> str:
    Path(name).write_text(text, "utf-8")
    return name


@pytest.mark.parametrize(
    ("variables", "options", "code", "out", "err"),
    [
        ({"FORMAT": "json"}, [], 1, '"exit_code": 1', "from the environment: NOOJEE_DQ_FORMAT\n"),
        ({"FORMAT": "json"}, ["--format", "csv"], 1, "row,column", ""),
        ({"FORMAT": "json", "FAIL_ON": "never"}, [], 0, '"exit_code": 0', "NOOJEE_DQ_FORMAT, NOOJEE_DQ_FAIL_ON"),
        ({"FAIL_ON": "never"}, ["--fail-on", "error"], 1, "102", ""),
        ({"FORMAT": ""}, [], 1, "Not checked", ""),
        ({"SHOW_VALUES": "1"}, [], 1, "unmasked", "NOOJEE_DQ_SHOW_VALUES"),
        ({"SHOW_VALUES": "0"}, [], 1, "102", "NOOJEE_DQ_SHOW_VALUES"),
        ({"PHONE_FIELD": "Phone, Name"}, [], 1, "102", "NOOJEE_DQ_PHONE_FIELD"),
        ({"DNC": "a.csv:b.csv"}, ["--format", "json"], 1, '"104": 1', "NOOJEE_DQ_DNC"),
        ({"THRESHOLD": "102=1"}, [], 0, "102", "NOOJEE_DQ_THRESHOLD"),
        ({"THRESHOLD": "102"}, ["-q"], 2, "", "from the environment: NOOJEE_DQ_THRESHOLD"),
        ({"FORMAT": "jsn"}, [], 2, "", "NOOJEE_DQ_FORMAT in the environment: 'jsn' is none of table, json"),
        ({"FAIL_ON": "no", "FORMAT": "json"}, [], 2, "NOOJEE_DQ_FAIL_ON in the environment: 'no' is not one", ""),
        ({"SHOW_VALUES": "some"}, [], 2, "", "NOOJEE_DQ_SHOW_VALUES in the environment: it must be true or false"),
        ({"FAIL_NO": "warning"}, [], 2, "", "did you mean 'NOOJEE_DQ_FAIL_ON'? Rename it, or unset it"),
        (
            {"DNC": ""},
            [],
            2,
            "",
            "NOOJEE_DQ_DNC is empty, which may be a slip: unset it, or give it the value of --dnc",
        ),
        ({"REQUIRE": " , "}, [], 2, "", "NOOJEE_DQ_REQUIRE is empty"),
        ({"KNOWN": ":"}, [], 2, "", "NOOJEE_DQ_KNOWN is empty"),
        ({"SEND": "1"}, [], 2, "", "is only taken as it is typed: unset it, and give --send"),
    ],
)
def test_options_stand_in_the_environment(
    variables: dict[str, str],
    options: list[str],
    code: int,
    out: str,
    err: str,
    run: Callable[..., Run],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write("a.csv", "Phone\n0491570157\n")
    write("b.csv", "Phone\n0491570006\n")
    for name, value in variables.items():
        monkeypatch.setenv(PREFIX + name, value.replace(":", ";" if Path("x").drive else ":"))
    ended = run("check", write("leads.csv", BAD), *options)
    assert ended.code == code
    assert out in ended.out
    assert err in re.sub(r"\s*│\s*│?\s*", " ", ended.err)


def test_every_option_is_taken_from_the_environment_or_has_to_be_typed() -> None:
    names = {name_of(option) for command in COMMANDS.values() for option in options_of(command)}
    assert names >= TYPED_ONLY
    assert {"send", "send-dnc", "all", "force", "allow", "report", "output"} <= TYPED_ONLY
    assert {"format", "fail-on", "campaign", "dnc", "known", "quiet", "operation"} <= names - TYPED_ONLY
    assert len({variable(name) for name in names}) == len(names)


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_the_help_is_in_the_words_of_a_user(command: str, run: Callable[..., Run]) -> None:
    for ask in ("-h", "--help"):
        ended = run(*([command] if command else []), ask)
        assert ended.code == 0
        assert not re.search(r"<bool>|<list|<str>|<path>|<int|<float|\{\w+\}", ended.out)


@pytest.mark.parametrize("ask", ["-V", "--version"])
def test_the_version_is_said(ask: str, run: Callable[..., Run]) -> None:
    assert run(ask).out.startswith("noojee-dq ")


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("check", ["leads.csv"]),
        ("check", ["leads.csv", "--out", "checked"]),
        ("repair", ["leads.csv", "-o", "fixed.csv"]),
        ("submit", ["leads.csv"]),
        ("template", ["-c", "campaign.toml"]),
        ("explain", ["105"]),
        ("init", ["leads.csv", "-o", "other.toml"]),
    ],
)
def test_a_quiet_command_says_only_its_data(command: str, options: list[str], run: Callable[..., Run]) -> None:
    write("leads.csv", GOOD)
    write(
        "campaign.toml",
        '[campaign]\ntemplate_id = 1\ncampaign_id = 1\nallocation_id = 1\n[phone]\nfields = ["Phone"]\n'
        '[server]\nurl = "https://pbx.example.com"\n',
    )
    ended = run(command, *options, "--quiet")
    assert (ended.code, ended.err) == (0, "")
    assert run(command, *options, "--quiet", "--no-such").err
    wrong = run("check", "none.csv", "-q")
    assert (wrong.code, wrong.err.startswith("noojee-dq: none.csv")) == (3, True)


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (["check", "leads.csv"], 1),
        (["check", "leads.csv", "--out", "checked"], 1),
        (["check", "leads.csv", "--threshold", "102=0"], 1),
        (["repair", "leads.csv", "-o", "fixed.csv"], 0),
        (["submit", "leads.csv"], 0),
        (["submit", "bad.csv"], 1),
        (["explain", "105"], 0),
        (["explain"], 0),
        (["demo", "--dir", "demo"], 0),
    ],
)
@pytest.mark.parametrize("form", ["", "json"])
def test_quiet_prints_no_table_but_every_other_form(
    command: list[str], code: int, form: str, run: Callable[..., Run]
) -> None:
    if form and command[0] == "demo":
        return  # It has no other form.
    write("leads.csv", BAD)
    write("bad.csv", "Name,Phone\nBob,\n")
    write(
        "campaign.toml",
        '[campaign]\ntemplate_id = 1\ncampaign_id = 1\nallocation_id = 1\n[phone]\nfields = ["Phone"]\n'
        '[server]\nurl = "https://pbx.example.com"\n',
    )
    ended = run(*command, *(["--format", form] if form else []), "-q")
    assert (ended.code, ended.err, bool(ended.out)) == (code, "", bool(form))
    if form:
        assert json.loads(ended.out)["exit_code"] == code


def test_quiet_says_what_keeps_a_run_from_being_sent(run: Callable[..., Run]) -> None:
    write("leads.csv", GOOD)
    ended = run("submit", "leads.csv", "--phone-field", "Phone", "-q")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("noojee-dq: campaign: ")


@pytest.mark.parametrize("command", ["check", "repair"])
def test_a_failure_is_json_where_the_environment_asks_for_it(
    command: str, run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOOJEE_DQ_FORMAT", "json")
    more = ["-o", "fixed.csv"] if command == "repair" else []
    ended = run(command, "none.csv", *more)
    document = json.loads(ended.out)
    assert (document["exit_code"], "none.csv" in document["error"]) == (3, True)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("form", mostly_long(["table", "json", "github"], usual=["json"]))
def test_a_full_stdout_is_no_verdict(tmp_path: Path, form: str) -> None:
    (tmp_path / "leads.csv").write_text("Phone\n0491 570 006\n", "utf-8")
    command = [sys.executable, "-m", "noojee_dq", "check", "leads.csv", "--format", form]
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(command, cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, text=True, check=False)  # noqa: S603
    assert (ended.returncode, "Traceback" in ended.stderr) == (2, False)
