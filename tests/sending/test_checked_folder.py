"""The folder of a check in parts is sent like a file: what is ready, once, with each lead's row and file."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import chdir
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.leads.mapped import taken
from noojee_dq.sandbox import Sandbox
from tests.conftest import Run
from tests.sending.support import next_command

pytestmark = pytest.mark.slow

RunCli = Callable[..., Run]

KEY = "3f0c9c1e-made-up-key"
CAMPAIGN = nj.Campaign(
    template_id=41, campaign_id=41, allocation_id=38, phone_fields=["Phone"], columns={"Ref": "njExternalLeadId"}
)
#: Both files have a lead in row 2 and in row 3; E is a duplicate of A, and F cannot be called.
FILES = {
    "a.csv": "Ref,Phone\nA,0491 570 006\nB,0491 570 156\n",
    "b.csv": "Ref,Phone\nC,0491 570 157\nD,0491 570 158\nE,0491570006\nF,none\n",
}
READY = ["A", "B", "C", "D"]


@pytest.fixture(scope="module")
def checked_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two files, and a checked folder of them: a check in parts takes longer than most that is done with its folder."""
    folder = tmp_path_factory.mktemp("once")
    with chdir(folder):
        for name, text in FILES.items():
            Path(name).write_text(text, "utf-8")
        nj.check_files(list(FILES), CAMPAIGN, out="checked", progress=False)
    return folder


@pytest.fixture
def pbx(run: RunCli, checked_once: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """A PBX, and a working folder with the campaign file for it and a checked folder of two files."""
    monkeypatch.setenv("NOOJEE_API_KEY", KEY)
    with Sandbox(CAMPAIGN, api_key=KEY, time_scale=0.01) as pbx:
        Path("campaign.toml").write_text(pbx.campaign.to_toml(), "utf-8")
        shutil.copytree(checked_once, Path(), dirs_exist_ok=True)
        # As if the files had been checked here, for this PBX.
        report = Path("checked", "report.json")
        document = json.loads(report.read_text("utf-8"))
        document["lead_folders"], document["campaign"]["url"] = [str(Path.cwd())], pbx.url
        report.write_text(json.dumps(document), "utf-8")
        yield pbx


def sent(pbx: Sandbox) -> list[str]:
    return sorted(pbx.inserts())


def test_a_dry_run_says_what_would_go_and_how_long_it_takes(pbx: Sandbox, run: RunCli) -> None:
    ended = run("submit", "checked")
    assert (ended.code, sent(pbx)) == (0, [])
    assert "checked: of 6 leads 2 were not ready when they were checked, and stay behind" in ended.err
    assert "checked, of the leads that were ready when they were checked: All 4 leads are ready to send." in ended.err
    assert "to be sent: 4 of 4 leads" in ended.out
    assert "time: about 1 s" in ended.out
    assert "Stayed behind, not ready: 2 leads" in ended.out
    assert next_command(ended) == ["submit", "checked", "--send"]


def test_each_lead_goes_once_and_its_answer_names_row_and_file(pbx: Sandbox, run: RunCli) -> None:
    ended = run("submit", "checked", "--send", "--results", "results.csv")
    assert (ended.code, sent(pbx)) == (0, READY)
    results = pd.read_csv("results.csv", dtype="str")
    assert results[["dq_row", "dq_source", "Ref", "api_outcome"]].to_numpy().tolist() == [
        ["2", "a.csv", "A", "accepted"],
        ["3", "a.csv", "B", "accepted"],
        ["2", "b.csv", "C", "accepted"],
        ["3", "b.csv", "D", "accepted"],
    ]
    assert "dq_source" not in str(pbx.leads.columns.tolist())
    assert run("submit", "checked/", "--send").code == 0
    assert pbx.inserted == len(READY)


def test_the_json_of_a_run_names_each_lead_with_its_file(pbx: Sandbox, run: RunCli) -> None:
    expected = ["2 of a.csv", "3 of a.csv", "2 of b.csv", "3 of b.csv"]
    for options in ([], ["--send"]):
        ended = run("submit", "checked", *options, "--format", "json", "--rows")
        assert [line["row"] for line in json.loads(ended.out)["rows"]] == expected


def test_a_run_is_taken_up_without_naming_the_folder(pbx: Sandbox, run: RunCli) -> None:
    first = run("submit", "checked", "--send", "--limit", "3")
    assert (first.code, sent(pbx)) == (0, READY[:3])
    assert next_command(first) == ["resume", "noojee-run-checked.sqlite"]
    again = run(*next_command(first), "--results", "results.csv", "--format", "json")
    assert (again.code, sent(pbx)) == (0, READY)
    assert json.loads(again.out)["counts"]["accepted"] == len(READY)
    assert nj.read_leads("results.csv")["dq_source"].tolist() == ["a.csv", "a.csv", "b.csv", "b.csv"]


def test_a_run_is_analysed_with_the_leads_of_the_folder(pbx: Sandbox, run: RunCli) -> None:
    run("submit", "checked", "--send")
    ended = run("analyse", "noojee-run-checked.sqlite", "--leads", "checked", "--format", "json")
    assert (ended.code, json.loads(ended.out)["counts"]["accepted"]) == (0, len(READY))


@pytest.mark.long
def test_lists_are_looked_at_anew_also_for_a_row_number_that_two_files_have(pbx: Sandbox, run: RunCli) -> None:
    Path("dnc.csv").write_text("Phone\n0491570157\n", "utf-8")
    listed = run("submit", "checked", "--send", "--dnc", "dnc.csv", "--limit", "1")
    assert (listed.code, sent(pbx)) == (0, ["A"])
    Path("dnc.csv").write_text("Phone\n0491570157\n0491570158\n", "utf-8")
    for command in (["submit", "checked", "--send", "--dnc", "dnc.csv"], ["resume", "noojee-run-checked.sqlite"]):
        run(*command)
        assert sent(pbx) == ["A", "B"]


def test_a_folder_that_is_named_by_a_dot_is_the_same_run(
    pbx: Sandbox, run: RunCli, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("submit", "checked", "--send")
    monkeypatch.chdir("checked")
    again = run("submit", ".", "-c", "../campaign.toml", "--send")
    assert (again.code, pbx.inserted) == (0, len(READY))
    assert not list(Path().glob("*.sqlite"))


@pytest.mark.long
def test_leads_that_are_named_are_named_with_their_files(pbx: Sandbox, run: RunCli) -> None:
    run("submit", "checked", "--send", "--limit", "1")
    Path("b.csv").write_text("Ref,Phone\nC,0491 570 157\nNew,0491 570 159\n", "utf-8")
    run("check", *FILES, "--out", "checked", "--force")
    ended = run("submit", "checked", "--send")
    assert "1 lead (row 3 of b.csv, now): no part of the run" in ended.err
    assert "1 lead (row 3 of b.csv, when the run began): changed, gone or no longer ready" in ended.err
    assert sent(pbx) == ["A", "B", "C"]
    assert run("submit", "checked", "--only-new", "noojee-run-checked.sqlite", "--send").code == 0
    assert sent(pbx) == ["A", "B", "C", "New"]


def test_a_lead_in_the_row_of_another_file_takes_no_leads_place(pbx: Sandbox, run: RunCli) -> None:
    run("submit", "checked", "--send", "--limit", "1")
    Path("b.csv").write_text("Ref,Phone\nC,0491 570 157\nNew,0491 570 159\n", "utf-8")
    run("check", *FILES, "--out", "checked", "--force")
    first = "noojee-run-checked.sqlite"
    assert run("submit", "checked", "--only-new", first, "--send").code == 0
    assert sent(pbx) == ["A", "New"]
    # Only D stood in the row of New; B stands in row 3 of the other file.
    said = run("status", first).out
    assert "1 lead (row 3 of b.csv): noojee-run-checked-new.sqlite has leads in their rows too" in said
    ended = run("resume", first, "--results", "results.csv")
    assert sent(pbx) == ["A", "B", "C", "New"]
    assert "1 lead (row 3 of b.csv, when the run began): changed, gone or no longer ready" in ended.err
    results = nj.read_leads("results.csv")
    assert results["dq_source"].tolist() == ["a.csv", "a.csv", "b.csv", "b.csv"]


def test_a_journal_alone_knows_the_files_of_its_rows(pbx: Sandbox, run: RunCli) -> None:
    run("submit", "checked", "--send", "--limit", "3")
    retry = nj.analyse("noojee-run-checked.sqlite").retry
    assert (retry.index.tolist(), retry["dq_source"].tolist()) == ([3], ["b.csv"])


def test_leads_that_other_runs_concern_are_named_with_their_files(pbx: Sandbox, run: RunCli) -> None:
    run("submit", "checked", "--send", "--limit", "3")
    leads = nj.LargeReport.open("checked").ready_leads()
    first = "noojee-run-checked.sqlite"
    results = nj.submit(leads, pbx.campaign, api_key=KEY, journal="run.sqlite", known=first, progress=False)
    said = results.attrs["run"]["notes"]
    assert [line for line in said if "3 leads (rows 2 of a.csv, 3 of a.csv and 2 of b.csv): left out" in line]
    assert sent(pbx) == READY


def test_folders_with_a_point_in_their_names_have_runs_of_their_own(pbx: Sandbox, run: RunCli) -> None:
    for name in ("out.may", "out.june"):
        run("check", *FILES, "--out", name)
        assert f"journal: noojee-run-{name}.sqlite" in run("submit", name, "--send").err
        # Else the other one would be found, as it has the same leads.
        Path(f"noojee-run-{name}.sqlite").unlink()


def test_a_run_of_python_takes_the_leads_that_are_ready(pbx: Sandbox, run: RunCli) -> None:
    leads = nj.LargeReport.open("checked").ready_leads()
    results = nj.submit(leads, pbx.campaign, api_key=KEY, journal="run.sqlite", progress=False)
    assert results[["dq_source", "Ref"]].to_numpy().tolist() == [
        ["a.csv", "A"],
        ["a.csv", "B"],
        ["b.csv", "C"],
        ["b.csv", "D"],
    ]
    assert run("resume", "run.sqlite").code == 0
    assert pbx.inserted == len(READY)


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (["--operation", "update"], 2, "checked: was checked for inserts, not for updates: check the files again"),
        (["--region", "NZ"], 2, "checked: was checked with another region ('AU', now 'NZ'): check the files again"),
        (["--all"], 2, "checked is a folder, of which those leads are sent that are ready: leave out --all"),
        (["--sheet", "Leads"], 2, "leave out --sheet"),
        (["--results", "checked/annotated/000001.parquet"], 2, "lies in checked, an input: name another place"),
        (["--journal", "checked/run.sqlite"], 2, "lies in checked, an input: name another place"),
    ],
)
def test_what_does_not_fit_is_refused(options: list[str], code: int, message: str, pbx: Sandbox, run: RunCli) -> None:
    ended = run("submit", "checked", "--send", *options)
    assert (ended.code, sent(pbx)) == (code, [])
    assert message in ended.err


def test_the_lists_of_the_check_are_looked_at_anew(pbx: Sandbox, run: RunCli) -> None:
    dnc = Path("dnc.csv")
    dnc.write_text("Phone\n0491570006\n0491570157\n", "utf-8")
    run("check", *FILES, "--out", "checked", "--force", "--dnc", "dnc.csv")
    # A person asked not to be called since.
    dnc.write_text(f"{dnc.read_text('utf-8')}0491570158\n", "utf-8")
    assert "on the do-not-call list" in run("submit", "checked").err
    dnc.rename("moved.csv")
    gone = run("submit", "checked", "--send")
    assert gone.code == 2
    assert "dnc.csv: a do-not-call list that the check looked at is no longer there" in gone.err
    assert run("submit", "checked", "--send", "--dnc", "moved.csv").code == 0
    assert sent(pbx) == ["B"]


@pytest.mark.parametrize("text", ["Phone\n", "Phone\n0491570006\n0491570156\n0491570157\n0491570158\n"])
def test_where_no_lead_is_ready_nothing_is_sent(text: str, pbx: Sandbox, run: RunCli) -> None:
    Path("dnc.csv").write_text(text + "0491 570 159\n", "utf-8")
    Path("c.csv").write_text("Ref,Phone\nF,none\n", "utf-8")
    of_now = ["--dnc", "dnc.csv"]
    if text == "Phone\n":
        run("check", "c.csv", "--out", "checked", "--force")
    ended = run("submit", "checked", "--send", "--format", "json", *of_now)
    assert (ended.code, sent(pbx), json.loads(ended.out)["counts"]["leads"]) == (1, [], 0)
    assert "No lead is ready, so nothing is sent" in ended.err


def test_a_folder_of_which_leads_are_missing_is_refused(pbx: Sandbox, run: RunCli) -> None:
    sorted(Path("checked/annotated").iterdir())[0].unlink()
    ended = run("submit", "checked", "--send")
    assert (ended.code, sent(pbx)) == (3, [])
    assert "checked: is damaged, or was written anew meanwhile: run the check again" in ended.err


def test_a_folder_without_a_whole_check_is_refused(pbx: Sandbox, run: RunCli) -> None:
    Path("checked/report.json").unlink()
    ended = run("submit", "checked", "--send")
    assert (ended.code, sent(pbx)) == (3, [])
    assert "checked holds no whole check" in ended.err


def test_more_leads_than_memory_holds_are_refused(pbx: Sandbox, run: RunCli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("noojee_dq.large.ready_leads.memory_of_computer", lambda: 6_000)
    ended = run("submit", "checked", "--send")
    assert (ended.code, sent(pbx)) == (3, [])
    assert "checked: to send 4 leads in one run takes about" in ended.err
    assert "which is enough for 2 leads" in ended.err
    assert "check and send the files in groups, each into a folder of its own" in ended.err


def test_how_long_a_run_takes_is_said_by_itself(pbx: Sandbox, run: RunCli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("noojee_dq.sending.task._LONG", 0)
    said = run("submit", "checked", "--send").err
    assert "4 leads to be sent now: about 1 s, if the PBX is quick (0.1 s for each lead, at most 16 at once)" in said


@pytest.mark.skipif(os.name != "posix", reason="a file has a name there")
@pytest.mark.parametrize("left", [["A", "B", "C", "D"], ["B", "D"]])
def test_the_text_of_leads_lies_in_a_file_that_nobody_sees(left: list[str], pbx: Sandbox) -> None:
    names = sorted(Path("checked").rglob("*"))
    leads = nj.LargeReport.open("checked").ready_leads()
    taken_up = taken(leads, np.flatnonzero(leads["Ref"].isin(left)))
    assert (taken_up["Ref"].tolist(), sorted(Path("checked").rglob("*"))) == (left, names)
    assert (taken_up.index.name, taken_up.attrs) == ("row", leads.attrs)
    assert taken_up.dtypes.equals(leads.dtypes)


def test_a_folder_that_takes_no_text_of_a_run_is_named_before_anything_is_sent(pbx: Sandbox) -> None:
    # Where the disk is full, a write fails as it does here; -B, as what Python compiles would be cut off, and stay so.
    limited = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (512, 512)); "
    script = limited + "from noojee_dq.cli import main; main()"
    command = [sys.executable, "-B", "-c", script, "submit", "checked", "--send"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    assert (ended.returncode, sent(pbx)) == (4, [])
    assert "checked: a run puts the text of its leads there while it lasts, and that cannot be written" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_no_check_writes_over_the_folder_that_a_run_was_made_from(pbx: Sandbox, run: RunCli) -> None:
    run("submit", "checked", "--send", "--limit", "1")
    campaign = pbx.campaign.model_copy(update={"known": ("noojee-run-checked.sqlite",)})
    Path("lists.toml").write_text(campaign.to_toml(), "utf-8")
    for named in (["--known", "noojee-run-checked.sqlite"], ["-c", "lists.toml"]):
        ended = run("check", "a.csv", "--out", "checked", "--force", *named)
        assert ended.code == 2
        assert "checked is a folder that the run in" in ended.err
        assert "noojee-run-checked.sqlite was made from" in ended.err
    assert run("resume", "noojee-run-checked.sqlite", "--results", "checked/results.csv").code == 2
    assert run("resume", "noojee-run-checked.sqlite").code == 0
    assert sent(pbx) == READY
