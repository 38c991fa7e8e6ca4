"""Phone columns that the first leads do not show are never left out in silence."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import noojee_dq as nj
from tests.conftest import Run
from tests.examples import mostly_long

Command = Callable[..., Run]
LISTED = "0491 570 156"


def _written(name: str, cells: list[str], heading: str) -> str:
    rows = [f"03 5550 {at + (5000 if name == 'b.csv' else 0):04},{cell}" for at, cell in enumerate(cells)]
    Path(name).write_text("\n".join([f"Phone,{heading}", *rows, ""]), "utf-8")
    return name


@pytest.fixture
def check(run: Command) -> Callable[..., Run]:
    """Check files against a do-not-call list, as JSON."""
    Path("dnc.csv").write_text(f"Phone\n{LISTED}\n", "utf-8")
    return lambda *options: run(
        "check", *options, "--dnc", "dnc.csv", "--out", "checked", "--force", "--format", "json"
    )


@pytest.mark.parametrize("heading", mostly_long(["Mobile", "Alt"], usual=["Alt"]))
def test_numbers_further_down_are_an_error_that_says_what_to_do(
    heading: str, check: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("noojee_dq.cli.in_parts._FIRST_LEADS", 100)
    file = _written("a.csv", [""] * 150 + [LISTED] * 5, heading)
    ended = check(file)
    assert (ended.code, json.loads(ended.out)["ok"]) == (2, False)
    said = " ".join(ended.err.split())
    assert f"the column '{heading}' holds phone numbers from row 152 on, and was left out when phone columns" in said
    options = ["--phone-field", "Phone", "--phone-field", heading]
    assert " ".join(["--phone-field", '"Phone"', "--phone-field", f'"{heading}"']) in said
    assert check(file, *options).code == 1
    assert "do-not-call-partly" in nj.LargeReport.open("checked").summary["check"].tolist()
    # Who names the columns has said which count.
    assert check(file, "--phone-field", "Phone").code == 0


def test_a_column_that_only_another_file_fills_is_guessed(check: Command) -> None:
    files = [_written("a.csv", [""] * 5, "Mobile"), _written("b.csv", [LISTED], "Mobile")]
    ended = check(*files)
    assert "phone columns, guessed: Phone, Mobile" in ended.err
    assert nj.LargeReport.open("checked").summary["check"].tolist() == ["do-not-call-partly"]


def test_numbers_further_down_in_one_of_several_files_name_it(check: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_FIRST_LEADS", "_FEWEST_OF_FILE"):
        monkeypatch.setattr(f"noojee_dq.cli.in_parts.{name}", 20)
    files = [_written("a.csv", [""] * 30, "Mobile"), _written("b.csv", [""] * 30 + [LISTED], "Mobile")]
    ended = check(*files)
    assert ended.code == 2
    assert "holds phone numbers from row 32 of b.csv on" in " ".join(ended.err.split())


@pytest.mark.parametrize(
    ("heading", "first", "then"),
    [
        ("Name", "Ann", "Bob"),
        ("Fax", "", "02 5550 1234"),
        ("Customer ID", "", "0491570157"),
        pytest.param("Mobile since", "", "2026-03-04", marks=pytest.mark.long),
        pytest.param("Mobile", "", "", marks=pytest.mark.long),
        ("Mobile", "", "none"),
        pytest.param("Notes", "call late", "call early", marks=pytest.mark.long),
        # It was seen, and left out all the same: a person has been told.
        ("Office", "02 5550 1234", "02 5550 1235"),
        ("Do not call", LISTED, LISTED),
    ],
)
def test_other_columns_are_no_error(
    heading: str, first: str, then: str, check: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("noojee_dq.cli.in_parts._FIRST_LEADS", 100)
    ended = check(_written("a.csv", [first] * 150 + [then] * 20, heading))
    assert (ended.code, json.loads(ended.out)["counts"]["ready"]) == (0, 170), ended.err
