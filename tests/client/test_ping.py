"""Asking the PBX for the campaign's ids, and what `check --online` makes of it."""

import json
import re
import sys
from pathlib import Path
from typing import Any

import anyio
import anyio.from_thread
import pandas as pd
import pytest
from anyio.abc import ByteStream

import noojee_dq as nj
from noojee_dq import cli
from noojee_dq.batch.pbx_ids import IdProblem, PbxIds
from noojee_dq.client import ApiKey, ping
from noojee_dq.codes import ResultCode
from tests.client.raw_pbx import MARKED, Handler, answering, campaign_at, http, raw_server

LISTS = {
    "getCampaignTemplateList?apiKey=": [{"id": 41, "name": "Sales"}, {"id": 7, "name": "Support"}],
    "getCampaignList?fTemplateId=41&apiKey=": [{"id": "42", "name": f"Winter {MARKED}"}, {"id": 9, "name": None}],
    "getAllocationList?fCampaignId=42&apiKey=": [{"id": 38, "name": "List\n3"}],
}


async def directory(request: bytes, stream: ByteStream) -> None:
    """A PBX that knows templates, campaigns and allocations."""
    target = request.split()[1].decode().removeprefix("/servicemanager/rest/CampaignAPI/").removesuffix(MARKED)
    await stream.send(http("200 OK", json.dumps({"entities": LISTS[target]}).encode()))


def asked(handler: Handler, **ids: Any) -> PbxIds:
    async def main() -> PbxIds:
        async with raw_server(handler) as port:
            return await ping(campaign_at(port, **ids), ApiKey(MARKED), deadline=2)

    return anyio.run(main)


def test_all_three_ids_are_found() -> None:
    found = asked(directory)
    assert found.problems == ()
    assert {part: str(entity) for part, entity in found.found.items()} == {
        "template": "41 Sales",
        "campaign": "42 Winter •••",
        "allocation": "38 List 3",
    }
    assert asked(directory, template_id="41", campaign_id=" 42 ").problems == ()


@pytest.mark.parametrize(
    ("ids", "code", "message", "found"),
    [
        ({"template_id": 5}, 116, "template_id 5 is not on this PBX, .*; it has: 41 Sales, 7 Support", []),
        ({"campaign_id": 41}, 117, "campaign_id 41 is not .*; it has: 42 Winter •••, 9$", ["template"]),
        ({"allocation_id": "38x"}, 115, "allocation_id 38x .*; it has: 38 List 3", ["template", "campaign"]),
    ],
)
def test_an_id_that_the_pbx_does_not_know_is_named_beside_those_that_it_does(
    ids: dict[str, Any], code: int, message: str, found: list[str]
) -> None:
    got = asked(directory, **ids)
    assert list(got.found) == found
    assert [problem.code for problem in got.problems] == [code]
    assert re.search(message, got.problems[0].message)


def test_long_and_empty_lists() -> None:
    many = json.dumps({"entities": [{"id": n, "name": "x" * 100} for n in range(100, 5000)]}).encode()
    (problem,) = asked(answering(http("200 OK", many))).problems
    assert problem.message.endswith("and 4,890 more")
    (problem,) = asked(answering(http("200 OK", b'{"entities": []}'))).problems
    assert problem.message.endswith("; it has none")


def test_a_result_code_in_place_of_a_list_is_a_problem_of_the_id() -> None:
    (problem,) = asked(answering(http("400 Bad", b'{"code": 116, "message": "TEMPLATE_ID_REQUIRED"}'))).problems
    assert problem == IdProblem(
        ResultCode.TEMPLATE_ID_REQUIRED, "the PBX says 'TEMPLATE_ID_REQUIRED' when asked for its templates"
    )


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (http("401 Unauthorized", b"<html>"), "refused the API key .HTTP 401.: check the key, and that the PBX lists"),
        (http("403 Forbidden"), "refused the API key .HTTP 403."),
        (http("404 Not Found", b"<html>"), "no lead API at this address"),
        (http("302 Found", b"", f"Location: /?apiKey={MARKED}"), "sends the call elsewhere"),
        (http("503 Down"), "down or overloaded"),
        (http("200 OK", b"<title>Hello</title>"), "not the lead API's .HTTP 200.: Hello"),
        (http("200 OK", b'{"entities": 7}'), "not the lead API's"),
        (http("200 OK", b'{"entities": [7]}'), "not the lead API's"),
        (http("200 OK", b'{"entities": [{"name": "x"}]}'), "not the lead API's"),
        (http("200 OK", b'{"code": 999}'), "the PBX answers code 999"),
        (b"garbage\r\n\r\n", "the connection broke"),
    ],
)
def test_a_pbx_that_cannot_be_asked_is_an_error_with_the_reason(answer: bytes, message: str) -> None:
    async def main() -> None:
        async with raw_server(answering(answer)) as port:
            with pytest.raises(nj.PbxError, match=message) as raised:
                await ping(campaign_at(port), ApiKey(MARKED), deadline=2)
            assert MARKED not in str(raised.value)

    anyio.run(main)


def test_settings_that_are_missing_are_named() -> None:
    with pytest.raises(nj.CampaignError, match="allocation_id missing"):
        anyio.run(ping, nj.Campaign(url="https://pbx.example.com", template_id=1, campaign_id=1), ApiKey("k"))


@pytest.mark.parametrize("index", [[5], ["label"], [1.5]])
def test_the_report_takes_what_was_said(index: list[Any]) -> None:
    leads, campaign = pd.DataFrame({"Phone": [""]}, index=index), nj.Campaign(phone_fields=["Phone"])
    report = nj.check(leads, campaign)
    problem = IdProblem(ResultCode.CAMPAIGN_ID_REQUIRED, "campaign_id 41 is not on this PBX")
    told = nj.check(leads, campaign, pbx_ids=PbxIds({}, (problem,)))
    assert told.by_code == {"102": 1, "117": 1}
    assert told.counts["ready"] == 0
    assert told.findings["code"].tolist() == [117, 102]
    assert told.findings["row"].iloc[1] == index[0]
    assert told.findings["row"].isna().tolist() == [True, False]
    assert told.findings.dtypes.equals(report.findings.dtypes)
    assert "campaign_id 41 is not on this PBX" in repr(told)
    assert report.by_code == {"102": 1}


@pytest.mark.parametrize(
    ("allocation", "code", "shown"),
    [
        (38, 0, "confirmed on the PBX: template 41 Sales, campaign 42 Winter •••, allocation 38 List 3"),
        (39, 1, "allocation_id 39 is not on this PBX"),
    ],
)
def test_check_online(
    allocation: int,
    code: int,
    shown: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("leads.csv").write_text("Phone\n0491 570 006\n")
    Path("key.txt").write_text(f"{MARKED}\n")
    with (
        anyio.from_thread.start_blocking_portal() as portal,
        portal.wrap_async_context_manager(raw_server(directory)) as port,
    ):
        campaign = campaign_at(port, allocation_id=allocation, phone_fields=["Phone"])
        Path("campaign.toml").write_text(campaign.to_toml(), "utf-8")
        assert run_cli(monkeypatch, "check", "leads.csv", "--online", "--api-key-file", "key.txt", "--verbose") == code
    captured = capsys.readouterr()
    assert shown in " ".join(captured.out.split())
    assert MARKED not in captured.out + captured.err


def test_check_online_without_a_pbx_or_a_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NOOJEE_API_KEY", raising=False)
    Path("leads.csv").write_text("Phone\n0491 570 006\n")
    Path("campaign.toml").write_text(campaign_at(1, phone_fields=["Phone"]).to_toml(), "utf-8")
    assert run_cli(monkeypatch, "check", "leads.csv", "--online") == 2
    assert "NOOJEE_API_KEY" in capsys.readouterr().err
    monkeypatch.setenv("NOOJEE_API_KEY", MARKED)
    assert run_cli(monkeypatch, "check", "leads.csv", "--online") == 4
    assert "cannot be reached: the connection was refused" in capsys.readouterr().err


def run_cli(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> object:
    monkeypatch.setattr(sys, "argv", ["noojee-dq", *arguments])
    try:
        cli.main()
    except SystemExit as ended:
        return ended.code or 0
    return 0


def test_what_the_pbx_says_is_never_dropped() -> None:
    refused = PbxIds({}, (IdProblem(ResultCode(113), "the licence has expired"),))
    with pytest.raises(nj.CampaignError, match="refuses the campaign with 113: the licence has expired"):
        nj.check(pd.DataFrame({"Phone": ["0491570006"]}), nj.Campaign(phone_fields=["Phone"]), pbx_ids=refused)
