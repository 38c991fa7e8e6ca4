"""Every fault: what the socket shows, and whether the lead is in."""

import json
import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pandas as pd
import pytest

from noojee_dq import Campaign, CampaignError, Sandbox
from noojee_dq.sandbox import Fault, Faults

LEAD = {"Phone": "0491 570 006", "njExternalLeadId": "A1"}


class Seen(NamedTuple):
    """What a client's socket shows."""

    how: str  # "refused", "reset", "closed" or "silent" before the answer was whole; "whole"
    data: bytes

    @property
    def status(self) -> int:
        return int(self.data.split(b" ", 2)[1]) if self.data else 0

    @property
    def body(self) -> bytes:
        return self.data.partition(b"\r\n\r\n")[2]

    @property
    def headers(self) -> dict[str, str]:
        lines = self.data.partition(b"\r\n\r\n")[0].decode().split("\r\n")[1:]
        return {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}

    @property
    def is_whole(self) -> bool:
        return b"\r\n\r\n" in self.data and len(self.body) >= int(self.headers["content-length"])


def look(pbx: Sandbox, sent: bytes, patience: float = 0.3) -> Seen:
    """Send bytes on a connection of their own, and say what comes back within `patience` seconds."""
    seen = Seen("silent", b"")
    address = urlsplit(pbx.url)
    try:
        with socket.create_connection((address.hostname, address.port), timeout=patience) as connection:
            connection.sendall(sent)
            deadline = time.monotonic() + patience
            while not seen.is_whole:
                connection.settimeout(max(0.001, deadline - time.monotonic()))
                received = connection.recv(1 << 20)
                if not received:
                    return Seen("closed", seen.data)
                seen = Seen("silent", seen.data + received)
            return Seen("whole", seen.data)
    except ConnectionRefusedError:
        return Seen("refused", b"")
    except ConnectionResetError:
        return Seen("reset", seen.data)
    except TimeoutError:
        return seen


#: Fault, what the socket shows, HTTP status (0 = none came), whether the lead is in.
SHOWN = [
    ("refuse", "refused", 0, False),
    ("reset_before", "reset", 0, False),
    ("reset_after", "reset", 0, True),
    ("hang_before", "silent", 0, False),
    ("hang", "silent", 0, True),
    ("lost_response", "closed", 0, True),
    ("slow", "whole", 200, True),
    ("drip", "silent", 200, True),
    ("truncated", "closed", 200, True),
    ("html", "whole", 200, False),
    ("html_after", "whole", 200, True),
    ("empty_object", "whole", 200, True),
    ("code_text", "whole", 200, True),
    ("code_null", "whole", 200, True),
    ("not_object", "whole", 200, True),
    ("huge_body", "whole", 200, True),
    ("unknown_code", "whole", 400, False),
    ("busy", "whole", 400, False),
    ("exception_before", "whole", 500, False),
    ("exception_after", "whole", 500, True),
    ("http_401", "whole", 401, False),
    ("http_429", "whole", 429, False),
    ("http_503", "whole", 503, False),
    ("http_503_after", "whole", 503, True),
    ("redirect", "whole", 302, False),
]


@pytest.mark.parametrize(("fault", "how", "status", "inserted"), SHOWN)
def test_fault(
    campaign: Campaign,
    request_bytes: Callable[..., bytes],
    fault: str,
    how: str,
    status: int,
    inserted: bool,
) -> None:
    faults = Faults(script={1: fault}, drip=20, slow_for=5, refuse_for=100)
    with Sandbox(campaign, time_scale=0.01, faults=faults) as pbx:
        seen = look(pbx, request_bytes(pbx, LEAD))
        assert (seen.how, seen.status) == (how, status)
        assert pbx.inserts() == ({"A1": 1} if inserted else {})
        assert Fault(fault).processed == inserted
        pbx.faults = Faults()
        assert look(pbx, request_bytes(pbx, LEAD | {"Phone": "0491570156"})).status == (400 if inserted else 200)
    first = pbx.log.iloc[0]
    if fault != "refuse":  # which the server never sees
        assert (first["fault"], bool(first["inserted"])) == (fault, inserted)


def test_every_fault_is_tested() -> None:
    assert [fault for fault, *_ in SHOWN] == list(Fault)


@pytest.mark.parametrize(
    ("fault", "body"),
    [
        ("empty_object", {}),
        ("code_text", {"code": "0", "message": "OK"}),
        ("code_null", {"code": None, "message": "OK"}),
        ("not_object", [0]),
        ("unknown_code", {"code": 999, "message": "UNKNOWN_999"}),
        ("busy", {"code": 109, "message": "TIMEOUT_TOO_MANY_CONCURRENT_REQUESTS"}),
        ("exception_after", {"code": 103, "message": "EXCEPTION"}),
    ],
)
def test_answers_in_json(campaign: Campaign, insert: Callable[..., Any], fault: str, body: object) -> None:
    with Sandbox(campaign, time_scale=0, faults=Faults(script=[fault])) as pbx:
        assert json.loads(insert(pbx, LEAD).body) == body


def test_a_spoilt_answer_to_a_refused_lead(campaign: Campaign, insert: Callable[..., Any]) -> None:
    with Sandbox(campaign, time_scale=0, faults=Faults(script=["code_text"])) as pbx:
        answer = insert(pbx, {})
        assert (answer.status, json.loads(answer.body)["code"], pbx.inserted) == (400, "102", 0)


@pytest.mark.parametrize(("fault", "updated"), [("busy", False), ("exception_after", True), ("html", False)])
def test_faults_of_updates(campaign: Campaign, update: Callable[..., Any], fault: str, updated: bool) -> None:
    known = pd.DataFrame([LEAD | {"njDisposition": "Sale"}])
    with Sandbox(campaign, time_scale=0, known=known, faults=Faults(script=[fault])) as pbx:
        update(pbx, LEAD | {"njDisposition": "No Answer"})
        assert pbx.leads["njDisposition"].tolist() == ["No Answer" if updated else "Sale"]
        assert pbx.inserted == 0


def test_odd_answers(campaign: Campaign, insert: Callable[..., Any], request_bytes: Callable[..., bytes]) -> None:
    script = ["redirect", "html", "huge_body", "truncated"]
    with Sandbox(campaign, time_scale=0, api_key="marked key", faults=Faults(script=script)) as pbx:
        location = insert(pbx, LEAD).headers["location"]
        assert location.startswith(f"{pbx.url}/moved?")
        assert "marked" in location
        assert insert(pbx, LEAD).body.startswith(b"<html>")
        assert len(insert(pbx, LEAD).body) > 4 << 20
        truncated = look(pbx, request_bytes(pbx, LEAD))
        assert 0 < len(truncated.body) < int(truncated.headers["content-length"])


@pytest.mark.parametrize(
    ("retry_after", "header"),
    [
        (7, "7"),
        (datetime(2031, 5, 1, 10, tzinfo=UTC), "Thu, 01 May 2031 10:00:00 GMT"),
        ("99999999999", "99999999999"),
        ("soon", "soon"),
        (None, None),
    ],
)
@pytest.mark.parametrize("fault", ["http_429", "http_503", "http_503_after"])
def test_retry_after(
    campaign: Campaign, insert: Callable[..., Any], fault: str, retry_after: Any, header: str | None
) -> None:
    with Sandbox(campaign, time_scale=0, faults=Faults(script=[fault], retry_after=retry_after)) as pbx:
        assert insert(pbx, LEAD).headers.get("retry-after") == header


def test_drip_ends_when_nobody_reads(campaign: Campaign, request_bytes: Callable[..., bytes]) -> None:
    with Sandbox(campaign, time_scale=0.01, faults=Faults({"drip": 1}, drip=0.2)) as pbx:
        whole = look(pbx, request_bytes(pbx, LEAD), patience=2)
        assert (whole.how, json.loads(whole.body)["code"]) == ("whole", 0)


def test_nobody_listens_for_a_while(campaign: Campaign, insert: Callable[..., Any]) -> None:
    with Sandbox(campaign, time_scale=0.01, faults=Faults(script=[None, "refuse", "busy"], refuse_for=15)) as pbx:
        assert insert(pbx, LEAD).code == 0
        with pytest.raises(ConnectionRefusedError):
            insert(pbx, LEAD)
        deadline = time.monotonic() + 5
        while True:
            try:
                assert insert(pbx, LEAD).code == 109, "the refused call counts, the next is the third"
                break
            except ConnectionRefusedError:
                assert time.monotonic() < deadline
                time.sleep(0.02)
        assert pbx.log["call"].tolist() == [1, 3]


def test_a_connection_kept_open_ends_before_a_refusal(campaign: Campaign, request_bytes: Callable[..., bytes]) -> None:
    with Sandbox(campaign, time_scale=0.01, faults=Faults(script=[None, "refuse"], refuse_for=15)) as pbx:
        address = urlsplit(pbx.url)
        with socket.create_connection((address.hostname, address.port), timeout=1) as connection:
            connection.sendall(request_bytes(pbx, LEAD))
            received = b"".join(iter(lambda: connection.recv(4096), b""))
        assert received.startswith(b"HTTP/1.1 200")


def test_refusing_for_ever_heals_at_once(campaign: Campaign, insert: Callable[..., Any]) -> None:
    with Sandbox(campaign, time_scale=0.01) as pbx:
        pbx.faults = Faults({"refuse": 1.0}, refuse_for=1000)
        for _ in range(3):
            with pytest.raises(ConnectionRefusedError):
                insert(pbx, LEAD)
        pbx.faults = Faults()
        assert insert(pbx, LEAD).code == 0


def test_script_by_call_and_by_lead_changes_while_running(campaign: Campaign, insert: Callable[..., Any]) -> None:
    with Sandbox(campaign, time_scale=0) as pbx:
        pbx.faults.script = {"A1": "busy", 4: "exception_before"}
        leads = [{"Phone": f"049157015{i}", "njExternalLeadId": f"A{i}"} for i in range(1, 5)]
        assert [insert(pbx, lead).code for lead in leads] == [109, 0, 0, 103]
        del pbx.faults.script["A1"]
        assert insert(pbx, leads[0]).code == 0
        pbx.faults.script[pbx.calls + 1] = "busy"
        assert insert(pbx, leads[3]).code == 109
        assert pbx.counts == {0: 3, 103: 1, 109: 2}


def test_rates_are_shares_and_repeatable() -> None:
    def kinds(seed: int) -> list[Fault | None]:
        faults = Faults({"busy": 0.2, "hang": 0.1}, seed=seed)
        return [faults.kind(call) for call in range(1, 4001)]

    first = kinds(0)
    assert first == kinds(0)
    assert first != kinds(1)
    assert first.count(Fault.BUSY) / 4000 == pytest.approx(0.2, abs=0.03)
    assert first.count(Fault.HANG) / 4000 == pytest.approx(0.1, abs=0.03)


def test_the_log_tells_the_truth(campaign: Campaign, request_bytes: Callable[..., bytes]) -> None:
    """Whatever goes wrong, the lines marked as inserted are the leads that are in, and no client sees more."""
    kinds = [fault for fault in Fault if fault not in (Fault.REFUSE, Fault.HUGE_BODY)]
    faults = Faults(dict.fromkeys(kinds, 0.5 / len(kinds)), drip=0, seed=3)
    leads = [{"Phone": f"0491578{number % 150:03}", "njExternalLeadId": f"L{number}"} for number in range(200)]
    with Sandbox(campaign, time_scale=0.001, atomic=False, faults=faults) as pbx, ThreadPoolExecutor(8) as pool:
        sent = [request_bytes(pbx, lead) for lead in leads]
        answers = list(pool.map(lambda data: look(pbx, data, patience=0.1), sent))
    accepted = [b'"code":0,' in answer.body for answer in answers]
    log = pbx.log.set_index("external_id")
    in_it = log.index[log["inserted"]]
    assert dict.fromkeys(in_it, 1) == pbx.inserts()
    assert len(in_it) == pbx.inserted == len(pbx.leads)
    assert {lead["njExternalLeadId"] for lead, yes in zip(leads, accepted, strict=True) if yes} <= set(in_it)
    undisturbed = log[log["fault"].eq("")]
    assert undisturbed["inserted"].tolist() == undisturbed["code"].eq(0).tolist()
    undone = [fault for fault in Fault if not fault.processed]
    assert not log.loc[log["fault"].isin(undone), "inserted"].any()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Faults({"buzy": 0.1}), "no kind 'buzy'; did you mean 'busy'?"),
        (lambda: Faults({"nonsense": 1}), "known are refuse, reset_before"),
        (lambda: Faults(script={3: "hangs"}), "did you mean 'hang'?"),
        (lambda: Faults({"busy": 1.5}), "shares"),
        (lambda: Faults({"busy": 0.6, "hang": 0.6}), "shares"),
        (lambda: Faults({"busy": -0.1}), "shares"),
        (lambda: Faults.parse("busy"), "not written like"),
        (lambda: Faults.parse("busy=lots"), "not written like"),
        (lambda: Faults.parse("buzy=1"), "did you mean 'busy'?"),
    ],
)
def test_wrong_faults(make: Callable[[], Faults], message: str) -> None:
    with pytest.raises(CampaignError, match=message.replace("?", r"\?")):
        make()
