"""What is said of files as a whole: nothing is missing because their first part does not show it."""

from pathlib import Path

import pytest

import noojee_dq as nj
from noojee_dq.large import check_files
from tests.examples import mostly_long
from tests.large.made_up import NOW

CAMPAIGN = nj.Campaign(phone_fields=["Phone"])


def _leads(first: int, count: int, rest: str) -> str:
    return "".join(f"03 5550 {number:04},{rest.format(number=number)}\n" for number in range(first, first + count))


@pytest.mark.parametrize("operation", mostly_long(["insert", "update"], ["update"]))
@pytest.mark.parametrize(
    "parts",
    [
        [_leads(6, 20, ",,,"), _leads(100, 20, "A{number},2027/01/02 10:00,50,Sale")],
        [_leads(6, 20, "A{number},,,"), _leads(100, 20, ",tomorrow,,"), _leads(200, 20, ",,,Sale")],
        pytest.param([_leads(6, 20, "A{number},,,"), _leads(100, 20, "A{number},,7,")], marks=pytest.mark.long),
        [_leads(6, 20, ",,,")],
    ],
)
def test_columns_that_may_be_fields_are_those_of_all_parts(operation: str, parts: list[str], tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_text("Phone,Ext Ref,Callback,Priority,Outcome\n" + "".join(parts), "utf-8")
    large = check_files(path, CAMPAIGN, out=tmp_path / "out", operation=operation, now=NOW, part_rows=20)  # type: ignore[arg-type]
    report = nj.check(nj.read_leads(path), CAMPAIGN, operation=operation, now=NOW)  # type: ignore[arg-type]
    assert large.notes == report.notes
    assert nj.LargeReport.open(tmp_path / "out").notes == large.notes


@pytest.mark.parametrize(
    ("texts", "without"),
    [
        (["Phone\n", "Phone\n0491 570 006\n"], [0]),
        (["Phone\n0491 570 006\n", "Phone\n", "Phone\n0491 570 156\n", "Phone\n\n\n"], [1, 3]),
        (["Phone\n0491 570 006\n", "Phone\n0491 570 156\n"], []),
    ],
)
def test_a_file_without_leads_among_several_is_named(texts: list[str], without: list[int], tmp_path: Path) -> None:
    paths = [tmp_path / f"{at}.csv" for at in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, "utf-8")
    large = check_files(paths, CAMPAIGN, out=tmp_path / "out", now=NOW)
    said = "holds headings but no lead: nothing of it was checked"
    assert [note for note in large.notes if "no lead" in note] == [f"{paths[at]}: {said}" for at in without]
    assert large.counts["ready"] == len(texts) - len(without)
