"""One JSON for all commands: its schema, its failures, what is tolerated, and every lead where that is asked for.

What the commands of all other tests print as JSON is held against its schema too: see the fixture `run`.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.cli.schema import Documented
from noojee_dq.errors import CampaignError
from noojee_dq.fields import ApiOutcome
from noojee_dq.journal.format import State
from noojee_dq.report.gate import FailOn, Gate, thresholds_of
from noojee_dq.sandbox import Sandbox
from noojee_dq.sending.documents import OutcomeCounts, StateCounts
from tests.conftest import Run
from tests.documents import valid, validator

RunCli = Callable[..., Run]
OF_DNC = ["do-not-call", "do-not-call-beside-another"]
CAMPAIGN = nj.Campaign(phone_fields=["Phone"])
HEAD = ["schema_version", "tool", "version", "checked_at", "ok", "exit_code", "error"]
GOOD = "Phone\n0491 570 006\n"
BAD = "Phone\n0491 570 006\n1900 654 321\nnone\n0491570006\n"
WARNING = "Phone\n1900 654 321\n"


def printed(result: Run) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(result.out)
    return found


# --- the schemas --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", Documented)
def test_each_command_has_a_schema(run: RunCli, command: Documented) -> None:
    result = run("schema", command)
    assert (result.code, json.loads(result.out)) == (0, validator(command).schema)
    for form in json.loads(result.out)["$defs"].values():
        if form["title"].endswith("Document"):
            assert (list(form["properties"])[: len(HEAD)], form["additionalProperties"]) == (HEAD, False)
            assert set(form["required"]) == set(form["properties"])


def test_a_schema_of_another_command_is_refused(run: RunCli) -> None:
    assert run("schema", "demo").code == 2


def test_what_fits_no_schema_is_noticed() -> None:
    document = valid("check", str(nj.check(pd.DataFrame({"Phone": ["12"]}), CAMPAIGN).to_json()))
    changes: list[dict[str, Any]] = [{"by_code": []}, {"more": 1}, {"ok": None}, {"exit_code": "1"}]
    for change in changes:
        assert not validator(Documented.CHECK).is_valid(document | change), change
    assert not validator(Documented.CHECK).is_valid({name: document[name] for name in HEAD})


def test_counts_name_every_outcome_and_state() -> None:
    assert set(OutcomeCounts.model_fields) == {"leads", *ApiOutcome}
    assert set(StateCounts.model_fields) == {"leads", "left", *State}


@pytest.mark.parametrize(
    ("word", "codes", "checks"),
    [("104", [104], OF_DNC), ("DNC", [104], OF_DNC), ("odd-writing", [], ["odd-writing"])],
)
def test_explain_as_json(run: RunCli, word: str, codes: list[int], checks: list[str]) -> None:
    found = printed(run("explain", word, "--format", "json"))
    assert [one["code"] for one in found["codes"]] == codes
    assert [one["check"] for one in found["checks"]] == checks


def test_explain_as_json_has_all(run: RunCli) -> None:
    found = printed(run("explain", "--format", "json"))
    assert {code.value for code in nj.ResultCode} <= {one["code"] for one in found["codes"]}
    assert len(found["checks"]) > 50


# --- failures -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["check", "none.csv"], 3, "none.csv: there is no such file"),
        (["check", "0355501234.csv"], 3, "03•••••234.csv: there is no such file"),
        (["check", "leads.csv", "--no-such-option"], 2, "No such option"),
        (["check", "leads.csv", "--fail-on", "sometimes"], 2, "sometimes"),
        (["check", "leads.csv", "--region", "AU", "--region", "NZ"], 2, "give it once"),
        (["check", "leads.csv", "--ready", "leads.csv"], 2, "is an input"),
        (["check", "leads.csv", "--since", "leads.csv"], 3, "leads.csv"),
        (["check", "leads.csv", "--memory", "1GB"], 2, "goes with --out"),
        (["check"], 2, "Missing argument"),
        (["check", "leads.csv", "--online", "-c", "campaign.toml"], 4, "cannot be reached"),
        (["repair", "leads.csv"], 2, "Missing option"),
        (["submit", "leads.csv", "--dnc", "none.csv"], 3, "none.csv"),
        (["submit", "leads.csv", "--send", "--api-key-file", "none.txt"], 2, "none.txt"),
        (["resume", "none.sqlite"], 2, "there is no such journal"),
        (["status", "leads.csv"], 2, "leads.csv"),
        (["analyse", "leads.csv"], 3, "these are no results of a run"),
        (["explain", "DUPLICAT"], 2, "did you mean 'DUPLICATE'"),
    ],
)
def test_a_failure_is_json_as_well(
    run: RunCli, monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int, said: str
) -> None:
    monkeypatch.setenv("NOOJEE_API_KEY", "a-key-of-forty-characters-a-key-of-forty-")
    Path("leads.csv").write_text(GOOD, "utf-8")
    settings = '[campaign]\ntemplate_id = 1\ncampaign_id = 1\nallocation_id = 1\n[phone]\nfields = ["Phone"]\n'
    Path("campaign.toml").write_text(f'{settings}[server]\nurl = "http://127.0.0.1:9"\n', "utf-8")
    result = run(*arguments, "--format", "json")
    found = printed(result)
    assert (result.code, found["exit_code"], found["ok"]) == (code, code, False)
    assert said in found["error"]
    assert "a-key" not in result.out
    assert "Traceback" not in result.err
    # Where nobody asks for JSON, stdout stays empty.
    assert (run(*arguments).out, result.err != "") == ("", True)


def test_results_that_cannot_be_written_are_said_with_what_came_of_the_run(
    run: RunCli, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Sandbox(CAMPAIGN) as pbx:
        monkeypatch.setenv("NOOJEE_API_KEY", pbx.api_key)
        Path("campaign.toml").write_text(
            f"[campaign]\ntemplate_id = {pbx.campaign.template_id}\ncampaign_id = {pbx.campaign.campaign_id}\n"
            f'allocation_id = {pbx.campaign.allocation_id}\n[phone]\nfields = ["Phone"]\n[server]\nurl = "{pbx.url}"\n',
            "utf-8",
        )
        Path("leads.csv").write_text(GOOD, "utf-8")
        Path("results.csv").mkdir()
        result = run("submit", "leads.csv", "--send", "--results", "results.csv", "--format", "json")
    found = printed(result)
    assert (result.code, found["counts"]["accepted"], found["dry_run"]) == (2, 1, False)
    assert "results.csv" in found["error"]


# --- ok, exit code, and what is tolerated -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "options", "ok", "code"),
    [
        (GOOD, [], True, 0),
        pytest.param(WARNING, [], True, 0, marks=pytest.mark.long),
        (WARNING, ["--fail-on", "warning"], True, 1),
        (BAD, [], False, 1),
        (BAD, ["--fail-on", "never"], False, 0),
        pytest.param(BAD, ["--threshold", "errors=50%"], False, 0, marks=pytest.mark.long),
        (BAD, ["--threshold", "errors=49.9%"], False, 1),
        (BAD, ["--threshold", "102=1,105=25%"], False, 0),
        (BAD, ["--threshold", "102=1"], False, 1),
        pytest.param(BAD, ["--threshold", "102=0,105=1"], False, 1, marks=pytest.mark.long),
        (BAD, ["--threshold", "105=0", "--fail-on", "never"], False, 1),
        pytest.param(BAD, ["--threshold", "errors=2", "--fail-on", "warning"], False, 1, marks=pytest.mark.long),
        pytest.param(BAD, ["--threshold", "errors=9, 102=0"], False, 1, marks=pytest.mark.long),
        (BAD, ["--threshold", "errors=100%", "-c", "other.toml"], False, 1),
    ],
)
def test_ok_is_without_errors_and_the_exit_code_what_is_made_of_it(
    run: RunCli, text: str, options: list[str], ok: bool, code: int
) -> None:
    Path("leads.csv").write_text(text, "utf-8")
    Path("other.toml").write_text('[phone]\nfields = ["Nope"]\n', "utf-8")
    found = printed(run("check", "leads.csv", *options, "--format", "json"))
    assert (found["ok"], found["exit_code"]) == (ok, code)


def test_a_threshold_stands_in_the_json_and_is_said_where_it_is_exceeded(run: RunCli) -> None:
    Path("leads.csv").write_text(BAD, "utf-8")
    result = run("check", "leads.csv", "--threshold", "errors=1,105=25%", "--format", "json")
    assert printed(result)["gate"] == {
        "fail_on": "error",
        "thresholds": [
            {"of": "errors", "limit": "1", "leads": 2, "exceeded": True},
            {"of": "105", "limit": "25%", "leads": 1, "exceeded": False},
        ],
    }
    assert result.err.splitlines()[-1] == "threshold exceeded: 2 leads with errors, tolerated up to 1"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("105", "write CODE=LEADS, CODE=PERCENT% or errors=..., from 0 up, such as 105=2%,errors=50"),
        ("", "write CODE=LEADS"),
        ("105=", "write CODE=LEADS"),
        ("105=-1", "write CODE=LEADS"),
        ("105=2.5", "write CODE=LEADS"),
        ("105=1e3", "write CODE=LEADS"),
        ("105=nan%", "write CODE=LEADS"),
        ("105=٣", "write CODE=LEADS"),
        ("105=2%;errors=5", "write CODE=LEADS"),
        ("105=101%", "no more than 100%"),
        ("109=5", "no check finds '109'; it is one of 102, 105, errors"),
        ("error=5", "no check finds 'error'"),
        ("105=1,105=2", "105 stands there 2 times: give it once"),
        ("errors=1,ERRORS=2", "errors stands there 2 times"),
    ],
)
def test_a_threshold_that_cannot_be_understood_is_refused(text: str, said: str) -> None:
    with pytest.raises(CampaignError) as refused:
        thresholds_of(text, [102, 105])
    assert said in str(refused.value)


@pytest.mark.parametrize("text", ["errors=100%", "116=100%"])
def test_an_error_of_the_whole_file_is_never_tolerated(text: str) -> None:
    report = nj.check(pd.DataFrame({"Phone": ["0491 570 006"]}), CAMPAIGN.model_copy(update={"template_id": 0}))
    judgement = Gate(thresholds=thresholds_of(text, [116])).judge(report)
    assert (judgement.exit_code, judgement.measured[0].leads) == (1, 0)
    assert Gate(FailOn.NEVER, thresholds_of(text, [116])).judge(report).exit_code == 0


def test_leads_in_parts_are_judged_alike(run: RunCli) -> None:
    Path("leads.csv").write_text(BAD, "utf-8")
    options = ["check", "leads.csv", "--threshold", "105=0,102=1,errors=50%", "--format", "json"]
    whole, parts = (printed(run(*options, *more)) for more in ([], ["--out", "checked"]))
    same = ["ok", "exit_code", "counts", "by_code", "gate", "operation"]
    assert [parts[name] for name in same] == [whole[name] for name in same]
    assert (parts["findings"], parts["findings_in"]) == (None, str(Path("checked/findings").absolute()))


# --- every lead ---------------------------------------------------------------------------------------------------


def test_every_lead_with_its_status(run: RunCli) -> None:
    Path("leads.csv").write_text(BAD, "utf-8")
    asked = printed(run("check", "leads.csv", "--rows", "--format", "json"))
    assert asked["rows"] == [
        {"row": 2, "status": "ready", "expected_code": 0, "codes": []},
        {"row": 3, "status": "ready", "expected_code": 0, "codes": []},
        {"row": 4, "status": "fix", "expected_code": 102, "codes": [102]},
        {"row": 5, "status": "drop", "expected_code": 105, "codes": [105]},
    ]
    dry = printed(run("submit", "leads.csv", "--rows", "--format", "json"))
    assert dry["rows"] == [{"row": row, "outcome": "not_sent", "code": None, "action": "retry"} for row in (2, 3)]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check", "leads.csv", "--rows"], "--rows says nothing of these forms: give --format json"),
        (["check", "leads.csv", "--rows", "--format", "json", "--out", "checked"], "--rows needs all leads at once"),
        (["submit", "leads.csv", "--rows"], "--rows goes with --format json"),
        (["resume", "run.sqlite", "--rows"], "--rows goes with --format json"),
    ],
)
def test_rows_without_a_place_for_them_are_refused(run: RunCli, arguments: list[str], said: str) -> None:
    Path("leads.csv").write_text(GOOD, "utf-8")
    result = run(*arguments)
    assert (result.code, said in result.err) == (2, True)
