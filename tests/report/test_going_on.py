"""How to go on after a check: what a repair wins, and the next command."""

import json
import shlex
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.report.going_on import CommandLine, going_on
from tests.conftest import Run

_CAMPAIGN = nj.Campaign(phone_fields=["Phone"])
_GIVEN = CommandLine(
    "my leads.csv",
    reading=("--delimiter", "tab"),
    options={
        "check": ("--campaign", "c.toml", "--operation", "update"),
        "repair": ("--campaign", "c.toml"),
        "submit": ("--campaign", "c.toml", "--operation", "update", "--api-key-file", "key"),
    },
    again="noojee-dq check once more",
)
_GOOD, _REPAIRABLE, _BAD = "0491 570 006", "491570156.0", "none"


def _report(*phones: str, **campaign: object) -> nj.Report:
    settings = nj.Campaign(**(_CAMPAIGN.model_dump() | campaign))
    return nj.check(pd.DataFrame({"Phone": list(phones)}, index=range(2, 2 + len(phones))), settings)


@pytest.mark.parametrize(
    ("phones", "campaign", "gain", "in_shell", "in_python"),
    [
        (
            [_GOOD],
            {},
            "",
            "noojee-dq submit 'my leads.csv' --delimiter tab --campaign c.toml --operation update --api-key-file key",
            "nj.submit(report.ready, campaign, dry_run=True)",
        ),
        (
            [_GOOD, _REPAIRABLE, _BAD],
            {},
            "A repair would make 1 more lead ready.",
            "noojee-dq repair 'my leads.csv' -o 'my leads-repaired.xlsx' --delimiter tab --campaign c.toml",
            "fixed = nj.repair(leads, campaign)",
        ),
        (
            [_GOOD, _BAD],
            {},
            "",
            "noojee-dq check 'my leads.csv' --rejected 'my leads-rejected.xlsx' --delimiter tab --campaign c.toml "
            "--operation update",
            'report.to_excel("checked.xlsx")',
        ),
        # What is to be dropped stays behind by itself.
        (
            [_GOOD, _GOOD],
            {},
            "",
            "noojee-dq submit 'my leads.csv' --delimiter tab --campaign c.toml --operation update --api-key-file key",
            "nj.submit(report.ready, campaign, dry_run=True)",
        ),
        ([_GOOD], {"template_id": 0}, "", "noojee-dq check once more", "report = nj.check(leads, campaign)"),
        ([], {}, "", "", ""),
    ],
)
def test_the_next_command(
    phones: list[str], campaign: dict[str, object], gain: str, in_shell: str, in_python: str
) -> None:
    report = _report(*phones, **campaign)
    on = going_on(report, _GIVEN)
    assert (on.gain, on.command) == (gain, in_shell)
    assert going_on(report).command == in_python


def test_a_workbook_that_was_written_is_what_is_corrected() -> None:
    given = CommandLine("leads.csv", ("--delimiter", "tab"), workbook="to do.xlsx")
    on = going_on(_report(_GOOD, _BAD), given)
    # The corrected file is a workbook, which has no delimiter.
    assert on.command == "noojee-dq check FIXED.xlsx --since 'to do.xlsx'"
    assert "to do.xlsx" in on.words


def test_leads_that_need_two_repairs_are_counted_as_the_repair_makes_them_ready(run: Callable[..., Run]) -> None:
    settings = nj.Campaign(
        phone_fields=["Phone"], contact_hours={"Perth": "Australia/Perth"}, columns={"Ref": "njExternalLeadId"}
    )
    Path("campaign.toml").write_text(settings.to_toml(), "utf-8")
    lines = [
        *("A,0491 570 006,Perth", "B,491570156.0,perth", "C,0491 570 157,perth", "D,491570158.0,Perth"),
        # Repaired, they turn out to be one.
        *("E,491570159.0,Perth", "F,61491570159,perth", "G,none,Perth"),
    ]
    Path("leads.csv").write_text("\n".join(["Ref,Phone,njContactHours", *lines, ""]), "utf-8")
    before = json.loads(run("check", "leads.csv", "--format", "json").out)["counts"]["ready"]
    repaired = json.loads(run("repair", "leads.csv", "-o", "fixed.csv", "--format", "json").out)["counts"]
    assert (before, repaired["ready_before"], repaired["ready_after"]) == (1, 1, 5)
    assert "A repair would make 4 more leads ready.\n" in run("check", "leads.csv").out


def test_a_repair_that_refuses_more_leads_than_it_makes_ready_is_not_proposed() -> None:
    leads = pd.DataFrame({"Phone": ["491570006.0", "0491570006"], "Mobile": ["0491570156", ""]})
    report = nj.check(leads, nj.Campaign(phone_fields=["Phone", "Mobile"]))
    assert (report.counts["ready"], report.unasked_gain) == (2, -1)
    assert (going_on(report).gain, going_on(report).command[:10]) == ("", "nj.submit(")


@pytest.mark.parametrize(
    ("given", "command", "else_by_hand"),
    [
        (
            _GIVEN,
            "noojee-dq repair 'my leads.csv' --fix blank-no-change -o 'my leads-repaired.xlsx' --delimiter tab "
            "--campaign c.toml",
            "(--rejected)",
        ),
        (None, "fixed = nj.repair(leads, campaign, fixes=['blank-no-change'])", '(report.to_excel("checked.xlsx"))'),
    ],
)
def test_a_fix_that_has_to_be_asked_for_comes_before_corrections_by_hand(
    given: CommandLine | None, command: str, else_by_hand: str
) -> None:
    leads = pd.DataFrame({"Phone": [_GOOD, "0491 570 156", _BAD], "Note": ["", "<NO CHANGE>", ""]})
    on = going_on(nj.check(leads, _CAMPAIGN), given)
    assert on.command == command
    assert "is blanked" in on.words
    assert else_by_hand in on.words


def test_what_is_asked_for_is_named_with_what_it_wins() -> None:
    leads = pd.DataFrame({"Phone": [_GOOD, _REPAIRABLE], "Note": ["<NO CHANGE>", ""]})
    on = going_on(nj.check(leads, _CAMPAIGN), _GIVEN)
    assert on.gain == "A repair would make 1 more lead ready, with --fix blank-no-change 1 more."


def test_a_number_in_the_name_of_a_file_is_masked_but_on_the_screen() -> None:
    given = CommandLine("0491570006.csv")
    report = _report(_GOOD)
    assert "0491570006" not in going_on(report, given).command
    assert shlex.split(going_on(report, given, show_values=True).command)[2] == "0491570006.csv"


def test_page_and_note_and_workbook_name_the_same_command(tmp_path: Path) -> None:
    from noojee_dq.report.formats import EXCEL, HTML, MARKDOWN

    report = _report(_GOOD)
    command = going_on(report, _GIVEN).command
    options = {"show_values": False, "audience": "team", "given": _GIVEN}
    assert command.replace("'", "&#39;") in HTML.text(report, **options)
    assert command in MARKDOWN.text(report, **options)
    EXCEL.to_file(report, tmp_path / "checked.xlsx", **options)
    summary = pd.read_excel(tmp_path / "checked.xlsx", sheet_name="Summary", header=None, engine="calamine")
    column = summary[0].tolist()
    assert f"Next: {command}" in column
    assert column.index("How to go on") < column.index("Sheet")


def test_a_repair_that_must_be_asked_for_is_said_by_itself() -> None:
    leads = pd.DataFrame({"Phone": ["0491 570 006"], "Name": ["<NO CHANGE>"]})
    on = going_on(nj.check(leads, _CAMPAIGN), _GIVEN)
    assert on.gain == "A repair would make leads ready: with --fix blank-no-change 1 more."


def test_leads_in_parts_are_checked_again_into_the_same_folder(tmp_path: Path) -> None:
    (tmp_path / "leads.csv").write_text("Phone\n0491 570 006\n", "utf-8")
    out, settings = tmp_path / "lists" / "out", nj.Campaign(phone_fields=["Phone"], template_id=0)
    out.parent.mkdir()
    report = nj.check_files(tmp_path / "leads.csv", settings, out=out)
    command = going_on(report.found, show_values=True).command
    assert command == f"report = nj.check_files(files, campaign, out={str(out)!r}, force=True)"


def test_of_leads_in_parts_those_that_are_ready_are_frames(tmp_path: Path) -> None:
    (tmp_path / "leads.csv").write_text("Phone\n0491 570 006\n", "utf-8")
    report = nj.check_files(tmp_path / "leads.csv", _CAMPAIGN, out=tmp_path / "out")
    assert going_on(report.found).command == "nj.submit(report.ready_leads(), campaign, dry_run=True)"


_PHONE_AND_MOBILE = nj.Campaign(phone_fields=["Phone", "Mobile"])


@pytest.mark.parametrize(
    ("leads", "relieved"),
    [
        pytest.param({"Phone": ["491570006", "491570156"]}, 2, id="all without their zero"),
        pytest.param({"Phone": [_GOOD, "491570156"]}, 1, id="one"),
        pytest.param({"Phone": [_GOOD, _GOOD, "491570156"]}, 1, id="beside one to drop"),
        pytest.param({"Phone": [_GOOD], "Mobile": ["491570156.0"]}, 1, id="beside a good one"),
        pytest.param({"Phone": ["491570006"], "Mobile": ["491570156"]}, 1, id="two of a lead"),
        pytest.param({"Phone": [f"\u202d{_GOOD}"]}, 1, id="a mark that nobody sees"),
        pytest.param({"Phone": [_GOOD]}, 0, id="no warning"),
        pytest.param({"Phone": ["1900 654 321"]}, 0, id="a warning that no repair takes away"),
        pytest.param({"Phone": [_GOOD], "Mobile": ["9234 1234"]}, 0, id="one that it cannot take away here"),
        pytest.param({"Phone": [f"{_GOOD} / 0491 570 156"], "Mobile": [_GOOD]}, 0, id="by a repair to be asked for"),
        pytest.param({"Phone": [_GOOD, "491570156", _BAD]}, None, id="others are corrected first"),
    ],
)
def test_a_repair_that_takes_warnings_away_comes_before_the_leads_are_sent(
    leads: dict[str, list[str]], relieved: int | None
) -> None:
    frame = pd.DataFrame(leads)
    settings = _PHONE_AND_MOBILE if "Mobile" in leads else _CAMPAIGN
    on = going_on(nj.check(frame, settings), CommandLine("leads.csv"))
    if relieved is None:
        assert (on.gain, on.command.split()[1]) == ("", "check")
        return
    are = "lead that is ready" if relieved == 1 else "leads that are ready"
    said = f"A repair would take warnings away from {relieved} {are}." if relieved else ""
    assert (on.gain, on.command.split()[1]) == (said, "repair" if relieved else "submit")
    repaired = nj.check(nj.repair(frame, settings).leads, settings)
    assert going_on(repaired, CommandLine("leads.csv")).command == "noojee-dq submit leads.csv"


@pytest.mark.parametrize(("phones", "counted"), [([_GOOD], False), ([_GOOD, _BAD], True), ([_BAD], True)])
def test_repairs_are_tried_out_only_where_a_lead_is_not_ready(phones: list[str], counted: bool) -> None:
    report = _report(*phones)
    going_on(report)
    # What was worked out is kept.
    assert ("_repair_gains" in vars(report)) == counted
