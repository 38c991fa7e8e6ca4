"""The key is searched wherever a person or a program could see it, while everything goes wrong."""

import logging
import pickle
import traceback
from collections.abc import Awaitable, Callable, Iterator

import anyio
import pytest
from anyio.abc import ByteStream

from noojee_dq.client import Answer, ApiKey, Pbx, ping
from noojee_dq.client.transport import KeyTransport
from noojee_dq.errors import PbxError
from tests.client.raw_pbx import MARKED, OK, Handler, answering, campaign_at, http, raw_server

ECHO = f"https://elsewhere.example.com/login?apiKey={MARKED}"

ANSWERS = {
    "ok": OK,
    "message": http("400 Bad", f'{{"code": 105, "message": "at {ECHO}"}}'.encode()),
    "page": http("200 OK", f"<title>{ECHO}</title>".encode()),
    "redirect": http("302 Found", b"", f"Location: {ECHO}", f"X-Key: {MARKED.upper()}"),
    "refused": http("401 Unauthorized", f"no such key {MARKED}".encode(), f"WWW-Authenticate: Key {MARKED}"),
    "no HTTP": f"{MARKED} is wrong\r\n\r\n".encode(),
    "truncated": http("200 OK", f'{{"code": 0, "message": "{MARKED}"'.encode())[:-1] + b"",
    "too large": http("200 OK", f'{{"code": 0, "message": "{MARKED}'.encode() + b"x" * 70_000),
    "bad header": f"HTTP/1.1 200 OK\r\n{MARKED}\r\n\r\n".encode(),
}


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    caplog.set_level(logging.DEBUG)
    for name in list(logging.root.manager.loggerDict):
        caplog.set_level(logging.DEBUG, name)
    yield caplog
    records = caplog.get_records("call")
    assert any(record.name.startswith("httpcore") for record in records)
    for record in records:
        assert MARKED not in repr(vars(record)).lower()


async def call(handler: Handler, work: Callable[[int], Awaitable[None]]) -> None:
    async with raw_server(handler) as port:
        await work(port)


@pytest.mark.parametrize("name", ANSWERS)
@pytest.mark.usefixtures("logged")
def test_no_answer_brings_it_back(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    answers: list[Answer] = []

    async def work(port: int) -> None:
        async with Pbx(campaign_at(port), ApiKey(MARKED), "insert", deadline=0.3) as pbx:
            answers.append(await pbx.send({"Phone": "1"}))
            print(repr(pbx), str(pbx), answers)  # noqa: T201 - what a user might do

    anyio.run(call, answering(ANSWERS[name]), work)
    assert MARKED not in repr(answers).lower()
    assert MARKED.encode() not in pickle.dumps(answers)
    shown = capfd.readouterr()
    assert MARKED not in (shown.out + shown.err).lower()


@pytest.mark.parametrize("name", sorted(set(ANSWERS) - {"ok", "message", "truncated"}))
@pytest.mark.usefixtures("logged")
def test_the_error_of_ping_does_not_hold_it(name: str) -> None:
    async def work(port: int) -> None:
        with pytest.raises(PbxError) as raised:
            await ping(campaign_at(port), ApiKey(MARKED), deadline=0.3)
        errors.append(raised.value)

    errors: list[PbxError] = []
    anyio.run(call, answering(ANSWERS[name]), work)
    assert MARKED not in everything(errors[0], of="noojee_dq/client")
    assert errors[0].__context__ is None
    assert MARKED.encode() not in pickle.dumps(errors[0])


async def never(request: bytes, stream: ByteStream) -> None:
    await anyio.sleep_forever()


async def half(request: bytes, stream: ByteStream) -> None:
    await stream.send(f"HTTP/1.1 302 Found\r\nLocation: {ECHO}\r\nContent-Length: 99\r\n\r\n{ECHO}".encode())
    await anyio.sleep_forever()


class InterruptedLeadError(BaseException):
    """Stands for an interrupt from outside."""


@pytest.mark.parametrize("handler", [never, half])
@pytest.mark.usefixtures("logged")
def test_a_cancellation_passes_without_the_frames_that_hold_it(handler: Handler) -> None:
    caught: list[BaseException] = []

    async def work(port: int) -> None:
        pbx = Pbx(campaign_at(port), ApiKey(MARKED), "insert")
        async with pbx:
            with anyio.move_on_after(0.1) as scope:
                try:
                    await pbx.send({"Phone": "1" * 10_000_000})
                except BaseException as error:
                    caught.append(error)
                    raise
            assert scope.cancelled_caught

    anyio.run(call, handler, work)
    assert isinstance(caught[0], BaseException)
    shown = everything(caught[0])
    assert MARKED not in shown
    assert "httpcore" not in shown
    assert "pbx.py send" in shown


@pytest.mark.usefixtures("logged")
def test_what_is_raised_below_passes_without_the_frames_that_hold_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """As an interrupt would be, in the worst place: where the head of the request is being written."""

    async def interrupted(*_: object, **__: object) -> None:
        raise InterruptedLeadError

    monkeypatch.setattr("httpcore._backends.anyio.AnyIOStream.write", interrupted)
    caught: list[BaseException] = []

    async def work(port: int) -> None:
        async with Pbx(campaign_at(port), ApiKey(MARKED), "insert") as pbx:
            try:
                await pbx.send({"Phone": "1"})
            except InterruptedLeadError as error:
                caught.append(error)

    anyio.run(call, never, work)
    assert MARKED not in everything(caught[0])


def test_what_could_hold_it_cannot_be_pickled_with_it() -> None:
    key = ApiKey(MARKED)
    for holder in (key, [key], KeyTransport(key), Pbx(campaign_at(1), key, "insert")):
        assert MARKED not in repr(holder)
        with pytest.raises(TypeError):
            pickle.dumps(holder)


def test_the_logs_are_otherwise_as_they_were(caplog: pytest.LogCaptureFixture) -> None:
    KeyTransport(ApiKey(MARKED))
    caplog.set_level(logging.DEBUG)
    logging.getLogger("httpcore.http11").debug("100%% of %s", [MARKED, "rest"])
    assert caplog.messages == ["100% of ['•••', 'rest']"]


def everything(error: BaseException, of: str = "") -> str:
    """The traceback with the locals of all frames (of files whose paths hold `of`), and those of its causes."""
    whole = traceback.TracebackException.from_exception(error, capture_locals=True)
    parts: list[traceback.TracebackException | None] = [whole, whole.__cause__, whole.__context__]
    shown = [str(whole)]
    for part in filter(None, parts):
        shown += ["".join(part.format_exception_only())]
        shown += [f"{frame.filename} {frame.name} {frame.locals}" for frame in part.stack if of in frame.filename]
    return " ".join(shown).lower()
