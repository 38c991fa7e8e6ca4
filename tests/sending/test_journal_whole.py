"""A journal is all there or refused, appears with its run in it, and lets one process send at a time."""

import asyncio
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.journal.creation import NewRow, NewRun
from noojee_dq.journal.format import Run, State, Taken
from noojee_dq.journal.lock import JournalLock
from noojee_dq.journal.side_file import wal_of
from noojee_dq.journal.writer import Claim, Journal
from noojee_dq.sending.status import status
from tests.examples import mostly_long
from tests.sending.support import CAMPAIGN, MARKED, PACING, Bench, outcomes, some_leads

pytestmark = pytest.mark.slow

NewBench = Callable[..., Bench]

_POSIX = pytest.mark.skipif(os.name != "posix", reason="SIGKILL")

#: Opens a journal, has an attempt in it, and is killed.
_KILLED = """
import os, signal, sys
from noojee_dq.journal.writer import Claim, Journal
journal = Journal(sys.argv[1])
journal.write([], [Claim(int(sys.argv[2]), 0.0, 0)])
os.kill(os.getpid(), signal.SIGKILL)
"""


def killed(journal: Path, position: int = 1) -> None:
    """Let a process open the journal, claim a row, and be killed."""
    child = subprocess.run([sys.executable, "-c", _KILLED, str(journal), str(position)], check=False)  # noqa: S603
    assert child.returncode == -signal.SIGKILL


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_on_a_clean_end_a_journal_is_one_file(bench: NewBench) -> None:
    run, leads = bench(), some_leads(3)
    run.submit(leads, limit=2)
    assert files(run.journal.parent) == ["run.sqlite"]
    status(run.journal)
    nj.analyse(run.journal)
    nj.check(leads, run.pbx.campaign, known=run.journal)
    assert files(run.journal.parent) == ["run.sqlite"]
    run.resume(leads)
    assert files(run.journal.parent) == ["run.sqlite"]


@_POSIX
def test_a_journal_without_its_wal_is_refused(bench: NewBench, tmp_path: Path) -> None:
    run, leads = bench(), some_leads(3)
    run.submit(leads, limit=1)
    killed(run.journal)
    before = run.journal.read_bytes()
    elsewhere = tmp_path / "copied"
    elsewhere.mkdir()
    copy = Path(shutil.copy(run.journal, elsewhere))
    uses: list[Callable[[], object]] = [
        lambda: run.submit(leads, journal=copy),
        lambda: run.submit(leads, journal=copy, dry_run=True),
        lambda: nj.resume(copy, leads, run.pbx.campaign, api_key=MARKED, progress=False),
        lambda: status(copy),
        lambda: nj.analyse(copy),
        lambda: nj.check(leads, run.pbx.campaign, known=copy),
    ]
    for use in uses:
        with pytest.raises(nj.JournalError, match=r"the last answers are in run\.sqlite-wal, and that file is missing"):
            use()
    assert (files(elsewhere), copy.read_bytes()) == (["run.sqlite"], before)
    assert len(run.calls) == 1
    # With it all is well, and looking at it changes nothing.
    shutil.copy(run.journal.with_name("run.sqlite-wal"), elsewhere)
    assert "1 in doubt: under way when the program was cut off" in status(copy)
    assert "1 in doubt: under way when the program was cut off" in status(copy)
    assert outcomes(run.submit(leads, journal=copy)) == ["accepted"] * 3
    assert files(elsewhere) == ["run.sqlite"]


def as_if_killed(journal: Path, position: int) -> None:
    """Leave a journal as a process does that is killed after it has claimed a row."""
    copies = journal.parent / "copies"
    copies.mkdir()
    with Journal(journal) as opened:
        opened.write([], [Claim(position, 0.0, 0)])
        for file in (journal, wal_of(journal)):
            shutil.copy(file, copies)
    for copy in copies.iterdir():
        copy.rename(journal.parent / copy.name)
    copies.rmdir()


class Killed(NamedTuple):
    """A journal whose process was killed twice, and what there was after the first time."""

    run: Bench
    leads: pd.DataFrame
    earlier: Path

    @property
    def wal(self) -> Path:
        return wal_of(self.run.journal)

    @property
    def uses(self) -> list[Callable[[], object]]:
        """All that looks into a journal."""
        journal = self.run.journal
        return [
            lambda: self.run.resume(self.leads),
            lambda: self.run.submit(self.leads, dry_run=True),
            lambda: status(journal),
            lambda: nj.analyse(journal),
            lambda: nj.check(self.leads, self.run.pbx.campaign, known=journal),
        ]


@pytest.fixture
def twice(bench: NewBench, tmp_path: Path) -> Killed:
    run, leads = bench(), some_leads(4)
    run.submit(leads, limit=1)
    as_if_killed(run.journal, 1)
    earlier = tmp_path / "earlier"
    earlier.mkdir()
    for file in (run.journal, wal_of(run.journal)):
        shutil.copy(file, earlier)
    run.resume(leads, limit=1)
    as_if_killed(run.journal, 3)
    return Killed(run, leads, earlier)


def _of_another_run(at: Killed) -> None:
    other = Path(shutil.copy(at.earlier / "run.sqlite", at.earlier / "other.sqlite"))
    shutil.copy(at.earlier / "run.sqlite-wal", wal_of(other))
    with closing(sqlite3.connect(other)) as database, database:
        database.execute("UPDATE run SET id = 'other'")
    as_if_killed(other, 2)
    shutil.copy(wal_of(other), at.wal)


def _of_an_earlier_time(at: Killed) -> None:
    shutil.copy(at.earlier / "run.sqlite-wal", at.wal)


def _older_journal(at: Killed) -> None:
    shutil.copy(at.earlier / "run.sqlite", at.run.journal)


def _closed_since(at: Killed) -> None:
    at.run.resume(at.leads, limit=1)
    shutil.copy(at.earlier / "run.sqlite-wal", at.wal)


def _zeros(at: Killed) -> None:
    at.wal.write_bytes(bytes(at.wal.stat().st_size))


def _cut(at: Killed) -> None:
    at.wal.write_bytes(at.wal.read_bytes()[:-1000])


@pytest.mark.parametrize(
    ("exchange", "said"),
    [
        (
            _of_another_run,
            r"run\.sqlite-wal beside it holds the last answers of another run \(other\): put the one back",
        ),
        (_of_an_earlier_time, r"run\.sqlite-wal beside it is older than the journal: put the one back"),
        (_older_journal, r"it is older than run\.sqlite-wal beside it: put the journal back"),
        (_closed_since, r"older than the journal: take run\.sqlite-wal away: the journal was closed in order"),
        (lambda at: at.wal.unlink(), r"the last answers are in run\.sqlite-wal, and that file is missing beside it"),
        pytest.param(lambda at: at.wal.write_bytes(b""), "and that file is empty", marks=pytest.mark.long),
        pytest.param(_zeros, "and that file holds something else", marks=pytest.mark.long),
        (_cut, "and that file lacks its end"),
    ],
)
def test_a_journal_without_the_wal_that_was_there_last_is_refused(
    twice: Killed, exchange: Callable[[Killed], None], said: str
) -> None:
    exchange(twice)
    calls = len(twice.run.calls)
    for use in twice.uses:
        with pytest.raises(nj.JournalError, match=said):
            use()
    assert len(twice.run.calls) == calls


def test_with_the_wal_that_was_there_last_no_lead_is_sent_twice(twice: Killed) -> None:
    assert set(outcomes(twice.run.resume(twice.leads))) == {"accepted"}
    assert twice.run.times_in(twice.leads) == [1] * 4


def test_a_long_run_says_in_its_file_how_far_that_goes(bench: NewBench, tmp_path: Path) -> None:
    """A copy of the file alone, taken while the run goes on, is refused too."""
    run, leads = bench(), some_leads(3)
    run.submit(leads, limit=1)
    with Journal(run.journal) as journal:
        for _ in range(150):
            journal.write([], [])
        copy = Path(shutil.copy(run.journal, tmp_path / "copy.sqlite"))
        assert "2 not sent yet" in status(run.journal)
    with closing(sqlite3.connect(copy)) as database:
        assert database.execute("SELECT writes >= 100, writes = flushed FROM run").fetchone() == (1, 1)


def test_who_lost_a_run_does_not_take_the_wal_of_the_other_in(bench: NewBench, tmp_path: Path) -> None:
    """The file would look as if a viewer had done so, and as if it needed no `-wal`."""
    run, leads = bench(), some_leads(3)
    run.submit(leads, limit=1)
    with Journal(run.journal) as first:
        run.journal.with_name("run.sqlite.lock").unlink()
        second = Journal(run.journal)
        second.write([], [Claim(1, 0.0, 0)])
        for _ in range(100):
            with pytest.raises(nj.JournalError, match="another process has taken this run over"):
                first.write([], [])
    copy = Path(shutil.copy(run.journal, tmp_path / "copy.sqlite"))
    second.close()
    with pytest.raises(nj.JournalError, match=r"copy\.sqlite-wal, and that file is missing"):
        status(copy)


#: Is killed while it takes a run up, or while it closes the journal: its token is in the `-wal` alone.
_KILLED_BETWEEN = """
import os, signal, sys
from noojee_dq.journal.writer import Claim, Journal
taken_up = sys.argv[2] == "taken up"
left = [1 if taken_up else 2]
def flush(journal, kept=Journal._flush):
    left[0] -= 1
    if left[0] < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    kept(journal)
Journal._flush = flush
journal = Journal(sys.argv[1])
journal.write([], [Claim(1, 0.0, 0)])
journal.close()
"""


@_POSIX
@pytest.mark.parametrize("while_it_was", mostly_long(["taken up", "closed"], usual=["taken up"]))
def test_a_journal_whose_token_is_in_its_wal_alone_is_taken_up(bench: NewBench, while_it_was: str) -> None:
    run, leads = bench(), some_leads(3)
    run.submit(leads, limit=1)
    killed(run.journal, position=2)
    command = [sys.executable, "-c", _KILLED_BETWEEN, str(run.journal), while_it_was]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL  # noqa: S603
    assert wal_of(run.journal).stat().st_size
    assert outcomes(run.resume(leads)) == ["accepted"] * 3
    assert run.times_in(leads) == [1] * 3


@_POSIX
def test_a_new_run_never_takes_over_the_last_answers_of_a_deleted_one(bench: NewBench) -> None:
    run, leads = bench(), some_leads(3)
    run.submit(leads, limit=1)
    killed(run.journal)
    run.journal.unlink()
    with pytest.raises(nj.JournalError, match=r"is not there, but run\.sqlite-wal is, with the last answers"):
        run.submit(leads)
    assert "run.sqlite" not in files(run.journal.parent)
    for left_over in run.journal.parent.iterdir():
        left_over.unlink()
    assert set(outcomes(run.submit(leads))) == {"accepted", "rejected"}
    assert run.times_in(leads) == [1] * 3


@_POSIX
@pytest.mark.long
@pytest.mark.parametrize("was_killed", [False, True])
def test_a_viewer_of_databases_does_no_lasting_harm(bench: NewBench, was_killed: bool) -> None:
    run, leads = bench(), some_leads(3)
    run.submit(leads, limit=1)
    if was_killed:
        killed(run.journal)
    with closing(sqlite3.connect(run.journal, timeout=0.1)) as viewer:
        viewer.execute("BEGIN")
        viewer.execute("SELECT count(*) FROM rows").fetchone()
        with pytest.raises(nj.JournalError, match="is locked by another program"):
            run.resume(leads)
    assert outcomes(run.resume(leads)) == ["accepted"] * 3
    assert run.times_in(leads) == [1] * 3


@_POSIX
def test_where_a_viewer_has_taken_the_wal_in_the_run_goes_on(bench: NewBench) -> None:
    run, leads = bench(), some_leads(3)
    run.submit(leads, limit=1)
    killed(run.journal)
    with closing(sqlite3.connect(run.journal)) as viewer:
        viewer.execute("SELECT count(*) FROM rows").fetchone()
    assert not wal_of(run.journal).exists()
    assert outcomes(run.resume(leads)) == ["accepted"] * 3
    assert run.times_in(leads) == [1] * 3


def test_damage_within_a_journal_is_named(bench: NewBench) -> None:
    run, leads = bench(), some_leads(3)
    run.submit(leads, limit=1)
    content = bytearray(run.journal.read_bytes())
    content[8192:] = bytes(byte ^ 0x5A for byte in content[8192:])
    run.journal.write_bytes(content)
    uses: list[Callable[[], object]] = [
        lambda: run.submit(leads),
        lambda: run.resume(leads),
        lambda: status(run.journal),
    ]
    for use in uses:
        with pytest.raises(nj.JournalError, match="is damaged"):
            use()
    assert len(run.calls) == 1


def test_a_journal_whose_run_was_taken_out_is_no_journal(bench: NewBench) -> None:
    run, leads = bench(), some_leads(3)
    run.submit(leads, limit=1)
    with closing(sqlite3.connect(run.journal)) as database, database:
        database.execute("DELETE FROM run")
    with pytest.raises(nj.JournalError, match="holds no run: it is damaged"):
        run.resume(leads)


class _PowerCutError(Exception):
    pass


def test_a_journal_appears_with_all_of_its_run_or_not_at_all(tmp_path: Path) -> None:
    run = Run("r1", 0.0, "insert", CAMPAIGN.model_dump_json(), 2, b"salt", None)

    def rows() -> object:
        assert not (tmp_path / "run.sqlite").exists()
        yield NewRow(0, 2, b"digest", None, True, Taken.UNTOLD, Taken.UNTOLD, State.PENDING)
        raise _PowerCutError

    with pytest.raises(_PowerCutError):
        Journal(tmp_path / "run.sqlite", lambda: NewRun(run, rows(), []))  # type: ignore[arg-type]
    assert files(tmp_path) == []


def test_who_has_lost_the_run_writes_nothing_more(bench: NewBench) -> None:
    run, leads = bench(), some_leads(3)
    run.submit(leads, limit=1)
    first = Journal(run.journal)
    first.write([], [Claim(1, 0.0, 0)])
    run.journal.with_name("run.sqlite.lock").unlink()
    with Journal(run.journal) as second:
        with pytest.raises(nj.JournalError, match="another process has taken this run over"):
            first.write([], [Claim(2, 0.0, 0)])
        assert second.rows()["state"].tolist() == ["accepted", "in_flight", "pending"]
        # Nor is a row claimed that has been claimed since.
        with pytest.raises(nj.JournalError, match="another process has taken this run over"):
            second.write([], [Claim(1, 0.0, 0)])
        assert second.rows()["attempts"].tolist() == [1, 1, 0]
    first.close()


def test_two_runs_without_a_lock_send_no_lead_twice(bench: NewBench) -> None:
    run, leads = bench(latency=0.005), some_leads(120)

    async def main() -> list[object]:
        settings = {"api_key": MARKED, "journal": run.journal, "pacing": PACING, "progress": False}
        first = asyncio.create_task(nj.asubmit(leads, run.pbx.campaign, **settings))  # type: ignore[arg-type]
        while run.pbx.calls < 20:
            await asyncio.sleep(0.001)
        run.journal.with_name("run.sqlite.lock").unlink()
        second = nj.asubmit(leads, run.pbx.campaign, **settings)  # type: ignore[arg-type]
        return list(await asyncio.gather(first, second, return_exceptions=True))

    lost, results = asyncio.run(main())
    assert isinstance(lost, nj.JournalError)
    assert "another process has taken this run over" in str(lost)
    assert set(outcomes(results)) <= {"accepted", "accepted_inferred"}  # type: ignore[arg-type]
    assert run.times_in(leads) == [1] * 120


@pytest.mark.skipif(os.name != "posix", reason="Windows lets nobody delete an open file")
@pytest.mark.parametrize("replaced", [False, True])
def test_a_journal_that_is_deleted_during_a_run_stops_it(bench: NewBench, replaced: bool) -> None:
    run, leads = bench(latency=0.05, concurrency=1), some_leads(300)

    async def main() -> None:
        settings = {"api_key": MARKED, "journal": run.journal, "pacing": PACING, "progress": False}
        sending = asyncio.create_task(nj.asubmit(leads, run.pbx.campaign, **settings))  # type: ignore[arg-type]
        while run.pbx.calls < 3:
            await asyncio.sleep(0.001)
        run.journal.unlink()
        if replaced:
            run.journal.write_text("something else")
        await asyncio.wait_for(sending, 10)

    with pytest.raises(nj.JournalError, match="was deleted, moved or replaced") as caught:
        asyncio.run(main())
    assert len(run.calls) < 50
    # What came after that is not lost: each lead that is in is said.
    places = [answer.row for answer in caught.value.answers if answer.code == 0]
    assert places
    assert f"row {places[0]}: code 0" in str(caught.value)
    assert set(places) <= {place + 1 for place, times in enumerate(run.times_in(leads)) if times}


def test_the_lock_of_a_journal_leaves_no_file(tmp_path: Path) -> None:
    lock = JournalLock(tmp_path / "run.sqlite")
    assert files(tmp_path) == ["run.sqlite.lock"]
    with pytest.raises(nj.JournalError, match="is in use"):
        JournalLock(tmp_path / "run.sqlite")
    lock.release()
    assert files(tmp_path) == []
