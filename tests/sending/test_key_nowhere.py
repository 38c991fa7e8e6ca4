"""The API key shows up nowhere. (After each test of this folder, its output, logs and files are searched, too.)"""

import asyncio
import pickle
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.client import ApiKey
from noojee_dq.journal.writer import Journal
from noojee_dq.sandbox import Faults
from noojee_dq.sending.summary import run_summary
from tests.sending.support import CAMPAIGN, MARKED, PACING, Bench, Scripted, ScriptedPbx, result, some_leads

NewBench = Callable[..., Bench]

_HERE = str(Path(__file__).parent)


def shown(error: BaseException) -> str:
    """All that can be shown of an exception: text, repr, pickle, and every frame but those of tests, with locals."""
    told = traceback.TracebackException.from_exception(error, capture_locals=True)
    frames = [
        f"{frame.filename} {frame.name} {frame.locals}"
        for one in _all(told)
        for frame in one.stack
        if not frame.filename.startswith(_HERE)
    ]
    texts = [line for one in _all(told) for line in one.format_exception_only()]
    return "\n".join([*frames, *texts, repr(error), repr(error.__dict__)])


def _all(told: traceback.TracebackException | None) -> Iterator[traceback.TracebackException]:
    if told is not None:
        yield told
        for one in (told.__cause__, told.__context__, *(told.exceptions or ())):
            yield from _all(one)


def settings(tmp_path: Path) -> dict[str, Any]:
    return {"api_key": MARKED, "journal": tmp_path / "run.sqlite", "pacing": PACING, "progress": True}


def raised(call: Callable[[], object]) -> BaseException:
    """What a call raises."""
    with pytest.raises(Exception) as caught:  # noqa: PT011 - any
        call()
    return caught.value


# --- errors -------------------------------------------------------------------------------------------------------

_NOWHERE = CAMPAIGN.model_copy(update={"url": "http://127.0.0.1:9"})
_TWO_REFS = pd.DataFrame([["0491570006", "A", "B"]], columns=["Phone", "Id", "njExternalLeadId"])


@pytest.mark.parametrize("dry_run", [False, True])
@pytest.mark.parametrize(
    ("leads", "campaign", "error"),
    [
        (some_leads(2), _NOWHERE, nj.PbxError),
        (some_leads(2), CAMPAIGN, nj.CampaignError),
        (some_leads(2), CAMPAIGN.model_copy(update={"url": "http://pbx.example.com"}), nj.CampaignError),
        (some_leads(2), _NOWHERE.model_copy(update={"template_id": None}), nj.CampaignError),
        (some_leads(0), _NOWHERE, nj.NoojeeError),
        (_TWO_REFS, _NOWHERE, nj.NoojeeError),
    ],
    ids=["unreachable", "no url", "http", "no id", "no lead", "one field twice"],
)
def test_not_in_an_error_before_sending(
    tmp_path: Path, leads: pd.DataFrame, campaign: nj.Campaign, error: type[Exception], dry_run: bool
) -> None:
    if dry_run and error is not nj.NoojeeError:
        assert len(nj.submit(leads, campaign, dry_run=True, **settings(tmp_path))) == 2
        return
    caught = raised(lambda: nj.submit(leads, campaign, dry_run=dry_run, **settings(tmp_path)))
    assert isinstance(caught, error)
    assert MARKED not in shown(caught)
    awaited = raised(lambda: asyncio.run(nj.asubmit(leads, campaign, dry_run=dry_run, **settings(tmp_path))))
    assert isinstance(awaited, error)
    assert MARKED not in shown(awaited)


@pytest.mark.parametrize(
    "answer",
    [
        Scripted(302, "", [("Location", "http://127.0.0.1:9{path}")]),
        Scripted(401, "<h1>wrong key in {path}</h1>"),
        Scripted(200, "<h1>{path}</h1>"),
        Scripted(500, '{"code": 103, "message": "{path}"}'),
        Scripted(400, '{"code": 116, "message": "{path}"}'),
        Scripted(200, '{"entities": [{"id": 7, "name": "{path}"}]}'),
    ],
    ids=lambda answer: str(answer.status),
)
def test_not_in_an_error_of_a_server_that_echoes_it(tmp_path: Path, answer: Scripted) -> None:
    pbx = ScriptedPbx([answer])
    pbx.lists = answer
    with pbx.running() as campaign:
        caught = raised(lambda: nj.submit(some_leads(2), campaign, **settings(tmp_path)))
        awaited = raised(lambda: asyncio.run(nj.asubmit(some_leads(2), campaign, **settings(tmp_path))))
    for one in (caught, awaited):
        assert isinstance(one, nj.PbxError | nj.CampaignError)
        assert MARKED not in shown(one)
    assert pbx.bodies == []


def test_not_in_an_error_of_the_journal(bench: NewBench, tmp_path: Path) -> None:
    run, leads = bench(), some_leads(3)
    run.submit(leads, limit=1)
    changed = leads.assign(Name="Ann")
    for call in (run.submit, run.resume):
        assert MARKED not in shown(raised(lambda call=call: call(changed)))  # type: ignore[misc]
    with Journal(run.journal):
        for call in (run.submit, run.resume):
            assert MARKED not in shown(raised(lambda call=call: call(leads)))  # type: ignore[misc]
    (tmp_path / "text.sqlite").write_text("no journal " * 99)
    assert MARKED not in shown(raised(lambda: run.submit(leads, journal=tmp_path / "text.sqlite")))


@pytest.mark.parametrize("nearly", [f"key: {MARKED}", f"{MARKED}\0", f"é{MARKED}"])
def test_what_is_nearly_the_key_is_not_shown_either(tmp_path: Path, nearly: str) -> None:
    arguments = settings(tmp_path) | {"api_key": nearly}
    journal = arguments.pop("journal")
    calls = [
        lambda: nj.submit(some_leads(1), _NOWHERE, journal=journal, **arguments),
        lambda: asyncio.run(nj.asubmit(some_leads(1), _NOWHERE, journal=journal, **arguments)),
        lambda: nj.resume(journal, some_leads(1), _NOWHERE, **arguments),
    ]
    for call in calls:
        caught = raised(call)
        assert isinstance(caught, nj.CampaignError)
        assert MARKED not in shown(caught)


def test_not_in_a_cancellation(bench: NewBench, tmp_path: Path) -> None:
    run = bench(faults=Faults(script=[None, "hang"]))

    async def cancelled() -> None:
        call = nj.asubmit(some_leads(3), run.pbx.campaign, **settings(tmp_path))
        await asyncio.wait_for(call, timeout=0.6)

    caught = raised(lambda: asyncio.run(cancelled()))
    assert isinstance(caught, TimeoutError)
    assert MARKED not in shown(caught)


# --- results, files, output ---------------------------------------------------------------------------------------


def test_not_in_what_a_server_says_in_a_result(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    answers = [
        result(0, "OK {path}", 200),
        result(105, "DUPLICATE {path}"),
        result(999, "{path}"),
        result(103, "{path}", 500),
    ]
    with ScriptedPbx([*answers, result(0, "{path}", 200)]).running() as campaign:
        results = nj.submit(some_leads(6), campaign, **settings(tmp_path))
    assert results["api_message"].str.contains("apiKey=").all()
    output = capfd.readouterr()
    texts = [
        results.to_csv(),
        results.to_html(),
        repr(results),
        repr(results.attrs),
        run_summary(results),
        output.out,
        output.err,
    ]
    assert not any(MARKED in text for text in texts)
    assert MARKED.encode() not in pickle.dumps(results)
    assert MARKED.encode() not in (tmp_path / "run.sqlite").read_bytes()


def test_not_in_a_warning(bench: NewBench, tmp_path: Path) -> None:
    run = bench(faults=Faults(script=[None, "redirect"]))
    with pytest.warns(nj.RunStoppedWarning) as warned:
        results = nj.submit(some_leads(3), run.pbx.campaign, **settings(tmp_path))
    assert not any(MARKED in str(vars(one)) for one in warned)
    assert MARKED not in repr(results.attrs)


def test_not_in_the_files_of_a_run_that_is_under_way(bench: NewBench, tmp_path: Path) -> None:
    run = bench(faults=Faults(script={f"A{place}": "hang" for place in (5, 6)}))
    contents: dict[str, bytes] = {}

    async def looked_into() -> None:
        sending = asyncio.create_task(nj.asubmit(some_leads(7, ids=True), run.pbx.campaign, **settings(tmp_path)))
        while run.pbx.calls < 7:
            await asyncio.sleep(0.01)
        contents.update({path.name: path.read_bytes() for path in tmp_path.iterdir()})
        sending.cancel()
        await asyncio.wait([sending])

    asyncio.run(looked_into())
    assert {"run.sqlite", "run.sqlite-wal"} <= set(contents)
    assert not any(MARKED.encode() in content for content in contents.values())


def test_the_key_itself_is_not_pickled_or_printed() -> None:
    key = ApiKey(MARKED)
    assert MARKED not in f"{key} {key!r}"
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(key)


def test_from_the_environment(bench: NewBench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOOJEE_API_KEY", MARKED)
    run = bench()
    assert run.submit(some_leads(2), api_key=None)["api_outcome"].tolist() == ["accepted"] * 2
    run.pbx.stop()
    other = run.journal.with_name("other.sqlite")
    assert MARKED not in shown(raised(lambda: run.submit(some_leads(2), api_key=None, journal=other)))


def test_the_search_finds_a_key_that_is_there() -> None:
    def leaky(api_key: str) -> None:
        raise ValueError(api_key)

    assert MARKED in shown(raised(lambda: leaky(MARKED)))
