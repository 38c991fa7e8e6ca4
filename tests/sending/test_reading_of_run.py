"""A run is taken up from its file as that was read when it began: the journal says how."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.journal.reader import reading, run_of
from noojee_dq.sandbox import Sandbox
from tests.conftest import Run
from tests.sending.support import CAMPAIGN, MARKED, PACING, next_command

RunCli = Callable[..., Run]

NAMES = ["Юлия", "Жюли", "Zoja"]
TEXT = "Name^Phone\n" + "".join(
    f"{name}^0491 570 {end}\n" for name, end in zip(NAMES, ("006", "156", "157"), strict=True)
)
SAID = ["--encoding", "cp1251", "--delimiter", "^"]


@pytest.fixture
def pbx(run: RunCli, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """A PBX, and a file that nobody can read unasked, of which one lead has been sent."""
    monkeypatch.setenv("NOOJEE_API_KEY", MARKED)
    with Sandbox(CAMPAIGN, api_key=MARKED, time_scale=0.01) as pbx:
        Path("campaign.toml").write_text(pbx.campaign.to_toml(), "utf-8")
        Path("odd.txt").write_bytes(TEXT.encode("cp1251"))
        first = run("submit", "odd.txt", *SAID, "--send", "--limit", "1", "--journal", "run.sqlite")
        assert next_command(first) == ["resume", "run.sqlite"], first.err
        yield pbx


def names(pbx: Sandbox) -> list[str]:
    return [lead["Name"] for lead in pbx.leads.to_dict("records")]


@pytest.mark.parametrize("again", [[], ["--encoding", "windows-1251"], ["--delimiter", "^", "--encoding", "CP1251"]])
def test_resume_reads_the_file_as_it_was_read(pbx: Sandbox, run: RunCli, again: list[str]) -> None:
    assert run("resume", "run.sqlite", *again).code == 0
    assert names(pbx) == NAMES


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (["--encoding", "utf-8"], "read its file with encoding 'cp1251', not 'utf-8': leave out --encoding"),
        (["--delimiter", "tab"], "read its file with delimiter '^', not '\\t': leave out --delimiter"),
    ],
)
def test_another_reading_is_refused(pbx: Sandbox, run: RunCli, other: list[str], said: str) -> None:
    result = run("resume", "run.sqlite", *other)
    assert (result.code, said in result.err) == (2, True), result.err
    result = run("analyse", "run.sqlite", "--leads", "odd.txt", *other)
    assert (result.code, said in result.err) == (2, True), result.err
    assert names(pbx) == NAMES[:1]


def test_a_text_has_no_sheet_that_could_be_named_now(pbx: Sandbox, run: RunCli) -> None:
    result = run("resume", "run.sqlite", "--sheet", "1")
    assert (result.code, "a text file has no sheet: leave out" in result.err) == (3, True), result.err
    assert "(the run read its file with --encoding cp1251 --delimiter" in result.err
    result = run("analyse", "run.sqlite", "--leads", "odd.txt", "--sheet", "1")
    assert (result.code, "without a sheet, not '1': leave out --sheet" in result.err) == (2, True), result.err


def _save_sheets(**sheets: list[str]) -> None:
    with pd.ExcelWriter("leads.xlsx", engine="xlsxwriter") as book:
        for name, ends in sheets.items():
            leads = pd.DataFrame({"Name": [f"{name} {end}" for end in ends]})
            leads["Phone"] = [f"0491570{end}" for end in ends]
            leads.to_excel(book, sheet_name=name, index=False)


def test_where_a_sheet_was_added_since_that_of_the_run_can_be_named(pbx: Sandbox, run: RunCli) -> None:
    _save_sheets(Oct=["158", "159"])
    assert run("submit", "leads.xlsx", "--send", "--limit", "1", "--journal", "oct.sqlite").code == 0
    _save_sheets(Oct=["158", "159"], Nov=["110", "313"])
    refused = run("resume", "oct.sqlite")
    assert (refused.code, "name it: --sheet" in refused.err) == (3, True), refused.err
    run("resume", "oct.sqlite", "--sheet", "Nov")
    assert names(pbx)[1:] == ["Oct 158"]
    assert run("resume", "oct.sqlite", "--sheet", "Oct").code == 0
    assert names(pbx)[1:] == ["Oct 158", "Oct 159"]


def test_a_file_of_another_kind_is_refused_with_how_it_was_read(pbx: Sandbox, run: RunCli) -> None:
    nj.write_leads(nj.read_leads("odd.txt", encoding="cp1251", delimiter="^"), "odd.xlsx")
    result = run("resume", "run.sqlite", "odd.xlsx")
    assert result.code == 3
    assert "a workbook has no encoding" in result.err
    assert "(the run read its file with --encoding cp1251 --delimiter" in result.err


def test_the_ways_on_and_the_analysis_read_it_so_too(pbx: Sandbox, run: RunCli) -> None:
    assert run("analyse", "run.sqlite", "--leads", "odd.txt", *SAID, "--retry", "retry.csv").code == 0
    assert nj.read_leads("retry.csv")["Name"].tolist() == NAMES[1:]
    Path("odd.txt").write_bytes((TEXT + "Anna^0491 570 158\n").encode("cp1251"))
    result = run("resume", "run.sqlite")
    new = result.err.replace("'", "").replace(f"{Path.cwd()}/", "")
    assert "submit odd.txt --encoding cp1251 --delimiter ^ --campaign campaign.toml --only-new run.sqlite" in new


def test_a_sheet_by_its_number_is_kept_as_it_was_counted(pbx: Sandbox, run: RunCli) -> None:
    with pd.ExcelWriter("leads.xlsx", engine="xlsxwriter") as book:
        for name, end in (("old", "110"), ("new", "158")):
            pd.DataFrame({"Name": [name, f"{name} too"], "Phone": [f"0491570{end}", "0491570159"]}).to_excel(
                book, sheet_name=name, index=False
            )
    leads = nj.read_leads("leads.xlsx", sheet=1, header_row=1)
    nj.submit(leads, pbx.campaign, api_key=MARKED, journal="other.sqlite", limit=1, pacing=PACING, progress=False)
    with reading("other.sqlite") as database:
        assert run_of(database).read_with.given() == {"sheet": 1, "header_row": 1}
    assert run("resume", "other.sqlite").code == 0
    assert names(pbx)[1:] == ["new", "new too"]
