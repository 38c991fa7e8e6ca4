"""A list that comes to the guided way once more, under whatever name: nobody is called twice by Enter and yes."""

import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.sandbox import Sandbox
from tests.cli.terminal import at_terminal

pytestmark = pytest.mark.slow

KEY = "3f0c9c1e-made-up-key"
CAMPAIGN = nj.Campaign(template_id=41, campaign_id=41, allocation_id=38, phone_fields=["Phone"], allow_duplicates=True)
NUMBERS = [*(f"0491 570 0{number}" for number in range(10, 14)), "none"]

#: Runs the wizard on a file, with a yes to sending, and returns its exit code and all that stood on the screen.
Wizard = Callable[..., tuple[int, str]]


@pytest.fixture
def pbx(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """A PBX that takes a number as often as it comes; a list of five leads, one of which is faulty, and no ids."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NOOJEE_API_KEY", KEY)
    with Sandbox(CAMPAIGN, api_key=KEY, time_scale=0.01) as pbx:
        Path("campaign.toml").write_text(pbx.campaign.to_toml(), "utf-8")
        pd.DataFrame({"Name": list("ABCDE"), "Phone": NUMBERS}).to_excel("acme.xlsx", index=False)
        yield pbx


@pytest.fixture
def wizard(monkeypatch: pytest.MonkeyPatch) -> Wizard:
    """Presses Enter at all questions but that for a typed yes."""

    def run(file: str, **answers: list[str]) -> tuple[int, str]:
        given = {key.replace("_", " "): one for key, one in answers.items()}
        return at_terminal(monkeypatch, {"Send what": ["yes"]} | given, "wizard", file)

    return run


def commands(screen: str) -> list[list[str]]:
    """The commands that were said before they were run."""
    return [shlex.split(line)[1:] for line in re.findall(r"^  (noojee-dq .*)$", screen, flags=re.MULTILINE)]


def just_so(book: openpyxl.Workbook) -> None:
    """Leave the leads that went out as they were."""


def with_a_column(book: openpyxl.Workbook) -> None:
    """Add a column, which makes every lead another one."""
    for sheet in book:
        if "Phone" in [cell.value for cell in sheet[1]]:
            for row in range(1, sheet.max_row + 1):
                sheet.cell(row, sheet.max_column + (row == 1), "Note" if row == 1 else "ring at noon")


@pytest.mark.parametrize("name", ["acme corrected.xlsx", "acme-checked.xlsx", "elsewhere.xlsx"])
@pytest.mark.parametrize("changed", [just_so, with_a_column])
def test_no_lead_goes_out_twice_whatever_its_list_is_called(
    pbx: Sandbox, wizard: Wizard, name: str, changed: Callable[[openpyxl.Workbook], None]
) -> None:
    code, _ = wizard("acme.xlsx")
    assert (code, pbx.calls) == (0, 4)
    book = openpyxl.load_workbook("acme-checked.xlsx")
    for cell in (one for sheet in book for row in sheet.iter_rows() for one in row if one.value == "none"):
        cell.value = "0491 570 157"
    changed(book)
    book.save(name)
    _, screen = wizard(name)
    assert "--only-new" in commands(screen)[-1]
    assert "noojee-run-acme.sqlite" in commands(screen)[-1]
    assert pbx.calls == 5


def test_a_run_with_other_settings_is_named_before_somebody_types_yes(pbx: Sandbox, wizard: Wizard) -> None:
    wizard("acme.xlsx")
    pd.DataFrame({"Mobile": NUMBERS[1:2]}).to_csv("other.csv", index=False)
    campaign = nj.Campaign.from_toml("campaign.toml").model_copy(update={"phone_fields": ("Mobile",)})
    Path("campaign.toml").write_text(campaign.to_toml(), "utf-8")
    _, screen = wizard("other.csv", Send_what=["no"])
    assert "noojee-run-acme.sqlite: this run has sent numbers of the list, but with other settings" in screen
    assert (pbx.calls, "--only-new" in screen) == (4, False)


def test_only_the_way_itself_says_what_comes_next(pbx: Sandbox, wizard: Wizard) -> None:
    pd.DataFrame({"Name": ["A", "B"], "Phone": ["491570010.0", "none"]}).to_csv("leads.csv", index=False)
    _, screen = wizard("leads.csv", Send_what=["no"])
    assert [one[0] for one in commands(screen)] == ["check", "repair", "check", "submit"]
    assert "Next: " not in screen
    assert "A repair would make 1 more lead ready." in screen
    assert "Nothing was sent. To send: noojee-dq submit leads-repaired.csv" in screen
    cells = [one.value for sheet in openpyxl.load_workbook("leads-checked.xlsx") for row in sheet for one in row]
    commands_in = [one for one in cells if "noojee-dq " in str(one)]
    assert commands_in == ["Then: noojee-dq wizard FIXED.xlsx --campaign campaign.toml"]
    # Once all is sent, the run itself says how it is looked at.
    _, screen = wizard("leads.csv")
    assert re.findall("Next: .*", screen) == ["Next: noojee-dq analyse noojee-run-leads.sqlite"]


PARTLY = "dnc.csv: no valid phone number is in 1 of 2 entries (row 3) of the do-not-call list"


@pytest.mark.parametrize(
    ("answers", "dnc", "option"),
    [
        (["accept"], "dnc.csv", True),
        (["lost.csv", '"whole.csv"'], "whole.csv", False),
        (["", "dnc.csv", "ACCEPT"], "dnc.csv", True),
    ],
)
def test_a_list_that_is_read_in_part_is_asked_about(
    pbx: Sandbox, wizard: Wizard, answers: list[str], dnc: str, option: bool
) -> None:
    Path("dnc.csv").write_text("Phone\n0491 570 010\nask Ann\n", "utf-8")
    Path("whole.csv").write_text("Phone\n0491 570 010\n0491 570 011\n", "utf-8")
    Path("campaign.toml").write_text(CAMPAIGN.model_copy(update={"dnc": ("dnc.csv",), "url": pbx.url}).to_toml())
    _, screen = wizard("acme.xlsx", Correct_the_list=answers)
    assert PARTLY in screen
    assert [Path(one).name for one in nj.Campaign.from_toml("campaign.toml").dnc] == [dnc]
    assert all(("--accept-partial-lists" in one) == option for one in commands(screen))
    assert commands(screen)[-1][-1] == "--send"
    assert pbx.calls == (3 if option else 2)


def test_a_list_of_others_is_a_run_of_its_own(pbx: Sandbox, wizard: Wizard) -> None:
    wizard("acme.xlsx")
    pd.DataFrame({"Name": ["F"], "Phone": ["0491 570 159"]}).to_csv("other.csv", index=False)
    _, screen = wizard("other.csv")
    assert (pbx.calls, "--only-new" in screen) == (5, False)
