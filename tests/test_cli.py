"""The command line: exit codes, streams, files, and no phone number where nobody asked."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pytest

import noojee_dq as nj
from noojee_dq.checks import CHECKS
from noojee_dq.cli.messages import announced
from noojee_dq.leads import read_verdicts
from tests.conftest import Run
from tests.examples import mostly_long

GOOD = "Name,Phone\nAnn,0491 570 006\n"
BAD = "Name,Phone\nAnn,0491 570 006\n\nBob,\n"
WARNING = "Name,Phone\nAnn,491570006\n"


def write(name: str, text: str) -> str:
    Path(name).write_text(text, "utf-8")
    return name


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        (GOOD, [], 0),
        (BAD, [], 1),
        (BAD, ["--fail-on", "never"], 0),
        (WARNING, [], 0),
        (WARNING, ["--fail-on", "warning"], 1),
        (GOOD, ["--fail-on", "sometimes"], 2),
        (GOOD, ["--no-such-option"], 2),
        (GOOD, ["--phone-field", "Phone", "--region", "AUS"], 2),
        (GOOD, ["-c", "none.toml"], 2),
        (GOOD, ["--report", "report.pdf"], 2),
        (GOOD, ["--ready", "leads.csv"], 2),
        (GOOD, ["--known", "none.csv"], 3),
        (GOOD, ["--known", "known.csv", "--ready", "known.csv"], 2),
        (GOOD, ["--dnc", "dnc.csv", "--rejected", "./dnc.csv"], 2),
        (GOOD, ["--ready", "same.csv", "--rejected", "same.csv"], 2),
        (GOOD, ["--ready", "ready.pdf"], 2),
        (GOOD, ["--report", "nowhere/report.html"], 2),
        ("Name,Phone\n", [], 3),
        ("Name,Age\n", [], 3),
        ("Ann,0491570006\nBob,0491570156\n", [], 3),
        ("", [], 3),
        ("Name,Age\nAnn,30\n", [], 2),
    ],
)
def test_the_exit_code_tells_a_pipeline_what_happened(
    run: Callable[..., Run], text: str, options: list[str], code: int
) -> None:
    result = run("check", write("leads.csv", text), *options)
    assert result.code == code
    if code >= 2:
        assert result.err
        assert "Traceback" not in result.err


def test_a_missing_file_is_unreadable_input(run: Callable[..., Run]) -> None:
    result = run("check", "none.csv")
    assert result.code == 3
    assert "none.csv" in result.err


def test_json_is_the_documented_form_and_alone_on_stdout(run: Callable[..., Run]) -> None:
    result = run("check", write("leads.csv", BAD), "--format", "json")
    document = json.loads(result.out)
    assert list(document)[:7] == ["schema_version", "tool", "version", "checked_at", "ok", "exit_code", "error"]
    assert document["source"] == "leads.csv"
    assert document["counts"] == {"leads": 2, "ready": 1, "fix": 1, "drop": 0, "review": 0}
    assert document["by_code"] == {"102": 1}
    assert [finding["row"] for finding in document["findings"]] == [4]
    assert "phone columns, guessed: Phone" in result.err


def test_csv_has_a_line_for_each_finding(run: Callable[..., Run]) -> None:
    rows = list(csv.DictReader(io.StringIO(run("check", write("leads.csv", BAD), "--format", "csv").out)))
    assert [(row["row"], row["code"], row["check"]) for row in rows] == [("4", "102", "no-phone")]


def test_markdown_and_table_end_with_all_that_was_found(run: Callable[..., Run]) -> None:
    for form in ("markdown", "table"):
        out = run("check", write("leads.csv", BAD), "--format", form).out
        assert "102" in out
        assert "row 4" in out


def test_ready_and_rejected_leads_go_to_files(run: Callable[..., Run]) -> None:
    result = run("check", write("leads.csv", BAD), "--ready", "ready.csv", "--rejected", "rejected.xlsx")
    assert Path("ready.csv").read_text("utf-8") == GOOD
    assert nj.read_leads("rejected.xlsx").to_dict("index") == {4: {"Name": "Bob", "Phone": ""}}
    verdicts = read_verdicts("rejected.xlsx")
    assert verdicts[["dq_status", "dq_codes", "Name"]].to_numpy().tolist() == [["fix", "102", "Bob"]]
    assert "wrote ready.csv: 1 lead\n" in result.err


def test_a_workbook_goes_out_comes_back_corrected_and_tells_how_far_it_got(run: Callable[..., Run]) -> None:
    assert run("check", write("leads.csv", BAD), "--report", "checked.xlsx").code == 1
    book = openpyxl.load_workbook("checked.xlsx")
    book["Fix"]["G2"] = "0491 570 156"
    book.save("fixed.xlsx")
    result = run("check", "fixed.xlsx", "--since", "checked.xlsx")
    assert (result.code, result.out.splitlines()[-3]) == (0, "Since checked.xlsx: 1 of 1 fixed, 0 new")
    asked_as_json = run("check", "fixed.xlsx", "--since", "checked.xlsx", "--format", "json")
    assert json.loads(asked_as_json.out)["counts"]["ready"] == 2
    assert "1 of 1 fixed, 0 new" in asked_as_json.err
    assert run("check", "fixed.xlsx", "--since", "leads.csv").code == 3


def test_a_note_for_the_supplier_names_rows_and_no_values(run: Callable[..., Run]) -> None:
    options = ["--report", "note.md", "--format", "markdown", "--audience", "supplier"]
    result = run("check", write("leads.csv", BAD), *options)
    note = Path("note.md").read_text("utf-8")
    assert result.out.rstrip() == note.rstrip()
    assert "Row 4" in note
    assert "Bob" not in note


@pytest.mark.parametrize("name", ["report.html", "report.json", "report.md"])
def test_a_report_goes_to_a_file_of_the_kind_that_its_name_says(run: Callable[..., Run], name: str) -> None:
    assert run("check", write("leads.csv", BAD), "--report", name).code == 1
    assert "102" in Path(name).read_text("utf-8")


def test_the_campaign_file_in_the_working_folder_is_taken_and_said(run: Callable[..., Run]) -> None:
    write("campaign.toml", '[campaign]\ntemplate_id = 0\n[phone]\nfields = ["Phone"]\n')
    result = run("check", write("leads.csv", GOOD), "--format", "json")
    assert json.loads(result.out)["by_code"] == {"116": 1}
    assert "campaign.toml" in result.err


def test_updates_are_checked_against_known_leads_and_the_dnc_list(run: Callable[..., Run]) -> None:
    write("known.csv", "njExternalLeadId,njDisposition\nA1,\n")
    write("dnc.csv", "Phone\n0491570156\n")
    leads = "njExternalLeadId,Phone,njDisposition\nA1,<No Change>,<No Change>\nA2,0491 570 156,Sale\n"
    options = ["--operation", "update", "--known", "known.csv", "--dnc", "dnc.csv", "--format", "json"]
    result = run("check", write("leads.csv", leads), "--phone-field", "Phone", *options)
    assert json.loads(result.out)["by_code"] == {"101": 1, "104": 1, "107": 1}


def test_keep_last_takes_the_first_of_two_duplicates_out(run: Callable[..., Run]) -> None:
    leads = write("leads.csv", "Phone\n0491570006\n0491570006\n")
    findings = json.loads(run("check", leads, "--keep", "last", "--format", "json").out)["findings"]
    assert [finding["row"] for finding in findings] == [2]


OUTPUTS = [*(["--format", form] for form in ("table", "json", "csv", "markdown")), ["--report", "report.html"]]


@pytest.mark.parametrize("options", mostly_long(OUTPUTS, [OUTPUTS[0], OUTPUTS[1], OUTPUTS[-1]]), ids=" ".join)
def test_no_output_shows_a_phone_number_unless_asked(run: Callable[..., Run], options: list[str]) -> None:
    leads = write("leads.csv", "Phone,Note\n5550 1234,<No Change>\n0355501234,ring 0355501999 \x07\n03 5550 1234,\n")
    shown = run("check", leads, *options)
    everything = "".join([shown.out, shown.err, *(path.read_text("utf-8") for path in Path().glob("report.*"))])
    for number in ("5550 1234", "0355501234", "0355501999"):
        assert number not in everything
    asked = run("check", leads, *options, "--show-values")
    assert "5550 1234" in asked.out or options[1] in ("table", "report.html")


def test_an_error_about_a_file_named_like_a_phone_number_masks_it(run: Callable[..., Run]) -> None:
    result = run("check", "0355501234.csv")
    assert "0355501234" not in result.err
    assert result.code == 3


MESSY = 'Phone,State,Note\n491570006.0,NSW,a\n0491 570 156,NSW," b"\n9550 1234,NSW,<No Change>\n4.12E+08,,\n'


@pytest.mark.parametrize("output", mostly_long(["fixed.csv", "fixed.xlsx", "fixed.parquet"], ["fixed.xlsx"]))
def test_repaired_leads_go_to_a_file_that_reads_back_equal(run: Callable[..., Run], output: str) -> None:
    leads = nj.read_leads(write("leads.csv", MESSY))
    result = run("repair", "leads.csv", "-o", output, "--fix", "area-code", "--fix", "blank-no-change")
    assert (result.code, Path("leads.csv").read_text("utf-8")) == (0, MESSY)
    repaired = nj.read_leads(output)
    assert repaired.to_numpy().tolist() == [
        ["0491570006", "NSW", "a"],
        ["0491570156", "NSW", "b"],
        ["0295501234", "NSW", ""],
        ["4.12E+08", "", ""],
    ]
    assert list(repaired) == list(leads)
    assert f"wrote {output}: 4 rows" in result.err


def test_repair_says_what_it_did_what_it_left_and_what_can_be_asked_for(run: Callable[..., Run]) -> None:
    result = run("repair", write("leads.csv", MESSY), "-o", "fixed.csv", "--changes", "changes.csv")
    shown = " ".join(result.out.split())
    assert "4 changes. Ready to send: 1 of 4 leads before, 2 after." in shown
    assert "ask the supplier" in shown
    assert "--fix area-code" in shown
    assert "(1 cell, 0 more leads ready)" in shown
    changes = nj.read_leads("changes.csv")[["row", "column", "before", "after", "fix"]].to_numpy().tolist()
    assert changes == [
        ["2", "Phone", "491570006.0", "491570006", "decimal-tail"],
        ["2", "Phone", "491570006", "0491570006", "leading-zero"],
        ["3", "Phone", "0491 570 156", "0491570156", "separators"],
        ["3", "Note", " b", "b", "outer-blanks"],
    ]


@pytest.mark.parametrize(
    ("text", "options", "command"),
    [
        ("A,491570156.0,VIC\nB,none,\n", [], "check fixed.csv --rejected fixed-rejected.xlsx"),
        ("A,491570156.0,VIC\nB,5550 1234,VIC\n", [], "repair fixed.csv --fix area-code -o fixed-repaired.xlsx"),
        ("A,491570156.0,VIC\n", [], "submit fixed.csv"),
        ("A,491570156.0,VIC\n", ["--region", "AU", "--operation", "update"], "submit fixed.csv"),
        ("A,491570156.0,VIC\n", ["-c", "bad.toml"], "check fixed.csv"),
    ],
)
def test_repair_ends_with_the_next_command(
    run: Callable[..., Run], text: str, options: list[str], command: str
) -> None:
    write("bad.toml", '[campaign]\ntemplate_id = 0\n[phone]\nfields = ["Phone"]\n')
    write("leads.csv", f"njExternalLeadId,Phone,State\n{text}")
    said = run("repair", "leads.csv", "-o", "fixed.csv", *options)
    more = [one.replace("-c", "--campaign") for one in options]
    assert said.out.splitlines()[-1] == " ".join(["Next: noojee-dq", command, *more])


def test_repair_of_updates_makes_the_fixes_of_updates_alone(run: Callable[..., Run]) -> None:
    write("leads.csv", "njExternalLeadId,Phone,Mobile\nA,491570156.0,<No Change>\n")
    said = run("repair", "leads.csv", "-o", "fixed.csv", "--operation", "update")
    assert "Ready to send: 1 of 1 lead before, 1 after." in said.out
    assert nj.read_leads("fixed.csv")["Phone"].tolist() == ["0491570156"]
    for fix in ("blank-no-change", "blank-duplicate-numbers"):
        refused = run("repair", "leads.csv", "-o", "other.csv", "--operation", "update", "--fix", fix)
        assert (refused.code, f"the fix '{fix}' cannot be made: it is for an insert alone" in refused.err) == (2, True)
    with pytest.raises(nj.CampaignError, match="for an insert alone"):
        nj.repair(nj.read_leads("leads.csv"), nj.Campaign(), fixes=["blank-no-change"], operation="update")


def test_repair_lists_every_change_where_one_asks_for_it(run: Callable[..., Run]) -> None:
    write("leads.csv", "Phone,Name\n" + "".join(f"04915701{at}.0, N{at}\n" for at in range(10, 16)))
    few, every = (
        run("repair", "leads.csv", "-o", name, *more).out for name, more in (("a.csv", []), ("b.csv", ["--verbose"]))
    )
    assert ([name in few for name in ("N12", "N13")], "N15" in every) == ([True, False], True)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Phone\n491570156.0\nnone\n", []),
        ("Phone\n491570156.0\n\nnone\n", ["2", "4"]),
        ("List of March\n\nPhone,Name\n491570156.0,Ann\nnone,Bob\n", ["4", "5"]),
    ],
)
@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".parquet"])
def test_a_repaired_lead_keeps_the_row_by_which_it_is_known(
    run: Callable[..., Run], text: str, rows: list[str], suffix: str
) -> None:
    leads, phone = write("leads.csv", text), ["--phone-field", "Phone"]
    run("check", leads, *phone, "--rejected", "rejected.xlsx")
    said = run("repair", leads, *phone, "-o", f"fixed{suffix}")
    assert (f"in fixed{suffix} each lead has its row of the original file in dq_row" in said.err) == bool(rows)
    assert nj.read_leads(f"fixed{suffix}").index.tolist() == nj.read_leads(leads).index.tolist()
    since = run("check", f"fixed{suffix}", *phone, "--since", "rejected.xlsx")
    assert "Since rejected.xlsx: 1 of 2 fixed, 0 new; 1 still to do\n" in since.out


def test_repair_shows_no_phone_number_unless_asked(run: Callable[..., Run]) -> None:
    leads = write("leads.csv", MESSY)
    shown = run("repair", leads, "-o", "fixed.csv")
    assert not [number for number in ("491570006", "0491 570 156", "0491570156") if number in shown.out + shown.err]
    assert "0491570156" in run("repair", leads, "-o", "other.csv", "--show-values").out


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ([], 2),
        (["-o", "leads.csv"], 2),
        (["-o", "./leads.csv"], 2),
        (["-o", "fixed.pdf"], 2),
        (["-o", "same.csv", "--changes", "same.csv"], 2),
        (["-o", "fixed.csv", "--fix", "area_code"], 2),
        (["-o", "fixed.csv", "-c", "none.toml"], 2),
        (["-o", "fixed.csv"], 0),
    ],
)
def test_repair_never_destroys_its_input(run: Callable[..., Run], options: list[str], code: int) -> None:
    assert run("repair", write("leads.csv", MESSY), *options).code == code
    assert Path("leads.csv").read_text("utf-8") == MESSY


def test_every_code_and_check_can_be_explained(run: Callable[..., Run]) -> None:
    for word in (*map(str, nj.ResultCode), *(code.name for code in nj.ResultCode), *(check.id for check in CHECKS)):
        assert run("explain", word).code == 0
    undocumented = run("explain", "113")
    assert (undocumented.code, "113 is not documented by the vendor" in undocumented.err) == (2, True)
    unknown = run("explain", "DUPLICAT")
    assert (unknown.code, "did you mean 'DUPLICATE'" in unknown.err) == (2, True)


def test_init_guesses_phone_columns_and_its_file_is_ready_for_use(run: Callable[..., Run]) -> None:
    write("leads.csv", BAD)
    assert run("init", "leads.csv").code == 0
    assert nj.Campaign.from_toml("campaign.toml").phone_fields == ("Phone",)
    again = run("init", "leads.csv")
    assert (again.code, "--force" in again.err) == (2, True)
    assert run("init", "leads.csv", "--force").code == 0
    assert run("check", "leads.csv").code == 1


@pytest.mark.parametrize(("note", "chosen"), [("DNC", "error"), ("no contact", "warning")])
def test_init_holds_back_leads_that_the_file_marks(run: Callable[..., Run], note: str, chosen: str) -> None:
    write("leads.csv", f"Phone,Note\n0491570006,{note}\n0491570156,\n")
    result = run("init", "leads.csv")
    assert ("the file marks leads as not to be called" in result.err) == (chosen == "error")
    assert nj.Campaign.from_toml("campaign.toml").marked_do_not_call == chosen
    assert nj.propose_campaign(nj.read_leads("leads.csv")).marked_do_not_call == chosen


def test_work_that_takes_long_is_announced_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    with announced("checking 5 leads", patience=0.0) as timer:
        timer.join()
    with announced("quick work", patience=3600.0):
        pass
    assert capsys.readouterr() == ("", "checking 5 leads ...\n")


@pytest.mark.long
def test_python_m_runs_the_same_program(tmp_path: Path) -> None:
    (tmp_path / "leads.csv").write_text(BAD, "utf-8")
    command = [sys.executable, "-m", "noojee_dq", "check", "leads.csv", "--format", "json"]
    environment = os.environ | {"PANDERA_VALIDATION_ENABLED": "False"}
    ended = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    assert ended.returncode == 1
    assert json.loads(ended.stdout)["by_code"] == {"102": 1}


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_what_needs_no_lead_does_not_wait_for_pandas(option: str) -> None:
    command = [sys.executable, "-X", "importtime", "-m", "noojee_dq", option]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    assert ended.stdout
    assert "noojee_dq.cli" in ended.stderr
    assert " pandas\n" not in ended.stderr


@pytest.mark.long
def test_an_output_that_knows_few_characters_gets_what_it_can(tmp_path: Path) -> None:
    (tmp_path / "leads.csv").write_text(BAD, "utf-8")
    command = [sys.executable, "-m", "noojee_dq", "check", "leads.csv"]
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}
    ended = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    assert (ended.returncode, "defect" in ended.stderr) == (1, False)


def test_help_names_every_command(run: Callable[..., Run]) -> None:
    out = run("--help").out
    assert all(command in out for command in ("check", "demo", "explain", "init", "repair"))


def test_the_version(run: Callable[..., Run]) -> None:
    said = run("--version")
    assert said.code == 0
    assert re.fullmatch(r"noojee-dq \d+\.\d+\.\d+", said.out.strip())


def test_an_audience_without_a_note_for_it_is_refused(run: Callable[..., Run]) -> None:
    result = run("check", write("leads.csv", BAD), "--audience", "supplier", "--report", "report.html")
    assert (result.code, Path("report.html").exists()) == (2, False)
    assert "give --format markdown, or --report with a name in .md" in result.err


def test_lists_may_be_given_several_times(run: Callable[..., Run]) -> None:
    leads = write("leads.csv", "Phone\n0491570006\n0491570156\n0491570157\n0491570158\n")
    lists = [write(f"{name}.csv", f"Phone\n0491570{name}\n") for name in ("006", "156", "157", "158")]
    options = ["--dnc", lists[0], "--dnc", lists[1], "--known", lists[2], "--known", lists[3], "--allow", lists[1]]
    result = run("check", leads, *options, "--format", "json", "--report", "a.html", "--report", "b.json")
    assert json.loads(result.out)["by_code"] == {"104": 1, "105": 2}
    assert Path("a.html").exists()
    assert json.loads(Path("b.json").read_text("utf-8"))["counts"]["ready"] == 1


@pytest.mark.parametrize(
    "options",
    [
        ["--region", "AU", "--region", "NZ"],
        ["--format", "csv", "--format", "markdown"],
        ["-c", "a.toml", "--campaign=b.toml"],
        ["--show-values", "--show-values"],
        ["--ready", "a.csv", "--ready", "b.csv"],
    ],
)
def test_an_option_that_counts_once_is_refused_twice(run: Callable[..., Run], options: list[str]) -> None:
    result = run("check", write("leads.csv", BAD), *options)
    assert (result.code, result.out) == (2, "")
    assert "was given 2 times: give it once" in result.err


@pytest.mark.parametrize(
    ("content", "options", "code", "said"),
    [
        ("Phone\n", [], 2, "holds no entry"),
        ("Phone\n", ["--accept-empty-lists"], 1, ""),
        ("Phone\n4.92E+08\n", [], 2, "holds no number that can be read"),
        ("Phone\n0491570158\n4.92E+08\n", ["--format", "json"], 1, ""),
        ("Name\nAnn\n", [], 2, "no column 'Phone'"),
    ],
)
def test_a_list_that_cannot_be_used_is_an_error(
    run: Callable[..., Run], content: str, options: list[str], code: int, said: str
) -> None:
    result = run("check", write("leads.csv", BAD), "--dnc", write("dnc.csv", content), *options)
    assert result.code == code
    assert said in result.err


def test_a_list_can_be_required(run: Callable[..., Run]) -> None:
    leads, listed = write("leads.csv", GOOD), write("dnc.csv", "Phone\n0491570158\n")
    assert "requires the list 'dnc'" in run("check", leads, "--require", "dnc").err
    assert run("check", leads, "--require", "dnc", "--dnc", listed).code == 0
    assert run("check", leads, "--require", "dnc,known", "--dnc", listed).code == 2
    assert run("check", leads, "--require", "dcn").code == 2


def test_lists_stand_in_the_campaign_file(run: Callable[..., Run]) -> None:
    Path("lists").mkdir()
    Path("lists/dnc.csv").write_text("Phone\n0491570006\n", "utf-8")
    Path("lists/campaign.toml").write_text('[phone]\nfields = ["Phone"]\n[lists]\ndnc = ["dnc.csv"]\n', "utf-8")
    leads = write("leads.csv", "Phone\n0491570006\n")
    assert json.loads(run("check", leads, "-c", "lists/campaign.toml", "--format", "json").out)["by_code"] == {"104": 1}


def test_a_repair_as_json_holds_no_value(run: Callable[..., Run]) -> None:
    result = run("repair", write("leads.csv", MESSY), "-o", "fixed.csv", "--format", "json")
    found = json.loads(result.out)
    assert (found["source"], found["ok"], found["exit_code"], result.code) == ("leads.csv", False, 0, 0)
    assert found["counts"]["changes"] == sum(found["changes"].values()) > 0
    assert "491" not in result.out


def test_a_demo_overwrites_no_files_of_a_person(run: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "run.sqlite").write_text("mine", "utf-8")
    ended = run("demo", "--dir", str(tmp_path))
    assert ended.code == 2
    assert f"{tmp_path} holds other files, which a demo could overwrite: name another folder with --dir" in ended.err
    assert (tmp_path / "run.sqlite").read_text("utf-8") == "mine"
