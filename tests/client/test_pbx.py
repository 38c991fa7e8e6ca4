"""Sending over real sockets, to a PBX that does what it likes."""

import itertools
import json
import socket
import ssl
import struct
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import anyio
import anyio.from_thread
import pytest
from anyio.abc import ByteStream, SocketAttribute
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from noojee_dq import Campaign, CampaignError
from noojee_dq.client import Answer, ApiKey, Kind, Pbx
from noojee_dq.client.answer import MAX_ANSWER_BYTES
from noojee_dq.client.transport import _tls
from tests.client.raw_pbx import MARKED, OK, Handler, answering, campaign_at, http, raw_server, send

IDS: dict[str, Any] = {"template_id": 1, "campaign_id": 1, "allocation_id": 1}


async def close(stream: ByteStream) -> None:
    await stream.aclose()


async def reset(stream: ByteStream) -> None:
    """Close so that the other side gets a reset."""
    raw = stream.extra(SocketAttribute.raw_socket)
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    await stream.aclose()


def then(answer: bytes, end: Callable[[ByteStream], Awaitable[None]]) -> Handler:
    """A handler that sends what it has of an answer and then ends the connection."""

    async def handler(request: bytes, stream: ByteStream) -> None:
        await stream.send(answer)
        await anyio.sleep(0.02)
        await end(stream)

    return handler


def test_the_request_is_the_one_that_the_api_documents() -> None:
    requests = []

    async def handler(request: bytes, stream: ByteStream) -> None:
        requests.append(request)
        await stream.send(OK)

    answers = send(handler, leads=2)
    assert answers == [Answer(Kind.RESULT, 0, "OK", 200)] * 2
    head, _, body = requests[1].partition(b"\r\n\r\n")
    first, *headers = head.decode("ascii").split("\r\n")
    path = "/servicemanager/rest/CampaignAPI/insertLeadFast"
    query = "fTemplateId=41&fCampaignId=42&fAllocationId=38"
    assert first == f"POST {path}?{query}&apiKey={MARKED} HTTP/1.1"
    sent = dict(header.lower().split(": ", 1) for header in headers)
    assert sent["accept"] == sent["content-type"] == "application/json"
    assert sent["accept-encoding"] == "identity"
    assert sent["user-agent"].startswith("noojee-dq/")
    assert body.isascii()
    assert json.loads(body) == {"Phone": "0491 570 006", "Name": "Zoë"}


@pytest.mark.parametrize(
    ("operation", "allow_duplicates", "call"),
    [
        ("insert", False, b"/insertLeadFast?fTemplateId=41&fCampaignId=42&fAllocationId=38&apiKey="),
        (
            "insert",
            True,
            b"/insertLeadFast?fTemplateId=41&fCampaignId=42&fAllocationId=38&allowDuplicates=true&apiKey=",
        ),
        ("update", True, b"/updateLeadFast?fTemplateId=41&fCampaignId=42&fAllocationId=38&apiKey="),
    ],
)
def test_operation_and_duplicates_are_in_the_url(operation: Any, allow_duplicates: bool, call: bytes) -> None:
    requests = []

    async def handler(request: bytes, stream: ByteStream) -> None:
        requests.append(request)
        await stream.send(OK)

    async def main() -> None:
        async with raw_server(handler) as port:
            campaign = campaign_at(port, allow_duplicates=allow_duplicates)
            async with Pbx(campaign, ApiKey("a/b&c"), operation) as pbx:
                await pbx.send({})

    anyio.run(main)
    assert call + b"a%2Fb%26c HTTP/1.1" in requests[0]


def test_an_answer_too_many_shifts_no_other() -> None:
    """Each lead asks for its own code; the second is answered twice in one go."""
    codes = itertools.count(101)

    async def handler(request: bytes, stream: ByteStream) -> None:
        own = http("400 Bad Request", json.dumps({"code": next(codes)}).encode())
        stray = http("400 Bad Request", b'{"code": 104}') if own.endswith(b"102}") else b""
        await stream.send(own + stray)

    answers = send(handler, leads=5)
    assert [answer.code for answer in answers] == [101, None, 103, 104, 105]
    assert answers[1].kind is Kind.AMBIGUOUS


def test_one_connection_serves_all_leads_and_a_closed_one_is_replaced() -> None:
    connections = set()

    async def handler(request: bytes, stream: ByteStream) -> None:
        connections.add(stream)
        await stream.send(OK)

    assert len(send(handler, leads=5)) == 5
    assert len(connections) == 1
    closing = http("200 OK", b'{"code": 0, "message": "OK"}', "Connection: close")
    answers = send(then(closing, close), leads=3)
    assert [answer.kind for answer in answers] == [Kind.RESULT] * 3


LARGE = b'{"code": 0, "message": "' + b"x" * MAX_ANSWER_BYTES + b'"}'

BROKEN = {
    "reset before an answer": (then(b"", reset), "broke before", False),
    "closed before an answer": (then(b"", close), "broke before", False),
    "closed within the head": (then(OK[:20], close), "broke before", False),
    "closed within the body": (then(OK[:-5], close), "broke off", False),
    "reset within the body": (then(OK[:-5], reset), "broke off", False),
    "no HTTP": (answering(b"220 mail.example.com ESMTP\r\n\r\n"), "broke before", False),
    "too large": (answering(http("200 OK", LARGE)), "not the lead API's", True),
    "too large, in chunks": (
        answering(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1000\r\n" + b"x" * 4096 + b"\r\n" * 99),
        "broke off",
        False,
    ),
    "compressed unasked": (
        answering(http("200 OK", b"\x1f\x8b\x08" + b"\x00" * 50, "Content-Encoding: gzip")),
        "not the lead API's",
        True,
    ),
    "headers without end": (answering(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 30_000), "broke before", False),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_breaks_after_the_request_went_out_is_ambiguous_and_the_next_lead_is_sent(case: str) -> None:
    broken, message, foreign = BROKEN[case]
    served = []

    async def handler(request: bytes, stream: ByteStream) -> None:
        served.append(request)
        if len(served) == 1:
            await broken(request, stream)
        else:
            await stream.send(OK)

    first, second = send(handler, leads=2)
    assert (first.kind, first.code, first.foreign) == (Kind.AMBIGUOUS, None, foreign)
    assert message in first.message
    assert second == Answer(Kind.RESULT, 0, "OK", 200)
    assert len(served) == 2


async def hang(request: bytes, stream: ByteStream) -> None:
    """No answer, for longer than any deadline here."""
    await anyio.sleep(5)


async def drip(request: bytes, stream: ByteStream) -> None:
    """An answer that gets on all the time, and to no end."""
    for byte in OK * 10:
        await stream.send(bytes([byte]))
        await anyio.sleep(0.01)


@pytest.mark.parametrize("handler", [hang, drip])
def test_the_deadline_is_for_the_whole_call(handler: Handler) -> None:
    start = anyio.run(clock)
    (answer,) = send(handler, deadline=0.15)
    assert anyio.run(clock) - start < 2
    assert answer.kind == Kind.AMBIGUOUS
    assert answer.foreign is False


async def clock() -> float:
    return anyio.current_time()


@pytest.mark.parametrize("status", ["301 Moved Permanently", "302 Found", "307 Temporary Redirect"])
@pytest.mark.parametrize("target", ["/login", "http://127.0.0.1:1/?apiKey={key}", "http://[bad", "\\\\:x", ""])
def test_a_redirect_is_never_followed(status: str, target: str) -> None:
    served = []

    async def handler(request: bytes, stream: ByteStream) -> None:
        served.append(request)
        await stream.send(http(status, b"", f"Location: {target.format(key=MARKED)}"))

    (answer,) = send(handler)
    assert (answer.kind, answer.http_status) == (Kind.STOP, int(status[:3]))
    assert len(served) == 1


def test_the_status_of_a_large_or_broken_answer_still_counts() -> None:
    assert send(answering(http("401 Unauthorized", LARGE)))[0].kind == Kind.STOP
    busy = then(http("429 Busy", b"12345", "Retry-After: 7")[:-2], reset)
    assert send(busy) == [Answer(Kind.BUSY, None, "the server asks for fewer calls (HTTP 429)", 429, 7.0)]


def test_cookies_are_not_kept() -> None:
    requests = []

    async def handler(request: bytes, stream: ByteStream) -> None:
        requests.append(request.lower())
        await stream.send(http("200 OK", b'{"code": 0}', "Set-Cookie: session=1; Path=/"))

    send(handler, leads=2)
    assert b"cookie" not in requests[1]


def test_proxies_of_the_environment_are_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert send(answering(OK))[0].code == 0


def failing(url: str) -> Answer:
    async def main() -> Answer:
        async with Pbx(Campaign(url=url, **IDS), ApiKey(MARKED), "insert") as pbx:
            return await pbx.send({"Phone": "1"})

    return anyio.run(main)


def test_a_refused_connection_was_surely_not_sent() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{unused.getsockname()[1]}"
        answer = failing(f"http://{host}")
    assert answer == Answer(Kind.NOT_SENT, message=f"{host} cannot be reached: the connection was refused")


def test_an_unknown_name_was_surely_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    answer = failing("https://pbx.example.invalid")
    assert answer.kind == Kind.NOT_SENT
    assert "no computer has this name" in answer.message


def test_no_connection_in_time_was_surely_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("noojee_dq.client.exchange.CONNECT_TIMEOUT", 0.1)
    with socket.socket() as full:
        # A queue of one connection, which is taken: the next one waits.
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        host = f"127.0.0.1:{full.getsockname()[1]}"
        with socket.create_connection(full.getsockname()):
            answer = failing(f"http://{host}")
    assert answer == Answer(Kind.NOT_SENT, message=f"{host} cannot be reached: no connection in time")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for localhost that nobody has signed but itself, with its private key."""
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    built = (
        x509.CertificateBuilder(name, name, private.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(private, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    path = tmp_path_factory.mktemp("tls") / "localhost.pem"
    key = private.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(key + built.public_bytes(pem))
    return path


@pytest.fixture
def fresh_trust() -> Iterator[None]:
    _tls.cache_clear()
    yield
    _tls.cache_clear()


def over_tls(certificate: Path, host: str = "localhost") -> Answer:
    async def main() -> Answer:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate)
        async with raw_server(answering(OK), context) as port:
            campaign = Campaign(url=f"https://{host}:{port}", **IDS)
            async with Pbx(campaign, ApiKey(MARKED), "insert") as pbx:
                return await pbx.send({"Phone": "1"})

    return anyio.run(main)


@pytest.mark.usefixtures("fresh_trust")
def test_a_certificate_that_nobody_vouches_for_stops(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    answer = over_tls(certificate)
    assert answer.kind == Kind.STOP
    assert "SSL_CERT_FILE" in answer.message


@pytest.mark.usefixtures("fresh_trust")
def test_an_own_certificate_authority_is_named_in_the_environment(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert over_tls(certificate).code == 0
    assert over_tls(certificate, "127.0.0.1").kind == Kind.STOP


@pytest.mark.usefixtures("fresh_trust")
def test_a_certificate_file_that_is_none_is_an_error_of_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/none.pem")
    with pytest.raises(CampaignError, match="SSL_CERT_FILE"):
        Pbx(Campaign(url="https://localhost", **IDS), ApiKey(MARKED), "insert")


def test_a_server_that_speaks_no_tls_was_surely_sent_nothing() -> None:
    async def main() -> Answer:
        async with raw_server(answering(OK)) as port:
            campaign = Campaign(url=f"https://localhost:{port}", **IDS)
            async with Pbx(campaign, ApiKey(MARKED), "insert", deadline=0.4) as pbx:
                return await pbx.send({"Phone": "1"})

    assert anyio.run(main).kind == Kind.NOT_SENT


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({}, "url is missing"),
        ({"url": " "}, "url is missing"),
        ({"url": "pbx.example.com"}, "must be the address"),
        ({"url": "ftp://pbx.example.com"}, "must be the address"),
        ({"url": "https://"}, "must be the address"),
        ({"url": "https://pbx.example.com:port"}, "must be the address"),
        ({"url": f"https://{'x' * 70}.example.com"}, "must be the address"),
        ({"url": "https://:8443"}, "must be the address"),
        ({"url": "https://pbx.example.com:0"}, "there is no port 0"),
        ({"url": "https://pbx.example.com:65536"}, "there is no port 65536|must be the address"),
        ({"url": "https://pbx.example.com:99999999"}, "there is no port 99999999|must be the address"),
        ({"url": "http://pbx.example.com"}, "must begin with https"),
        ({"url": "http://127.0.0.1.example.com"}, "must begin with https"),
        ({"url": "http://10.0.0.1"}, "must begin with https"),
        ({"url": "http://0.0.0.0"}, "must begin with https"),
        ({"url": "http://localhost.example.com"}, "must begin with https"),
        ({"template_id": None}, "template_id missing"),
        ({"campaign_id": "", "allocation_id": " "}, "campaign_id, allocation_id missing"),
    ],
)
def test_settings_with_which_nothing_can_be_sent(settings: dict[str, Any], problem: str) -> None:
    known = IDS | ({} if "url" in settings or not settings else {"url": "https://pbx.example.com"})
    with pytest.raises(CampaignError, match=problem):
        Pbx(Campaign(**known | settings), ApiKey(MARKED), "insert")


@pytest.mark.parametrize("deadline", [0.1, 60])
def test_a_deadline_within_the_queue_of_the_pbx_is_for_this_computer_alone(deadline: float) -> None:
    for host in ("http://127.0.0.1:8000", "http://127.9.9.9", "http://[::1]:8000", "https://localhost"):
        Pbx(Campaign(url=host, **IDS), ApiKey(MARKED), "insert", deadline=deadline)
    with pytest.raises(CampaignError, match="must exceed 60 seconds"):
        Pbx(Campaign(url="https://pbx.example.com", **IDS), ApiKey(MARKED), "insert", deadline=deadline)


@pytest.mark.parametrize(
    "end", ["", "/", "//", "/servicemanager/rest/CampaignAPI", "/servicemanager/rest/CampaignAPI/"]
)
@pytest.mark.parametrize("prefix", ["", "/pbx"])
def test_the_path_of_the_api_is_added_once(end: str, prefix: str) -> None:
    requests = []

    async def handler(request: bytes, stream: ByteStream) -> None:
        requests.append(request)
        await stream.send(OK)

    async def main() -> None:
        async with raw_server(handler) as port:
            url = f"http://localhost:{port}{prefix}{end}"
            async with Pbx(Campaign(url=url, **IDS), ApiKey(MARKED), "insert") as pbx:
                await pbx.send({})

    anyio.run(main)
    assert requests[0].startswith(f"POST {prefix}/servicemanager/rest/CampaignAPI/insertLeadFast?".encode())


def test_it_works_in_a_blocking_portal() -> None:
    with (
        anyio.from_thread.start_blocking_portal() as portal,
        portal.wrap_async_context_manager(raw_server(answering(OK))) as port,
        portal.wrap_async_context_manager(Pbx(campaign_at(port), ApiKey(MARKED), "insert")) as pbx,
    ):
        assert portal.call(pbx.send, {"Phone": "1"}).code == 0
