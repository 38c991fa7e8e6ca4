"""The journal as a file: full disks, files of others, other processes, other leads. Nothing is sent without it."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.journal.format import USER_VERSION
from noojee_dq.journal.writer import Journal
from tests.examples import mostly_long
from tests.sending.support import MARKED, Bench, attempts, outcomes, some_leads, tables

NewBench = Callable[..., Bench]

_POSIX = pytest.mark.skipif(os.name != "posix", reason="limits and modes of POSIX")

#: What a child process does to itself, then the leads it submits; the key comes on its standard input.
_CHILD = """
import os, resource, sys
import pandas as pd
import noojee_dq as nj
campaign = nj.Campaign.model_validate_json(sys.argv[2])
leads = pd.DataFrame({"Phone": [f"04915{place:05d}" for place in range(100)]})
leads["Ref"] = [f"R{place}" for place in range(100)]
key = sys.stdin.readline()
nj.submit(leads, campaign, api_key=key, journal=sys.argv[3], limit=0, progress=False)  # imports all that is needed
{prelude}
try:
    nj.submit(leads, campaign, api_key=key, journal=sys.argv[1], progress=False)
except nj.JournalError as error:
    sys.exit(f"JournalError: {error}")
"""

_HOLDING = """
import sys
from noojee_dq.journal.writer import Journal
with Journal(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""


def submitting_child(prelude: str, journal: Path, campaign: nj.Campaign) -> str:
    """What a child process says that submits 100 leads after a prelude."""
    child = subprocess.run(  # noqa: S603
        [
            sys.executable,
            # What Python compiles would be cut off where files can grow to some size only, and stay so.
            "-B",
            "-c",
            _CHILD.replace("{prelude}", textwrap.dedent(prelude)),
            journal,
            campaign.model_dump_json(),
            journal.with_name("other.sqlite"),
        ],
        input=f"{MARKED}\n",
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert MARKED not in child.stdout + child.stderr
    return child.stderr


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder in which any user may write."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o777)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.long
@_POSIX
@pytest.mark.parametrize(("room", "some_fit"), [pytest.param(4, False, marks=pytest.mark.long), (60, True)])
def test_nothing_is_sent_that_a_full_disk_did_not_take(bench: NewBench, room: int, some_fit: bool) -> None:
    run, leads = bench(latency=0.002), some_leads(100)
    run.submit(leads, limit=0)
    prelude = f"resource.setrlimit(resource.RLIMIT_FSIZE, ({room} * 1024, {room} * 1024))"
    said = submitting_child(prelude, run.journal, run.pbx.campaign)
    assert "Nothing is sent without a journal" in said
    claimed = set(attempts(run.journal)["position"])
    sent = {place for place, times in enumerate(run.times_in(leads)) if times}
    assert sent <= claimed
    assert (len(sent) > 0, len(claimed) < 100) == (some_fit, True)
    results = run.resume(leads)
    assert set(outcomes(results)) <= {"accepted", "accepted_inferred"}
    assert run.times_in(leads) == [1] * 100


@pytest.mark.long
@_POSIX
@pytest.mark.parametrize("forbidden", mostly_long(["file", "folder"], ["folder"]))
def test_nothing_is_sent_where_the_journal_may_not_be_written(
    bench: NewBench, open_folder: Path, forbidden: str
) -> None:
    run, path = bench(), open_folder / "run.sqlite"
    prelude = "if os.geteuid() == 0: os.setgroups([]); os.setgid(65534); os.setuid(65534)"
    if forbidden == "file":
        run.submit(some_leads(100), journal=path, limit=0)
        path.chmod(0o444)
    else:
        open_folder.chmod(0o555)
    said = submitting_child(prelude, path, run.pbx.campaign)
    assert said.startswith(f"JournalError: {path}: cannot be written")
    assert len(run.calls) == 0


def test_a_folder_is_no_journal(bench: NewBench, tmp_path: Path) -> None:
    run = bench()
    folder = tmp_path / "folder"
    folder.mkdir()
    with pytest.raises(nj.JournalError, match=r"cannot be read \(Is a directory\)"):
        run.submit(some_leads(2), journal=folder)
    assert len(run.calls) == 0


@pytest.mark.long
def test_a_second_process_is_refused(bench: NewBench) -> None:
    run, leads = bench(), some_leads(3)
    run.submit(leads, limit=1)
    arguments = [sys.executable, "-c", _HOLDING, str(run.journal)]
    child = subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603
    with child:
        assert child.stdout is not None
        assert child.stdout.readline() == "held\n"
        for second in (run.submit, run.resume):
            with pytest.raises(nj.JournalError, match=r"run\.sqlite is in use: another process"):
                second(leads)
        assert len(run.calls) == 1
        child.communicate()
    assert outcomes(run.resume(leads)) == ["accepted"] * 3


@_POSIX
def test_a_second_run_by_a_link_to_the_journal_is_refused(bench: NewBench) -> None:
    run, leads = bench(), some_leads(3)
    link = run.journal.with_name("latest.sqlite")
    link.symlink_to(run.journal)
    run.submit(leads, limit=1)
    with Journal(run.journal), pytest.raises(nj.JournalError, match="in use"):
        run.submit(leads, journal=link)
    assert len(run.calls) == 1


def test_a_second_run_in_the_same_process_is_refused(bench: NewBench) -> None:
    run, leads = bench(), some_leads(3)
    run.submit(leads, limit=0)
    with Journal(run.journal), pytest.raises(nj.JournalError, match="in use"):
        run.submit(leads)
    assert outcomes(run.submit(leads)) == ["accepted"] * 3


# --- other leads, another campaign ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        lambda leads: leads.reset_index(drop=True).set_axis(list("vwxyz")),
        lambda leads: leads[["Ref", "Phone"]],
        lambda leads: leads.assign(dq_status="ready", api_code=pd.NA, Empty=None),
        lambda leads: leads.astype(object),
    ],
    ids=["labels", "order of columns", "our own columns", "dtypes"],
)
def test_leads_of_which_the_same_is_sent_are_the_same(
    bench: NewBench, change: Callable[[pd.DataFrame], pd.DataFrame]
) -> None:
    run, leads = bench(), some_leads(5)
    run.submit(leads, limit=2)
    assert outcomes(run.resume(change(leads))) == ["accepted"] * 5
    assert run.times_in(leads) == [1] * 5


@pytest.mark.parametrize(
    "setting",
    mostly_long(["template_id", "campaign_id", "allocation_id", "allow_duplicates", "url"], ["campaign_id", "url"]),
)
def test_another_campaign_is_refused(bench: NewBench, setting: str) -> None:
    run, leads = bench(), some_leads(3)
    run.submit(leads, limit=1)
    changes: dict[str, object] = {"allow_duplicates": True}
    other_campaign = run.pbx.campaign.model_copy(update={setting: changes.get(setting, 77), "url": ""})
    other = Bench(nj.Sandbox(other_campaign, api_key=MARKED, latency=0), run.journal)
    with other.pbx:
        campaign = other.pbx.campaign
        if setting != "url":
            # The same address as before, where another campaign is now.
            run.pbx.stop()
            other.pbx.stop()
            port = int(run.pbx.url.rpartition(":")[2])
            other.pbx = nj.Sandbox(other_campaign, api_key=MARKED, latency=0, port=port)
            other.pbx.start()
            campaign = other.pbx.campaign
        try:
            for second in (other.submit, other.resume):
                with pytest.raises(nj.JournalError, match=f"holds a run with another {setting}"):
                    second(leads, campaign=campaign)
            assert other.pbx.inserted == 0
        finally:
            other.pbx.stop()


def test_another_operation_is_refused(bench: NewBench) -> None:
    run, leads = bench(), some_leads(3, ids=True)
    run.submit(leads, limit=1)
    with pytest.raises(nj.JournalError, match="holds a run of inserts, not of updates"):
        run.submit(leads, operation="update")
    assert len(run.calls) == 1


# --- files that hold no run -------------------------------------------------------------------------------------


def _nothing(path: Path) -> None:
    path.touch()


def _zeros(path: Path) -> None:
    path.write_bytes(bytes(8192))


@pytest.mark.parametrize("left", [_nothing, _zeros])
def test_a_file_whose_run_is_lost_is_refused(bench: NewBench, left: Callable[[Path], None]) -> None:
    run, leads = bench(), some_leads(3)
    left(run.journal)
    before = run.journal.read_bytes()
    for way in (run.submit, run.resume):
        with pytest.raises(nj.JournalError, match="is empty: what stood in it is lost"):
            way(leads)
    for read in (nj.analyse, lambda path: nj.check(leads, run.pbx.campaign, known=path)):
        with pytest.raises(nj.NoojeeError):
            read(run.journal)
    assert run.journal.read_bytes() == before
    assert len(run.calls) == 0


def test_a_dry_run_begins_no_run(bench: NewBench) -> None:
    run, leads = bench(), some_leads(3).assign(dq_codes=["104", "", ""])
    assert outcomes(run.submit(leads, dry_run=True)) == ["not_sent"] * 3
    assert not list(run.journal.parent.iterdir())
    # Hence what was withheld then is not withheld for ever.
    assert outcomes(run.submit(leads, send_dnc=True)) == ["accepted"] * 3


def test_a_dry_run_says_what_a_run_has_come_to(bench: NewBench) -> None:
    run, leads = bench(), some_leads(3)
    run.submit(leads, limit=2)
    assert outcomes(run.submit(leads, dry_run=True)) == ["accepted", "accepted", "not_sent"]
    assert outcomes(run.submit(leads.iloc[[2, 0]], dry_run=True)) == ["not_sent", "accepted"]
    assert len(run.calls) == 2


def test_a_dry_run_after_a_crash_counts_the_leads_in_flight(bench: NewBench) -> None:
    run, leads = bench(), some_leads(3)
    run.submit(leads, limit=1)
    with closing(sqlite3.connect(run.journal)) as database, database:
        database.execute("UPDATE rows SET state = 'in_flight', attempts = 1, sent_at = 0 WHERE position = 1")
    plan = run.submit(leads, dry_run=True, pacing=nj.Pacing()).attrs["plan"]
    assert "to be sent: 2 of 3 leads" in plan
    assert "leads in doubt wait 90 s before" in plan


def _text(path: Path) -> None:
    path.write_text("Phone\n0491570006\n" * 200)


def _database_of_others(path: Path) -> None:
    database = sqlite3.connect(path)
    database.executescript("CREATE TABLE leads (phone TEXT); INSERT INTO leads VALUES ('0491570006');")
    database.close()


def _of_format(version: int) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        database = sqlite3.connect(path)
        database.executescript(f"CREATE TABLE run (id TEXT); PRAGMA user_version = {version};")
        database.close()

    return make


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (_text, "no journal of noojee-dq: give another name"),
        (_database_of_others, "no journal of noojee-dq: give another name"),
        (_of_format(USER_VERSION + 1), rf"newer noojee-dq \(format {USER_VERSION + 1}\): update noojee-dq"),
        (_of_format(1), r"older noojee-dq \(format 1\): finish its run with that"),
    ],
)
def test_a_file_that_is_no_journal_is_left_as_it_is(bench: NewBench, made: Callable[[Path], None], said: str) -> None:
    run, leads = bench(), some_leads(3)
    made(run.journal)
    before = run.journal.read_bytes()
    for way in (run.submit, run.resume):
        with pytest.raises(nj.JournalError, match=said):
            way(leads)
    assert run.journal.read_bytes() == before
    assert len(run.calls) == 0


def test_resume_makes_no_file(bench: NewBench) -> None:
    run = bench()
    with pytest.raises(nj.JournalError, match="there is no such journal"):
        run.resume(some_leads(1))
    assert not run.journal.exists()


# --- what is in it ----------------------------------------------------------------------------------------------


@_POSIX
def test_only_its_owner_may_read_it(bench: NewBench) -> None:
    run = bench()
    run.submit(some_leads(3))
    assert {path.stat().st_mode & 0o777 for path in run.journal.parent.glob("run.sqlite*")} == {0o600}


def test_it_holds_no_value_of_a_lead(bench: NewBench) -> None:
    run = bench()
    leads = some_leads(20, ids=True).assign(Name="Quirk")
    run.submit(leads)
    content = run.journal.read_bytes()
    assert tables(run.journal) == {"run", "rows", "attempts", "keys"}
    assert not [value for value in leads.to_numpy().ravel() if len(value) > 4 and value.encode() in content]
    assert b"+614915" not in content


def test_without_a_journal_one_is_made_and_said(
    bench: NewBench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    run = bench()
    results = run.submit(some_leads(2), journal=None, progress=True)
    (made,) = tmp_path.glob("*.sqlite")
    assert results.attrs["run"]["journal"] == str(made)
    assert f"journal: {made}" in capfd.readouterr().err


def test_a_settled_run_needs_no_server(bench: NewBench) -> None:
    run, leads = bench(), some_leads(3)
    run.submit(leads)
    run.pbx.stop()
    assert outcomes(run.submit(leads)) == ["accepted"] * 3


def test_what_was_withheld_can_be_sent_later(bench: NewBench) -> None:
    run, leads = bench(), some_leads(3).assign(dq_codes=["", "104", ""])
    assert outcomes(run.submit(leads)) == ["accepted", "not_sent", "accepted"]
    assert outcomes(run.submit(leads, send_dnc=True)) == ["accepted"] * 3
    assert run.times_in(leads) == [1] * 3


def test_that_one_call_sends_what_was_withheld_does_not_let_the_next_one_do_so(bench: NewBench) -> None:
    run, leads = bench(), some_leads(3).assign(dq_codes="104")
    assert outcomes(run.submit(leads, send_dnc=True, limit=1)) == ["accepted", "not_sent", "not_sent"]
    assert outcomes(run.submit(leads)) == ["accepted", "not_sent", "not_sent"]


def test_a_journal_in_a_folder_that_is_missing_is_refused(bench: NewBench, tmp_path: Path) -> None:
    with pytest.raises(nj.JournalError, match="there is no folder"):
        bench().submit(some_leads(1), journal=tmp_path / "missing" / "run.sqlite")
    assert not (tmp_path / "missing").exists()
