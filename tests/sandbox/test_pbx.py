"""The server itself: slots, queue, keys, lists, threads, and what it must never say."""

import asyncio
import contextlib
import json
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest

from noojee_dq import Campaign, CampaignError, Sandbox, cli
from noojee_dq.sandbox import Faults
from tests.examples import mostly_long


class Elsewhere(NamedTuple):
    """What a client has to know of a sandbox in another process."""

    url: str
    api_key: str
    campaign: Campaign


def numbered(count: int) -> list[dict[str, str]]:
    return [{"Phone": f"049157{number:04}", "njExternalLeadId": str(number)} for number in range(count)]


def at_once(call: Callable[..., Any], pbx: Sandbox, leads: list[dict[str, str]]) -> list[int]:
    with ThreadPoolExecutor(len(leads)) as pool:
        return [answer.code for answer in pool.map(lambda lead: call(pbx, lead), leads)]


def test_calls_over_the_limit_wait_their_turn(campaign: Campaign, insert: Callable[..., Any]) -> None:
    with Sandbox(campaign, concurrency=2, latency=10, time_scale=0.01) as pbx:
        began = time.monotonic()
        assert at_once(insert, pbx, numbered(6)) == [0] * 6
        assert time.monotonic() - began >= 0.3
        assert pbx.log["in_flight"].max() == 6


def test_first_come_first_served(campaign: Campaign, request_bytes: Callable[..., bytes]) -> None:
    with Sandbox(campaign, concurrency=1, latency=4, time_scale=0.01) as pbx, contextlib.ExitStack() as connections:
        address = urlsplit(pbx.url)
        opened = []
        for lead in numbered(6):
            opened.append(connections.enter_context(socket.create_connection((address.hostname, address.port))))
            # At once: the body of a call that is counted could otherwise come after that of a later one.
            opened[-1].sendall(request_bytes(pbx, lead))
            deadline = time.monotonic() + 20
            while pbx.calls <= int(lead["njExternalLeadId"]) and time.monotonic() < deadline:
                time.sleep(0.001)
        assert [one.recv(12) for one in opened] == [b"HTTP/1.1 200"] * 6
        assert pbx.log["external_id"].tolist() == list("012345")


def test_a_call_never_takes_less_than_the_latency(campaign: Campaign, insert: Callable[..., Any]) -> None:
    with Sandbox(campaign, latency=5, time_scale=0.01) as pbx:
        for lead in [*numbered(2), {}]:
            began = time.monotonic()
            insert(pbx, lead)
            assert time.monotonic() - began >= 0.05


def test_queued_too_long(campaign: Campaign, insert: Callable[..., Any]) -> None:
    with Sandbox(campaign, concurrency=1, latency=20, queue_timeout=5, time_scale=0.01) as pbx:
        assert sorted(at_once(insert, pbx, numbered(3))) == [0, 109, 109]
        assert pbx.inserted == 1
        assert insert(pbx, {"Phone": "0491 570 156"}).code == 0, "the slot is free again"


def test_inserts_and_updates_share_the_slots(
    campaign: Campaign, insert: Callable[..., Any], update: Callable[..., Any]
) -> None:
    with (
        Sandbox(campaign, concurrency=1, latency=10, time_scale=0.01) as pbx,
        ThreadPoolExecutor(2) as pool,
    ):
        began = time.monotonic()
        calls = [pool.submit(call, pbx, {}) for call in (insert, update)]
        assert [call.result().code for call in calls] == [102, 102]
        assert time.monotonic() - began >= 0.2


@pytest.mark.parametrize(("atomic", "accepted"), [(True, 1), (False, 2)])
def test_duplicates_at_the_same_time(
    campaign: Campaign, insert: Callable[..., Any], atomic: bool, accepted: int
) -> None:
    with Sandbox(campaign, latency=10, time_scale=0.01, atomic=atomic) as pbx:
        leads = numbered(1) * 2
        assert at_once(insert, pbx, leads).count(0) == accepted
        assert pbx.inserts() == {"0": accepted}
        assert insert(pbx, leads[0]).code == 112, "one after the other is refused either way"


def test_slow_calls_without_atomic_look_ups(campaign: Campaign, insert: Callable[..., Any]) -> None:
    with Sandbox(campaign, concurrency=60, latency=1, time_scale=0.01, atomic=False, seed=1) as pbx:
        began = time.monotonic()
        assert at_once(insert, pbx, numbered(60)) == [0] * 60
        assert time.monotonic() - began > 0.05, "some take many times the latency"


def test_a_call_is_done_though_its_client_has_gone(campaign: Campaign, request_bytes: Callable[..., bytes]) -> None:
    with Sandbox(campaign, concurrency=1, latency=10, time_scale=0.01) as pbx:
        address = urlsplit(pbx.url)
        for lead in numbered(2):
            with socket.create_connection((address.hostname, address.port)) as connection:
                connection.sendall(request_bytes(pbx, lead))
        deadline = time.monotonic() + 2
        while pbx.inserted < 2 and time.monotonic() < deadline:
            time.sleep(0.01)
        assert pbx.inserts() == {"0": 1, "1": 1}


@pytest.mark.parametrize("key", [None, "", "wrong", "schlüssel"])
def test_wrong_key(
    campaign: Campaign,
    insert: Callable[..., Any],
    update: Callable[..., Any],
    get: Callable[..., Any],
    key: str | None,
) -> None:
    with Sandbox(campaign, time_scale=0, api_key="right") as pbx:
        answers = [insert(pbx, {}, apiKey=key), update(pbx, {}, apiKey=key), get(pbx, "getCampaignList", apiKey=key)]
        assert [(answer.status, answer.body[:6]) for answer in answers] == [(401, b"<html>")] * 3
        assert pbx.log["http_status"].tolist() == [401] * 3


@pytest.mark.parametrize(
    ("endpoint", "query", "ids"),
    [
        ("getCampaignTemplateList", {}, [7]),
        ("getCampaignList", {"fTemplateId": 7}, [41]),
        ("getCampaignList", {"fTemplateId": 8}, []),
        ("getCampaignList", {"fTemplateId": None}, []),
        ("getAllocationList", {"fCampaignId": 41}, [38]),
        ("getAllocationList", {"fCampaignId": 42}, []),
    ],
)
def test_lists(get: Callable[..., Any], endpoint: str, query: dict[str, Any], ids: list[int]) -> None:
    with Sandbox(Campaign(template_id=7), time_scale=0) as pbx:
        answer = get(pbx, endpoint, **query)
        listed = json.loads(answer.body)
        assert list(listed) == ["entities"]
        assert [entity["id"] for entity in listed["entities"]] == ids
        assert all(entity["name"] for entity in listed["entities"])


def test_unknown_path(campaign: Campaign, get: Callable[..., Any]) -> None:
    with Sandbox(campaign, time_scale=0) as pbx:
        for endpoint in ("getNothing", "getCampaignList/"):
            answer = get(pbx, endpoint)
            assert (answer.status, answer.body[:6]) == (404, b"<html>")


def test_in_a_running_event_loop(campaign: Campaign, request_bytes: Callable[..., bytes]) -> None:
    async def cell() -> bytes:
        with Sandbox(campaign, time_scale=0) as pbx:
            address = urlsplit(pbx.url)
            reader, writer = await asyncio.open_connection(address.hostname, address.port)
            writer.write(request_bytes(pbx, {"Phone": "0491 570 006"}))
            status = await reader.readline()
            writer.close()
            return status

    assert asyncio.run(cell()) == b"HTTP/1.1 200 OK\r\n"


def test_it_stops_at_once_though_calls_hang(
    campaign: Campaign, request_bytes: Callable[..., bytes], caplog: pytest.LogCaptureFixture
) -> None:
    kinds = ["hang", "hang_before", "drip", None, None]
    with Sandbox(campaign, concurrency=1, latency=30, faults=Faults(script=kinds)) as pbx, contextlib.ExitStack() as st:
        address = urlsplit(pbx.url)
        for lead in numbered(5):
            connection = st.enter_context(socket.create_connection((address.hostname, address.port)))
            connection.sendall(request_bytes(pbx, lead))
        deadline = time.monotonic() + 2
        while pbx.calls < 5 and time.monotonic() < deadline:
            time.sleep(0.001)
        began = time.monotonic()
        pbx.stop()
        assert time.monotonic() - began < 1
    assert pbx.calls == 5
    assert not [thread for thread in threading.enumerate() if thread.name == "sandbox"]
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


def test_it_stops_while_it_refuses(campaign: Campaign) -> None:
    with Sandbox(campaign, faults=Faults({"refuse": 1})) as pbx:
        began = time.monotonic()
    assert time.monotonic() - began < 1
    assert pbx.calls == 0


def test_it_comes_back_after_maintenance(campaign: Campaign, insert: Callable[..., Any]) -> None:
    pbx = Sandbox(campaign, time_scale=0)
    assert pbx.url == pbx.campaign.url == ""
    with pbx:
        url = pbx.url
        assert insert(pbx, numbered(1)[0]).code == 0
    with pytest.raises(ConnectionRefusedError):
        insert(pbx, numbered(1)[0])
    with pbx:
        pbx.start()
        assert pbx.url == url
        assert insert(pbx, numbered(1)[0]).code == 112
    pbx.stop()
    assert pbx.counts == {0: 1, 112: 1}


def test_the_port_is_taken(campaign: Campaign) -> None:
    with Sandbox(campaign) as pbx:
        port = int(pbx.url.rpartition(":")[2])
        with pytest.raises(CampaignError, match=f"port {port} cannot be used"):
            Sandbox(campaign, port=port).start()


def test_the_campaign_of_the_sandbox(campaign: Campaign) -> None:
    real = Campaign(template_id="T1", url="https://pbx.example.com")
    assert Sandbox(real).campaign.url == "", "never the real PBX"
    with Sandbox(real) as pbx:
        assert pbx.url.startswith("http://127.0.0.1:")
        found = pbx.campaign
        assert (found.template_id, found.campaign_id, found.allocation_id, found.url) == ("T1", 41, 38, pbx.url)
    assert real.url == "https://pbx.example.com"


def test_frames_before_any_call(campaign: Campaign) -> None:
    pbx = Sandbox(campaign)
    assert pbx.log.empty
    assert pbx.leads.empty
    assert {"seq", "call", "at", "endpoint", "external_id", "phones", "code", "http_status", "fault"} < {*pbx.log}


def test_the_key_is_never_said(
    campaign: Campaign, get: Callable[..., Any], request_bytes: Callable[..., bytes], capfd: pytest.CaptureFixture[str]
) -> None:
    lines: list[str] = []
    handler = logging.Handler(level=0)
    handler.emit = lambda record: lines.append(logging.Formatter().format(record))  # type: ignore[method-assign]
    loggers = [logging.getLogger(), *(logging.getLogger(f"uvicorn{name}") for name in ("", ".error", ".access"))]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(1)
        logger.addHandler(handler)
    try:
        script = ["redirect", "hang", "reset_after", "truncated", None]
        with Sandbox(campaign, api_key="SECRET-KEY", time_scale=0, faults=Faults(script=script)) as pbx:
            get(pbx, "getCampaignList")
            get(pbx, "getNothing")
            address = urlsplit(pbx.url)
            for lead in numbered(5):
                with socket.create_connection((address.hostname, address.port), timeout=0.1) as connection:
                    connection.sendall(request_bytes(pbx, lead))
                    with contextlib.suppress(TimeoutError, ConnectionError):
                        connection.recv(1000)
            with socket.create_connection((address.hostname, address.port)) as connection:
                connection.sendall(b"GET /?apiKey=SECRET-KEY nonsense\r\n\r\n")
                connection.recv(1000)
            lines.append(repr(pbx))
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
            logger.removeHandler(handler)
    said = "\n".join([*lines, *capfd.readouterr(), pbx.log.to_csv(), pbx.leads.to_csv(), repr(pbx.faults)])
    assert "Sandbox(http://127.0.0.1" in said
    assert "SECRET" not in said


@pytest.mark.skipif(os.name == "nt", reason="sends signals")
@pytest.mark.parametrize("ending", mostly_long([signal.SIGINT, signal.SIGTERM], [signal.SIGTERM]))
def test_command_line(ending: signal.Signals, tmp_path: Path, insert: Callable[..., Any]) -> None:
    file = tmp_path / "campaign.toml"
    file.write_text(Campaign(template_id=7, campaign_id=8, allocation_id="A", phone_fields=["Tel"]).to_toml(), "utf-8")
    options = ["-c", str(file), "--port", "0", "--latency", "0", "--faults", "busy=1"]
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "noojee_dq", "sandbox", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        url, key = process.stdout.readline().strip(), process.stdout.readline().strip()
        elsewhere = Elsewhere(url, key, Campaign.from_toml(file))
        assert insert(elsewhere, {"Tel": "0491 570 006"}).code == 109
        process.send_signal(ending)
        out, err = process.communicate(timeout=5)
    assert process.returncode == 0
    assert out.splitlines()[0] == "1 call, 0 leads inserted"
    assert "109 TIMEOUT_TOO_MANY_CONCURRENT_REQUESTS: 1" in out
    assert f"NOOJEE_API_KEY={key} noojee-dq submit" in err
    assert f'url = "{url}"' in err
    assert "allocation_id = 'A'" in err
    assert "Traceback" not in err


def test_command_line_with_wrong_faults(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["noojee-dq", "sandbox", "--faults", "buzy=1"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 2
    assert "did you mean 'busy'?" in capsys.readouterr().err
