"""What an HTTP answer means for the call."""

import gzip
import json
import zlib
from datetime import UTC, datetime

import pytest
from hypothesis import given, strategies as st

from noojee_dq.client.answer import MAX_MESSAGE, MAX_RETRY_AFTER, Answer, Kind, classify, retry_after
from noojee_dq.codes import ResultCode

NOW = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
HTML = b"<!doctype html><html><head><title>Blocked by\n the firewall</title></head></html>"


def answer(status: int, body: bytes | object = b"", headers: dict[str, str] | None = None) -> Answer:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return classify(status, headers or {}, raw, NOW)


def coded(code: object, message: object = "said") -> dict[str, object]:
    return {"code": code, "message": message}


NOT_RESULTS = {
    ResultCode.TIMEOUT_TOO_MANY_CONCURRENT_REQUESTS: Kind.BUSY,
    ResultCode.EXCEPTION: Kind.AMBIGUOUS,
    ResultCode.ALLOCATION_ID_REQUIRED: Kind.STOP,
    ResultCode.TEMPLATE_ID_REQUIRED: Kind.STOP,
    ResultCode.CAMPAIGN_ID_REQUIRED: Kind.STOP,
}


@pytest.mark.parametrize("code", list(ResultCode))
def test_every_documented_code_with_its_own_status(code: ResultCode) -> None:
    got = answer(code.http_status or 0, coded(code.value))
    expected = Answer(NOT_RESULTS.get(code, Kind.RESULT), code.value, "said", code.http_status)
    assert got == expected


@pytest.mark.parametrize("code", [1, -1, 100, 113, 118, 999, 2**31 - 1])
def test_an_undocumented_code_is_carried_as_it_came(code: int) -> None:
    assert answer(400, coded(code)) == Answer(Kind.RESULT, code, "said", 400)


@pytest.mark.parametrize(
    ("status", "body", "kind", "code", "foreign"),
    [
        # the code counts, whatever the status
        (200, coded(105), Kind.RESULT, 105, False),
        (500, coded(105), Kind.RESULT, 105, False),
        (429, coded(105), Kind.RESULT, 105, False),
        (401, coded(105), Kind.RESULT, 105, False),
        (201, coded(0), Kind.RESULT, 0, False),
        (400, {"Code": 112, "Message": "said"}, Kind.RESULT, 112, False),
        # an OK that the status contradicts
        (400, coded(0), Kind.AMBIGUOUS, 0, True),
        (503, coded(0), Kind.AMBIGUOUS, 0, True),
        (302, coded(0), Kind.AMBIGUOUS, 0, True),
        # JSON that is not the API's
        (200, {}, Kind.AMBIGUOUS, None, True),
        (200, [], Kind.AMBIGUOUS, None, True),
        (200, [coded(0)], Kind.AMBIGUOUS, None, True),
        (200, 0, Kind.AMBIGUOUS, None, True),
        (200, coded("0"), Kind.AMBIGUOUS, None, True),
        (200, coded(None), Kind.AMBIGUOUS, None, True),
        (200, coded(False), Kind.AMBIGUOUS, None, True),
        (200, coded(0.0), Kind.AMBIGUOUS, None, True),
        (200, coded(2**31), Kind.AMBIGUOUS, None, True),
        (200, {"code": None, "Code": 0}, Kind.AMBIGUOUS, None, True),
        # a gateway that repeats the HTTP status as "code"
        (500, coded(500), Kind.AMBIGUOUS, None, True),
        (503, coded(503), Kind.AMBIGUOUS, None, False),
        (404, coded(404), Kind.STOP, None, False),
        (429, coded(429), Kind.BUSY, None, False),
        # a gateway with numbers of its own
        (503, coded(14), Kind.AMBIGUOUS, 14, False),
        (500, coded(7), Kind.AMBIGUOUS, 7, True),
        (401, coded(1001), Kind.STOP, 1001, False),
        (429, coded(16), Kind.BUSY, 16, False),
        # no JSON
        (200, b"", Kind.AMBIGUOUS, None, True),
        (200, HTML, Kind.AMBIGUOUS, None, True),
        (200, b'{"code": 0, "mess', Kind.AMBIGUOUS, None, True),
        (200, b"\xff\xfe\xfa", Kind.AMBIGUOUS, None, True),
        (200, b"[" * 60_000, Kind.AMBIGUOUS, None, True),
        (200, b'{"code": ' + b"1" * 5000 + b"}", Kind.AMBIGUOUS, None, True),
        (400, HTML, Kind.AMBIGUOUS, None, True),
        (413, HTML, Kind.AMBIGUOUS, None, True),
        (500, HTML, Kind.AMBIGUOUS, None, True),
        (502, HTML, Kind.AMBIGUOUS, None, False),
        (503, HTML, Kind.AMBIGUOUS, None, False),
        (504, HTML, Kind.AMBIGUOUS, None, False),
        (429, HTML, Kind.BUSY, None, False),
        (401, HTML, Kind.STOP, None, False),
        (403, HTML, Kind.STOP, None, False),
        (404, HTML, Kind.STOP, None, False),
        (301, HTML, Kind.STOP, None, False),
        (302, HTML, Kind.STOP, None, False),
        (308, HTML, Kind.STOP, None, False),
    ],
)
def test_code_and_status_together(status: int, body: object, kind: Kind, code: int | None, foreign: bool) -> None:
    got = answer(status, body)
    assert (got.kind, got.code, got.foreign, got.http_status) == (kind, code, foreign, status)


@pytest.mark.parametrize(("status", "kind"), [(200, Kind.AMBIGUOUS), (401, Kind.STOP), (429, Kind.BUSY)])
def test_of_an_answer_that_broke_off_the_status_counts(status: int, kind: Kind) -> None:
    got = classify(status, {}, None, NOW)
    assert (got.kind, got.foreign) == (kind, False)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0.0),
        ("120", 120.0),
        (" 7 ", 7.0),
        ("601", MAX_RETRY_AFTER),
        ("9" * 5000, MAX_RETRY_AFTER),
        ("Wed, 04 Mar 2026 10:01:30 GMT", 90.0),
        ("Wed, 04 Mar 2026 10:01:30 -0000", 90.0),
        ("Wed, 04 Mar 2026 21:01:30 +1100", 90.0),
        ("Wed, 04 Mar 2026 09:00:00 GMT", 0.0),
        ("Wed, 04 Mar 2099 09:00:00 GMT", MAX_RETRY_AFTER),
        ("Wed, 99 Mar 2026 10:00:00 GMT", None),
        ("Wed, 04 Mar 99999999 10:00:00 GMT", None),
        ("-1", None),
        ("1.5", None),
        ("soon", None),
        ("", None),
    ],
)
def test_retry_after_in_seconds_and_as_a_date(value: str, seconds: float | None) -> None:
    for status in (429, 503):
        assert answer(status, HTML, {"retry-AFTER": value}).retry_after == seconds
    assert answer(400, coded(109), {"Retry-After": value}).retry_after == seconds


@given(st.text())
def test_any_retry_after_is_bounded(value: str) -> None:
    seconds = retry_after({"Retry-After": value}, NOW)
    assert seconds is None or 0 <= seconds <= MAX_RETRY_AFTER


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("DUPLICATE", "DUPLICATE"),
        (" a\r\n\tb\x00\x1b[31mc\u202e ", "a b[31mc"),
        (None, ""),
        (7, ""),
        ("x" * 300, "x" * (MAX_MESSAGE - 1) + "…"),
    ],
)
def test_a_message_is_one_short_line(message: object, shown: str) -> None:
    assert answer(400, coded(105, message)).message == shown


def test_a_foreign_page_is_named_by_its_title() -> None:
    assert answer(200, HTML).message == "the answer is not the lead API's (HTTP 200): Blocked by the firewall"


def test_the_key_is_taken_out_before_the_message_is_cut() -> None:
    def scrub(text: str) -> str:
        return text.replace("KEY" * 10, "•")

    body = json.dumps(coded(105, "x" * (MAX_MESSAGE - 5) + "KEY" * 10)).encode()
    assert "KEY" not in classify(400, {}, body, NOW, scrub).message
    assert "KEY" not in classify(200, {}, b"<title>" + b"KEY" * 10, NOW, scrub).message


@pytest.mark.parametrize("invisible", ["\u200b", "\u00ad", "\x00", "\u202e", "\ufeff"])
def test_the_key_is_taken_out_when_what_is_invisible_in_it_is_gone(invisible: str) -> None:
    body = json.dumps(coded(105, f"no access for KE{invisible}Y")).encode()
    assert classify(400, {}, body, NOW, lambda text: text.replace("KEY", "•")).message == "no access for •"


_ACCENTED = '{"code": 105, "message": "déjà pris"}'


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"Content-Type": "application/json; charset=ISO-8859-1"}, _ACCENTED.encode("latin-1")),
        ({"content-type": 'application/json;charset="utf-16"'}, _ACCENTED.encode("utf-16")),
        ({"Content-Type": "application/json; charset=utf-8"}, _ACCENTED.encode("latin-1")),
        ({"Content-Type": "application/json; charset=nonsense"}, _ACCENTED.encode("utf-8")),
        ({}, _ACCENTED.encode("latin-1")),
        ({}, _ACCENTED.encode("utf-8-sig")),
        ({"Content-Encoding": "gzip"}, gzip.compress(_ACCENTED.encode(), mtime=0)),
        ({"Content-Encoding": "x-gzip"}, gzip.compress(_ACCENTED.encode(), mtime=0)),
        ({"Content-Encoding": "deflate"}, zlib.compress(_ACCENTED.encode())),
        ({"Content-Encoding": "identity"}, _ACCENTED.encode()),
    ],
)
def test_a_definite_code_is_read_in_whatever_way_it_is_written(headers: dict[str, str], body: bytes) -> None:
    found = classify(400, headers, body, NOW)
    assert (found.kind, found.code, found.message) == (Kind.RESULT, 105, "déjà pris")


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(b" " * 10**6 + _ACCENTED.encode(), mtime=0)),
        ("gzip", gzip.compress(_ACCENTED.encode(), mtime=0)[:-9]),
        ("gzip", _ACCENTED.encode()),
        ("br", b"whatever"),
    ],
)
def test_what_cannot_be_unpacked_is_in_doubt(encoding: str, body: bytes) -> None:
    assert classify(200, {"Content-Encoding": encoding}, body, NOW).kind is Kind.AMBIGUOUS


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["code", "Code", "message", "x"]), inner),
    max_leaves=5,
)


@given(st.integers(100, 599), st.binary() | _JSON)
def test_any_answer_is_understood_somehow(status: int, body: object) -> None:
    got = answer(status, body)
    assert isinstance(got.kind, Kind)
    assert (got.kind == Kind.RESULT) <= (got.code is not None)
