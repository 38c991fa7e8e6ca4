"""A list that is sent again: what went out is no new lead, whatever else it says, and commands do what they did."""

import itertools
import json
import shlex
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.journal.format import USER_VERSION
from noojee_dq.returned_runs import runs_beside
from noojee_dq.sandbox import Sandbox
from noojee_dq.sending.changed_since import changed_since
from tests.conftest import Run
from tests.sending.support import CAMPAIGN, Bench, some_leads

pytestmark = pytest.mark.slow

NewBench = Callable[..., Bench]
RunCli = Callable[..., Run]

KEY = "3f0c9c1e-made-up-key"
#: Takes the same number as often as it comes.
ALLOWING = CAMPAIGN.model_copy(update={"allow_duplicates": True})
JOURNAL = "noojee-run-leads.sqlite"
NEW = "To send what is ready of these"


@pytest.fixture
def pbx(run: RunCli, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """A PBX that allows duplicate numbers, whose campaign file lies in a folder of its own; and four leads."""
    monkeypatch.setenv("NOOJEE_API_KEY", KEY)
    with Sandbox(ALLOWING, api_key=KEY, time_scale=0.01) as pbx:
        Path("settings").mkdir()
        Path("settings/mine.toml").write_text(pbx.campaign.to_toml(), "utf-8")
        Path("key").write_text(KEY, "utf-8")
        written(some_leads(4))
        yield pbx


def written(leads: pd.DataFrame) -> None:
    leads.to_csv("leads.csv", index=False)


def grown() -> None:
    """One lead more."""
    with Path("leads.csv").open("a", encoding="utf-8") as file:
        file.write("0491570110,R9\n")


def submitted(run: RunCli, *options: str) -> Run:
    return run("submit", "leads.csv", "-c", "settings/mine.toml", *options)


def command_after(words: str, text: str) -> list[str]:
    """The arguments of the command at the end of the line that begins with some words."""
    line = next(line for line in text.splitlines() if line.startswith(words))
    return shlex.split(line.partition("noojee-dq ")[2])


# --- commands that come next --------------------------------------------------------------------------------------

GIVEN = {
    "nothing": [],
    "how the file is read": ["--encoding", "cp1252", "--delimiter", "comma"],
    "who survives": ["--keep", "last"],
    "lists": ["--known", "export.csv", "--dnc", "dnc.csv", "--allow", "mine.csv", "--accept-empty-lists"],
    "columns": ["--phone-field", "Phone", "--region", "AU"],
    "the key": ["--api-key-file", "key"],
}


@pytest.mark.parametrize("options", GIVEN.values(), ids=GIVEN)
def test_the_command_for_new_leads_has_what_the_run_was_given(pbx: Sandbox, run: RunCli, options: list[str]) -> None:
    for name in ("export.csv", "dnc.csv", "mine.csv"):
        Path(name).write_text("Phone\n0491570999\n", "utf-8")
    assert submitted(run, "--send", *options).code == 0
    grown()
    files = {name: str(Path(name).absolute()) for name in ("export.csv", "dnc.csv", "mine.csv", "key")}
    wanted = [files.get(one, one) for one in options]
    for again in (submitted(run, "--send", *options), run("resume", JOURNAL)):
        new = command_after(NEW, again.err)
        assert new[:2] == ["submit", str(Path("leads.csv").absolute())]
        pairs = [" ".join(one) for one in itertools.pairwise(new)]
        assert f"--campaign {Path('settings/mine.toml').absolute()}" in pairs
        assert f"--only-new {JOURNAL}" in pairs
        assert [one for one in wanted if one not in new] == []
    # It does what it says: the one that is new.
    assert run(*new, "--send").code == 0
    assert pbx.inserts("Ref") == {"R0": 1, "R1": 1, "R2": 1, "R3": 1, "R9": 1}


def test_the_command_that_takes_a_run_up_has_what_it_was_given(pbx: Sandbox, run: RunCli) -> None:
    Path("mine.csv").write_text("Phone\n0491570999\n", "utf-8")
    given = ["--allow", str(Path("mine.csv").absolute()), "--api-key-file", str(Path("key").absolute())]
    cut_off = submitted(run, "--send", "--limit", "1", "--allow", "mine.csv", "--api-key-file", "key")
    said = [command_after("Next: ", cut_off.out), command_after("Next: ", run("status", JOURNAL).out)]
    assert said == [["resume", JOURNAL, *given]] * 2
    on = run("resume", JOURNAL, "--limit", "1", "-c", "settings/mine.toml", "--api-key-file", "key", "--accept-gone")
    assert command_after("Next: ", on.out) == [
        "resume",
        JOURNAL,
        *given,
        "--campaign",
        str(Path("settings/mine.toml").absolute()),
        "--accept-gone",
    ]
    assert run(*said[0]).code == 0
    assert command_after("Next: ", run("resume", JOURNAL).out) == ["analyse", JOURNAL]


def test_the_command_for_leads_that_were_withheld_by_mistake_names_the_campaign(pbx: Sandbox, run: RunCli) -> None:
    Path("dnc.csv").write_text("Phone\n0491500003\n", "utf-8")
    submitted(run, "--send", "--all", "--dnc", "dnc.csv", "--keep", "last")
    again = command_after("Where a do-not-call list was wrong", run("status", JOURNAL).out)
    assert [one for one in again if one in ("--campaign", "--keep", "--dnc", "--known", "--journal", "--send")] == [
        "--campaign",
        "--keep",
        "--dnc",
        "--known",
        "--journal",
        "--send",
    ]


# --- leads that were sent, and changed since ----------------------------------------------------------------------

SENT = pd.DataFrame({"Phone": ["0491570006", "0491570156"], "Id": ["A", ""], "Note": ["", ""]})
CHANGED = {
    "as it was": (SENT, []),
    "a note": (SENT.assign(Note=["called", ""]), [0]),
    "a mark, in a column of its own": (SENT.assign(**{"Opt Out": ["", "yes"]}), [1]),
    "another number, under its id": (SENT.assign(Phone=["0491570157", "0491570156"]), [0]),
    "another form of its number": (SENT.assign(Phone=["0491570006", "+61 491 570 156"]), [1]),
    "an id that came late": (SENT.assign(Id=["A", "B"]), [1]),
    "another lead under its number": (SENT.assign(Id=["C", ""]), []),
    "another number without an id": (SENT.assign(Phone=["0491570006", "0491570158"]), []),
    "somebody else beside it": (pd.concat([SENT, SENT.iloc[[1]].assign(Note="wife")], ignore_index=True), []),
}


@pytest.mark.parametrize(("now", "changed"), CHANGED.values(), ids=CHANGED)
def test_what_is_a_newer_version_of_a_lead_that_was_sent(
    bench: NewBench, now: pd.DataFrame, changed: list[int]
) -> None:
    at = bench(ALLOWING)
    at.submit(SENT)
    found = changed_since(now, at.pbx.campaign, "insert", [at.journal])
    assert found.nonzero()[0].tolist() == changed
    assert not changed_since(now, at.pbx.campaign, "update", [at.journal]).any()


def test_what_was_refused_and_corrected_is_new(bench: NewBench) -> None:
    at, leads = bench(ALLOWING), some_leads(2).assign(njContactHours=["Nowhere", ""])
    at.submit(leads)
    assert not changed_since(leads.assign(njContactHours=""), at.pbx.campaign, "insert", [at.journal]).any()


def test_only_new_offers_no_lead_that_was_sent_and_changed_since(pbx: Sandbox, run: RunCli) -> None:
    assert submitted(run, "--send").code == 0
    written(some_leads(4).assign(Note=["", "no more calls", "", ""]))
    grown_leads = pd.concat([some_leads(4).assign(Note="x"), some_leads(6).iloc[4:]])
    for leads, sent in ((some_leads(4).assign(Note="x"), 4), (grown_leads, 6), (grown_leads, 6)):
        written(leads)
        result = submitted(run, "--only-new", JOURNAL, "--send", "--format", "json")
        assert (result.code, pbx.inserted) == (0, sent)
        document = json.loads(result.out)
        assert document["counts"]["behind"] == 4
        assert document["notes"][0].startswith("4 leads (rows 2, 3, 4 and 5): sent before")
        assert "--operation update" in result.err
    assert submitted(run, "--only-new", JOURNAL, "--fail-on-left").code == 1


# --- the same leads by another journal ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moved_to", "file", "options", "times"),
    [
        ("", "leads.csv", ["--journal", "two.sqlite"], 1),
        ("", "renamed.csv", [], 1),
        ("", "renamed.csv", ["--all"], 1),
        ("", "elsewhere/leads.csv", [], 1),
        ("elsewhere", "leads.csv", ["--journal", "elsewhere/two.sqlite"], 1),
        # Nobody can know of a journal that lies anywhere.
        ("elsewhere", "leads.csv", [], 2),
    ],
)
def test_a_list_that_is_sent_by_another_journal_calls_nobody_twice(
    pbx: Sandbox, run: RunCli, moved_to: str, file: str, options: list[str], times: int
) -> None:
    assert submitted(run, "--send", "--limit", "3").code == 0
    Path("elsewhere").mkdir()
    if moved_to:
        Path(JOURNAL).rename(f"{moved_to}/first.sqlite")
    if file != "leads.csv":
        Path(file).write_text(Path("leads.csv").read_text("utf-8"), "utf-8")
    sending = ["submit", file, "-c", "settings/mine.toml", "--send", *options]
    result = run(*sending)
    assert [pbx.inserts("Ref")[one] for one in ("R0", "R1", "R2")] == [times] * 3
    said = "its run has leads of this list, just as they are, so it counts as if named with --known"
    assert (said in result.err) == (times == 1)
    if not moved_to and "/" not in file:
        # What the first run has left is sent by one of the two.
        run("resume", JOURNAL)
        assert pbx.inserts("Ref") == dict.fromkeys(("R0", "R1", "R2", "R3"), 1)


@pytest.mark.parametrize(("known", "times"), [([], 1), (["--known", JOURNAL], 2)], ids=["found", "named"])
def test_a_list_that_was_repaired_since_calls_nobody_twice(
    pbx: Sandbox, run: RunCli, known: list[str], times: int
) -> None:
    leads = some_leads(4).assign(Phone=["0491 500 000", "0491 500 001", "0491500002", "491500003"])
    written(leads)
    assert submitted(run, "--send").code == 0
    assert run("repair", "leads.csv", "-c", "settings/mine.toml", "-o", "fixed.csv").code == 0
    result = run("submit", "fixed.csv", "-c", "settings/mine.toml", "--send", *known)
    # Somebody who names the run says that another lead may have the same number.
    assert pbx.inserts("Ref") == {"R0": times, "R1": times, "R2": 1, "R3": times}
    assert ("3 leads (rows 2, 3 and 5): sent before" in result.err) == (times == 1)


def test_an_update_a_run_to_another_place_and_a_required_export_are_no_matter_of_it(
    pbx: Sandbox, run: RunCli, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert submitted(run, "--send").code == 0
    leads, found = nj.read_leads("leads.csv"), [Path(JOURNAL)]
    other = pbx.campaign.model_copy(update={"campaign_id": 7})
    demanding = pbx.campaign.model_copy(update={"require": ("known",)})
    for campaign, operation, journals in (
        (pbx.campaign, "insert", found),
        (pbx.campaign, "update", []),
        (other, "insert", []),
        (demanding, "insert", []),
    ):
        beside = runs_beside(leads, campaign, operation, None, "two.sqlite")  # type: ignore[arg-type]
        assert [one.name for one in beside.journals] == [one.name for one in journals]
    assert runs_beside(leads, pbx.campaign, "insert", JOURNAL, "two.sqlite").journals == ()
    assert runs_beside(leads.assign(Ref="other"), pbx.campaign, "insert", None, "two.sqlite").journals == ()


def _of_format(version: int) -> Callable[[Path], None]:
    def changed(journal: Path) -> None:
        with closing(sqlite3.connect(journal)) as database:
            database.execute(f"PRAGMA user_version = {version}")

    return changed


def _without_its_run(journal: Path) -> None:
    with closing(sqlite3.connect(journal)) as database, database:
        database.execute("DELETE FROM run")


def _damaged_from(first: int) -> Callable[[Path], None]:
    def damage(journal: Path) -> None:
        content = journal.read_bytes()
        journal.write_bytes(content[:first] + bytes(byte ^ 0x5A for byte in content[first:]))

    return damage


UNREADABLE = {
    "an earlier format": (_of_format(USER_VERSION - 1), "was written by an older noojee-dq"),
    "a later format": (_of_format(USER_VERSION + 1), "was written by a newer noojee-dq"),
    "no format": (_of_format(0), "no journal of noojee-dq"),
    "no run": (_without_its_run, "holds no run"),
    "damage all over": (_damaged_from(16), "is damaged"),
    "damage to its rows": (_damaged_from(8192), "is damaged"),
}


@pytest.mark.parametrize("file", ["renamed.csv", "results.csv"])
@pytest.mark.parametrize(("harm", "said"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_journal_beside_the_list_that_cannot_be_read_lets_nothing_out(
    pbx: Sandbox, run: RunCli, harm: Callable[[Path], None], said: str, file: str
) -> None:
    assert submitted(run, "--send", "--results", "results.csv").code == 0
    Path("leads.csv").rename("renamed.csv")
    harm(Path(JOURNAL))
    result = run("submit", file, "-c", "settings/mine.toml", "--all", "--send")
    assert (result.code, pbx.calls) == (2, 4)
    assert said in result.err
    # One that says what run it is, is the one that the leads name: it is needed where it is.
    needed = (harm, file) == (UNREADABLE["damage to its rows"][0], "results.csv")
    assert ("move it to another folder" in result.err) != needed
    Path("away").mkdir()
    Path(JOURNAL).rename(f"away/{JOURNAL}")
    assert run("submit", "renamed.csv", "-c", "settings/mine.toml", "--send").code == 0
    assert pbx.calls == 8


OF_OTHERS = {
    "tables": "CREATE TABLE leads (phone TEXT); INSERT INTO leads VALUES ('0491570006')",
    "a format of their own": "CREATE TABLE leads (phone TEXT); PRAGMA user_version = 5",
    "a table of the same name": "CREATE TABLE run (id TEXT); PRAGMA user_version = 6",
    "nothing": "PRAGMA user_version = 0; VACUUM",
    "a file -wal": "PRAGMA journal_mode = wal; CREATE TABLE leads (phone TEXT)",
}


@pytest.mark.parametrize("content", OF_OTHERS.values(), ids=OF_OTHERS)
def test_a_database_of_others_beside_the_list_is_no_matter(pbx: Sandbox, run: RunCli, content: str) -> None:
    with closing(sqlite3.connect("crm.sqlite")) as database:
        database.executescript(content)
        before = Path("crm.sqlite").read_bytes()
        assert before.startswith(b"SQLite format 3")
        result = submitted(run, "--send")
        assert (result.code, pbx.calls, "crm" in result.err) == (0, 4, False)
        assert Path("crm.sqlite").read_bytes() == before


@pytest.mark.parametrize(
    ("others", "more_than", "found"), [(3, 0.5, True), (4, 0.5, False), (4, 0, True), (0, 1, False)]
)
def test_a_run_may_be_known_by_its_numbers_alone(
    pbx: Sandbox, run: RunCli, others: int, more_than: float, found: bool
) -> None:
    assert submitted(run, "--send").code == 0
    leads = some_leads(4 + others)[["Phone"]]
    beside = runs_beside(leads, pbx.campaign, "insert", None, "two.sqlite", more_than=more_than)
    assert [one.name for one in beside.journals] == [JOURNAL] * found
    assert all("in another version" in note for note in beside.notes)


def people(text: str) -> str:
    """A list of names and numbers as CSV."""
    return pd.DataFrame([one.split() for one in text.split(", ")], columns=["Ref", "Phone"]).to_csv(index=False)


@pytest.mark.parametrize(
    ("now", "sent"),
    [
        # Another list, in which Ann is again, and somebody who has the switchboard of Smith.
        ("Ann 0491570006, Jones 0491570156, Dee 0491570158, Eve 0491570159", ["Jones", "Dee", "Eve"]),
        # The same list, in which Smith is called otherwise by now.
        ("Ann 0491570006, Smythe 0491570156, Cy 0491570157, Dee 0491570158", ["Dee"]),
    ],
)
def test_only_a_run_of_the_same_list_has_older_versions_of_its_leads(
    pbx: Sandbox, run: RunCli, now: str, sent: list[str]
) -> None:
    Path("oct.csv").write_text(people("Ann 0491570006, Smith 0491570156, Cy 0491570157"), "utf-8")
    assert run("submit", "oct.csv", "-c", "settings/mine.toml", "--send").code == 0
    Path("nov.csv").write_text(people(now), "utf-8")
    ended = run("submit", "nov.csv", "-c", "settings/mine.toml", "--send")
    assert pbx.inserts("Ref") == dict.fromkeys(["Ann", "Smith", "Cy", *sent], 1)
    assert ("changed since" in ended.err) == (len(sent) == 1)


@pytest.mark.parametrize("more_than", [1, 0.5, 0])
def test_all_journals_beside_are_looked_at(bench: NewBench, more_than: float) -> None:
    at, leads = bench(ALLOWING), some_leads(6)
    parts = {"one.sqlite": leads.iloc[:2], "two.sqlite": leads.iloc[4:], "three.sqlite": leads.assign(Ref="other")}
    for name, part in parts.items():
        Bench(at.pbx, at.journal.with_name(name)).submit(part)
    found = runs_beside(leads, at.pbx.campaign, "insert", None, at.journal.with_name("own.sqlite"), more_than=more_than)
    assert {one.name for one in found.journals} == parts.keys() - ({"three.sqlite"} if more_than == 1 else set())


def test_a_list_with_a_new_column_calls_nobody_twice_by_another_journal(pbx: Sandbox, run: RunCli) -> None:
    assert submitted(run, "--send").code == 0
    written(some_leads(5).assign(Note="ring at noon"))
    ended = submitted(run, "--send", "--journal", "two.sqlite")
    assert f"{JOURNAL}: its run has the numbers or ids of this list, in another version" in ended.err
    assert "sent before, as their number or external id tells, and changed since" in ended.err
    assert pbx.calls == 5


def test_in_python_too(bench: NewBench) -> None:
    at, leads = bench(ALLOWING), some_leads(3)
    at.submit(leads.iloc[:2])
    results = Bench(at.pbx, at.journal.with_name("two.sqlite")).submit(leads)
    assert at.times_in(leads) == [1, 1, 1]
    assert "its run has leads of this list" in results.attrs["run"]["notes"][0]


@pytest.mark.parametrize("named", [True, False])
def test_a_status_says_what_key_its_command_needs(
    pbx: Sandbox, run: RunCli, monkeypatch: pytest.MonkeyPatch, named: bool
) -> None:
    submitted(run, "--send", "--limit", "1", *(["--api-key-file", "key"] if named else []))
    assert "the API key is needed" not in run("status", JOURNAL).out
    monkeypatch.delenv("NOOJEE_API_KEY")
    told = run("status", JOURNAL).out
    assert ("set NOOJEE_API_KEY, or add --api-key-file FILE" in told) != named
    more = [] if named else ["--api-key-file", "key"]
    assert run(*command_after("Next: ", told), *more).code == 0
    assert "the API key is needed" not in run("status", JOURNAL).out


# --- a file that grew ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("change", ["grown", "changed"])
def test_leads_that_the_run_does_not_have_are_no_success(pbx: Sandbox, run: RunCli, change: str) -> None:
    assert submitted(run, "--send").code == 0
    assert submitted(run, "--send").code == 0
    if change == "grown":
        grown()
    else:
        written(some_leads(4).assign(Ref=["R0", "R1", "R2", "other"]))
    result = submitted(run, "--send", "--format", "json")
    assert (result.code, pbx.inserted) == (1, 4)
    document = json.loads(result.out)
    assert (document["ok"], document["exit_code"], document["counts"]["behind"]) == (False, 1, 1)
    line = next(one for one in document["notes"] if "now)" in one)
    assert ("sent before" in line) == (change == "changed")
    # What the journal cannot prove is no failure: leads of the file may never have been ready.
    assert run("resume", JOURNAL).code == 0


def test_in_python_a_run_that_is_taken_up_tells_changed_leads_from_new_ones(bench: NewBench) -> None:
    at, leads = bench(ALLOWING), some_leads(3).set_axis(pd.RangeIndex(2, 5, name="row"))
    at.submit(leads.iloc[:2])
    notes = at.submit(leads.assign(Ref=["R0", "other", "R2"])).attrs["run"]["notes"]
    assert [one.partition(":")[0] for one in notes][:3] == [
        "1 lead (row 3, when the run began)",
        "1 lead (row 3, now)",
        "1 lead (row 4, now)",
    ]
    assert ["sent before" in one for one in notes[1:3]] == [True, False]
    assert isinstance(nj.analyse(at.journal, leads=leads).retry, pd.DataFrame)
