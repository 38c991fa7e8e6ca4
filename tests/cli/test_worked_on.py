"""Files that are given out to be worked on are not written over; those for programs are made anew."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.report.going_on import CommandLine, going_on
from tests.conftest import Run

pytestmark = pytest.mark.slow

RunCli = Callable[..., Run]

LEADS = "Ref,Phone\nA,0491 570 006\nB,491570156.0\nC,none\n"
WORKED_ON = (
    ("check leads.csv --rejected", "out.xlsx"),
    ("check leads.csv --rejected", "out.csv"),
    ("check leads.csv --report", "out.xlsx"),
    ("repair leads.csv -o", "out.xlsx"),
    ("repair leads.csv -o", "out.csv"),
    ("init leads.csv -o", "out.toml"),
    ("template -c campaign.toml", "out.xlsx"),
    ("analyse results.csv --fix", "out.csv"),
    ("analyse results.csv --hand-over", "out.csv"),
    ("analyse results.csv --xlsx", "out.xlsx"),
)
FOR_PROGRAMS = (
    ("check leads.csv --ready", "out.csv"),
    ("check leads.csv --report", "out.html"),
    ("repair leads.csv -o fixed.csv --force --changes", "out.csv"),
    ("analyse results.csv --retry", "out.csv"),
)


@pytest.fixture(autouse=True)
def _files(run: RunCli) -> None:
    Path("leads.csv").write_text(LEADS, "utf-8")
    Path("campaign.toml").write_text(nj.Campaign(phone_fields=["Phone"]).to_toml(), "utf-8")
    Path("results.csv").write_text(
        "dq_row,Ref,Phone,api_outcome,api_code,api_action\n2,A,0491570006,rejected,102,fix\n", "utf-8"
    )


@pytest.mark.parametrize(("command", "name"), WORKED_ON)
def test_what_a_person_may_have_worked_on_stays(command: str, name: str, run: RunCli) -> None:
    assert run(*command.split(), name).code in (0, 1)
    Path(name).write_text("corrected", "utf-8")
    again = run(*command.split(), name)
    assert again.code == 2
    assert f"{name} exists, and somebody may have worked on it" in again.err
    assert f"such as out-2{Path(name).suffix}, or --force" in again.err
    assert Path(name).read_text("utf-8") == "corrected"
    assert run(*command.split(), name, "--force").code in (0, 1)
    assert Path(name).read_bytes() != b"corrected"


@pytest.mark.parametrize(("command", "name"), FOR_PROGRAMS)
def test_what_a_program_reads_is_made_anew_each_time(command: str, name: str, run: RunCli) -> None:
    for _ in range(2):
        assert run(*command.split(), name).code in (0, 1)
        assert Path(name).read_text("utf-8") != "old"
        Path(name).write_text("old", "utf-8")


def test_no_file_of_a_folder_of_repaired_leads_is_written_over(run: RunCli) -> None:
    Path("more.csv").write_text(LEADS.replace("0491 570 006", "0491 570 157"), "utf-8")
    Path("fixed").mkdir()
    Path("fixed/more.csv").write_text("corrected", "utf-8")
    ended = run("repair", "leads.csv", "more.csv", "-o", "fixed")
    assert (ended.code, "fixed/more.csv exists" in ended.err) == (2, True)
    assert [one.name for one in Path("fixed").iterdir()] == ["more.csv"]


@pytest.mark.parametrize(
    ("there", "more", "command"),
    [
        ("leads-repaired.xlsx", (), "noojee-dq repair leads.csv -o leads-repaired-2.xlsx"),
        ("repaired", ("more.csv",), "noojee-dq repair leads.csv more.csv -o repaired-2"),
        ("leads-rejected.xlsx", (), "noojee-dq check leads.csv --rejected leads-rejected-2.xlsx"),
    ],
)
def test_the_next_command_names_a_file_that_is_not_there_yet(there: str, more: tuple[str, ...], command: str) -> None:
    Path(there).write_text("corrected", "utf-8")
    number = "none" if "rejected" in there else "491570156.0"
    report = nj.check(pd.DataFrame({"Phone": ["0491 570 006", number]}), nj.Campaign(phone_fields=["Phone"]))
    assert going_on(report, CommandLine("leads.csv", more_leads=more)).command == command


@pytest.mark.parametrize(
    ("options", "once_more"),
    [
        (["--rejected", "out.xlsx"], ["--rejected", "out-2.xlsx"]),
        (["--rejected=out.xlsx", "--ready=ready.csv"], ["--rejected=out-2.xlsx", "--ready=ready.csv"]),
        (["--rejected", "a=b.csv", "--report=./c.xlsx"], ["--rejected", "a=b-2.csv", "--report=c-2.xlsx"]),
        (["--report", "page.html"], ["--report", "page.html"]),
        (["--rejected", "out.xlsx", "--force"], ["--rejected", "out-2.xlsx", "--force"]),
        (["--out", "parts"], ["--out", "parts", "--force"]),
        (["--out", "parts", "--rejected", "out.csv"], ["--out", "parts", "--rejected", "out-2.csv", "--force"]),
    ],
)
def test_a_check_is_given_once_more_without_loss_of_what_was_corrected(
    options: list[str], once_more: list[str], run: RunCli
) -> None:
    Path("campaign.toml").write_text('[campaign]\ntemplate_id = 0\n[phone]\nfields = ["Phone"]\n', "utf-8")
    said = run("check", "leads.csv", *options).out.splitlines()[-1]
    assert said == " ".join(["Next: noojee-dq check leads.csv", *once_more])
    assert run("check", "leads.csv", *once_more).code == 1


def test_another_folder_is_proposed_where_one_was_named(run: RunCli) -> None:
    Path("more.csv").write_text("Ref,Phone\nD,0491 570 157\n", "utf-8")
    command = ["repair", "leads.csv", "more.csv", "-o"]
    assert run(*command, "repaired").code == 0
    again = run(*command, "repaired")
    assert (again.code, "give another folder, such as repaired-2, or --force" in again.err) == (2, True)
    assert run(*command, "repaired-2").code == 0
    # Into a folder that is there one file goes under its name, or under another one.
    one = run("repair", "leads.csv", "-o", "repaired")
    assert f"give another name, such as {Path('repaired/leads-2.csv')}, or --force" in one.err


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("check leads.csv --force", "--force goes with --out, --rejected or a workbook of --report"),
        ("analyse results.csv --force", "--force goes with --xlsx, --fix or --hand-over"),
        ("analyse results.csv --retry out.csv --html out.html --force", "--force goes with --xlsx"),
        ("check leads.csv --verbose --format json", "--verbose says nothing of these forms"),
        ("repair leads.csv -o out.csv --verbose --format json", "--verbose says nothing of --format json"),
    ],
)
def test_an_option_that_does_nothing_is_refused_before_anything_is_written(
    command: str, said: str, run: RunCli
) -> None:
    before = {*Path().iterdir()}
    ended = run(*command.split())
    assert (ended.code, said in ended.err) == (2, True)
    assert {*Path().iterdir()} == before
