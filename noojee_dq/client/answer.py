"""`classify`: what an HTTP answer of the PBX means for the call that it answers.

Codes and limits are the vendor's (Noojee Contact API, "Insert Lead Fast"); what a wrong key or a proxy in
between answers is not documented, and read here from the HTTP status.
"""

import json
import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from http import HTTPStatus
from typing import Any

from noojee_dq.codes import Remedy, ResultCode

#: Seconds: a server that asks for a longer pause is asked again after this one.
MAX_RETRY_AFTER = 600.0
#: The API says a code and a few words: a longer answer is none of its own.
MAX_ANSWER_BYTES = 64 * 1024
#: Characters of a server's message that are kept.
MAX_MESSAGE = 200

#: What the API answers with, whatever the code (500 comes with 103 alone).
_API_STATUSES = (HTTPStatus.OK, HTTPStatus.BAD_REQUEST)
_REFUSED_KEY = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
_OVERLOADED = (HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT)
#: A web page says in its title who answers.
_TITLE = re.compile(rb"<title[^>]*>([^<]*)", re.IGNORECASE)
#: How zlib is told of the encodings of RFC 9110 that it knows (zlib manual, windowBits).
_PACKED = {"gzip": 31, "x-gzip": 31, "deflate": 15}
_CHARSET = re.compile(r"charset\s*=\s*\"?([^\s;\"]+)", re.IGNORECASE)
#: The vendor's server is Java, where a code is an int; a larger number is somebody else's.
_MAX_CODE = 2**31


class Kind(StrEnum):
    """What a call came to."""

    #: The API's verdict on the lead.
    RESULT = "result"
    #: Not done, because the server has too much to do: wait, and call again.
    BUSY = "busy"
    #: Surely not sent: the server never saw it.
    NOT_SENT = "not_sent"
    #: It may have been done or not.
    AMBIGUOUS = "ambiguous"
    #: No further call can succeed before a person has changed something.
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one call.

    Args:
        kind: what it means for the call.
        code: the API's own code, as it came; None = none came.
        message: what the server said, or what happened, on one line, without the key.
        http_status: status of the answer; None = no answer came.
        retry_after: seconds for which the server asks to be left alone; None = it did not ask.
        foreign: an answer came, but not the API's: a web page, JSON of another shape.
    """

    kind: Kind
    code: int | None = None
    message: str = ""
    http_status: int | None = None
    retry_after: float | None = None
    foreign: bool = False


#: What follows from a code that is no verdict on the lead.
_KINDS = {Remedy.RETRY: Kind.BUSY, Remedy.CHECK_IN_DIALLER: Kind.AMBIGUOUS, Remedy.FIX_CAMPAIGN: Kind.STOP}


def classify(
    status: int,
    headers: Mapping[str, str],
    body: bytes | None,
    now: datetime,
    scrub: Callable[[str], str] = str,
) -> Answer:
    """Say what an HTTP answer means for the call.

    Args:
        status: HTTP status.
        headers: names in any case.
        body: the whole body; None = it could not be read to its end.
        now: the moment from which `Retry-After` counts when it is a date, with its zone.
        scrub: takes the key out of what the server says.

    Returns:
        The answer. Only a body with an int under `code` (or `Code`) is the API's, an undocumented one only with
        HTTP 200 or 400; the status counts where it is not, and where it contradicts an "OK".

    Example:
        >>> answer = classify(400, {}, b'{"code": 105, "message": "DUPLICATE"}', datetime.now(UTC))
        >>> answer.kind.name, answer.code, answer.message
        ('RESULT', 105, 'DUPLICATE')
        >>> classify(503, {"Retry-After": "9999"}, b"<h1>Down</h1>", datetime.now(UTC)).retry_after
        600.0
    """
    document = _document(body, headers)
    code = _code(document, status)
    wait = retry_after(headers, now)
    if code is None or not _is_verdict(code, status):
        kind, message, foreign = _by_status(status, body)
        return Answer(kind, code, one_line(message, scrub), status, wait, foreign)
    message = one_line(_text(document), scrub)
    if code == ResultCode.OK and not 200 <= status < 300:
        contradiction = f"{message or 'OK'} (code 0), but HTTP {status}"
        return Answer(Kind.AMBIGUOUS, code, contradiction, status, wait, foreign=True)
    return Answer(_KINDS.get(ResultCode(code).remedy, Kind.RESULT), code, message, status, wait)


def stops(status: int) -> bool:
    """Say whether no further call can succeed after an answer without an API code: the key or the url is wrong.

    Args:
        status: HTTP status.

    Example:
        >>> stops(404), stops(503)
        (True, False)
    """
    return _by_status(status, None)[0] is Kind.STOP


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Return the seconds for which the server asks to be left alone, at most `MAX_RETRY_AFTER`.

    Args:
        headers: names in any case.
        now: the moment from which a date counts, with its zone.

    Returns:
        The seconds; None where the header is absent or unreadable.

    Example:
        >>> retry_after({"Retry-After": "Wed, 04 Mar 2026 10:00:30 GMT"}, datetime(2026, 3, 4, 10, tzinfo=UTC))
        30.0
    """
    value = _header(headers, "retry-after")
    try:
        seconds = float(value) if value.isdecimal() else (_date(value) - now).total_seconds()
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(seconds, 0.0), MAX_RETRY_AFTER)


def _date(value: str) -> datetime:
    date = parsedate_to_datetime(value)
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def one_line(text: str, scrub: Callable[[str], str] = str) -> str:
    """Put a server's text on one line of printable characters, cut at `MAX_MESSAGE`.

    Args:
        text: what the server said.
        scrub: takes the key out of what a person would see, so after what is invisible has been taken out of that, and
            before it is cut.

    Example:
        >>> one_line(" java.lang.Error:\\n\\t at x ")
        'java.lang.Error: at x'
    """
    line = scrub("".join(char if char.isprintable() else "" for char in " ".join(text.split())))
    return line if len(line) <= MAX_MESSAGE else f"{line[: MAX_MESSAGE - 1]}…"


def _document(body: bytes | None, headers: Mapping[str, str]) -> dict[str, Any]:
    """Return the JSON object that a body holds, or an empty one."""
    content = _unpacked(body or b"", _header(headers, "content-encoding").lower())
    charset = _CHARSET.search(_header(headers, "content-type"))
    # JSON is UTF-8 (RFC 8259), yet a code in a message of another encoding is as definite.
    for encoding in (*([charset[1]] if charset else []), "utf-8-sig", "latin-1"):
        try:
            document = json.loads(content.decode(encoding))
        except (ValueError, LookupError, RecursionError):
            continue
        return document if isinstance(document, dict) else {}
    return {}


def _unpacked(body: bytes, encoding: str) -> bytes:
    """Unpack what a gateway has compressed unasked, up to a size; b"" where it is longer, or cannot be unpacked."""
    if encoding not in _PACKED:
        return body
    unpacker = zlib.decompressobj(_PACKED[encoding])
    try:
        content = unpacker.decompress(body, MAX_ANSWER_BYTES)
    except zlib.error:
        return b""
    return content if unpacker.eof else b""


def _header(headers: Mapping[str, str], wanted: str) -> str:
    return next((value.strip() for name, value in headers.items() if name.lower() == wanted), "")


def _code(document: dict[str, Any], status: int) -> int | None:
    # The vendor's endpoints spell the key in both ways.
    code = document.get("code", document.get("Code"))
    if not isinstance(code, int) or isinstance(code, bool) or abs(code) >= _MAX_CODE:
        return None
    # A gateway's {"code": 503, ...} repeats the HTTP status: it is no verdict on a lead.
    return None if code == status else code


def _is_verdict(code: int, status: int) -> bool:
    # Gateways have codes of their own, which the vendor's page does not: {"code": 14, ...} with HTTP 503.
    return status in _API_STATUSES or ResultCode(code).http_status is not None


def _text(document: dict[str, Any]) -> str:
    message = document.get("message", document.get("Message"))
    return message if isinstance(message, str) else ""


def _by_status(status: int, body: bytes | None) -> tuple[Kind, str, bool]:
    """Return kind, message and foreignness of an answer without a code of the API."""
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Kind.BUSY, "the server asks for fewer calls (HTTP 429)", False
    if status in _REFUSED_KEY:
        hint = "check the key, and that the PBX lists this computer's address as allowed"
        return Kind.STOP, f"the PBX refused the API key (HTTP {status}): {hint}", False
    if status == HTTPStatus.NOT_FOUND:
        return Kind.STOP, "the server has no lead API at this address (HTTP 404): check the campaign's url", False
    if 300 <= status < 400:
        hint = "that is not followed, since the key would go along: check the campaign's url"
        return Kind.STOP, f"the server sends the call elsewhere (HTTP {status}); {hint}", False
    if status in _OVERLOADED:
        return Kind.AMBIGUOUS, f"the server is down or overloaded (HTTP {status})", False
    if body is None:
        return Kind.AMBIGUOUS, f"the answer broke off (HTTP {status})", False
    title = _TITLE.search(body)
    page = f": {title[1].decode('utf-8', 'replace')}" if title else ""
    return Kind.AMBIGUOUS, f"the answer is not the lead API's (HTTP {status}){page}", True
