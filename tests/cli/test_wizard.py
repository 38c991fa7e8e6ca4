"""The guided way, at a real pseudo-terminal: it asks, runs the commands that it names, and sends nothing unasked."""

import os
import re
import shlex
import sys
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pandas as pd
import pexpect  # type: ignore[import-untyped]
import pytest

import noojee_dq as nj
from noojee_dq.sandbox import Sandbox
from tests.cli.terminal import END_OF_INPUT, WAITING, at_terminal
from tests.conftest import Run

pytestmark = pytest.mark.slow

KEY = "3f0c9c1e-made-up-key"
IDS = {"template_id": 41, "campaign_id": 41, "allocation_id": 38}
GOOD = "Ref;Phone\nA;0491 570 006\nB;0491 570 156\n"
FAULTY = "Ref,Phone\nA,0491 570 006\nB,491570156.0\nC,none\n"
KEPT = '[campaign]\ntemplate_id = 41\n# ours\n[phone]\nfields = ["Phone"]\n[lists]\ndnc = ["0491570006.csv"]\n'

#: Runs the wizard with answers, and returns its exit code and all that stood on the screen.
Wizard = Callable[..., tuple[int, str]]


@pytest.fixture
def wizard(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Wizard:
    """Runs the wizard in a folder of its own, without a key."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NOOJEE_API_KEY", raising=False)

    def run(text: str | None = None, file: str = "leads.csv", **answers: list[str]) -> tuple[int, str]:
        if text is not None:
            Path(file).write_text(text, "utf-8")
        return at_terminal(monkeypatch, {key.replace("_", " "): one for key, one in answers.items()}, "wizard", file)

    return run


@pytest.fixture
def pbx() -> Iterator[Sandbox]:
    campaign = nj.Campaign(**IDS, phone_fields=["Phone"], columns={"Ref": "njExternalLeadId"})
    with Sandbox(campaign, api_key=KEY, time_scale=0.01) as pbx:
        yield pbx


def of_server(pbx: Sandbox) -> dict[str, list[str]]:
    """The answers that name a PBX."""
    return {
        "Address": [pbx.url],
        "Id_of_the_campaign_template": ["41"],
        "Id_of_the_campaign,": ["41"],
        "Id_of_the_allocation": ["38"],
    }


def commands(screen: str) -> list[list[str]]:
    """The commands that were said before they were run."""
    return [shlex.split(line)[1:] for line in re.findall(r"^  (noojee-dq .*)$", screen, flags=re.MULTILINE)]


def test_with_enter_alone_the_sample_is_checked_repaired_and_not_sent(wizard: Wizard) -> None:
    for name in ("leads.csv", "known.csv", "dnc.csv"):
        Path(name).write_text((resources.files("noojee_dq") / "sample" / name).read_text("utf-8"), "utf-8")
    code, screen = wizard()
    campaign = nj.Campaign.from_toml("campaign.toml")
    assert campaign.phone_fields == ("Home Phone", "Mobile")
    assert campaign.columns == {"Customer Ref": "njExternalLeadId"}
    # Neither a name that may be a slip of another one, nor one with several zones, is taken for one of the PBX.
    assert campaign.contact_hours == {
        city: f"Australia/{city}" for city in ("Sydney", "Brisbane", "Melbourne", "Perth", "Adelaide")
    }
    run = ["--journal", "noojee-run-leads.sqlite", "--results", "leads-answers.xlsx"]
    assert commands(screen) == [
        ["check", "leads.csv", "-c", "campaign.toml"],
        ["repair", "leads.csv", "-c", "campaign.toml", "-o", "leads-repaired.csv", "--changes", "leads-changes.csv"],
        ["check", "leads-repaired.csv", "-c", "campaign.toml", "--report", "leads-checked.xlsx"],
        ["submit", "leads-repaired.csv", "-c", "campaign.toml", *run],
    ]
    # A dry run without the address of a PBX says what is missing.
    assert code == 2
    assert "To go on, when you like: noojee-dq wizard leads.csv -c campaign.toml" in screen
    assert "Traceback" not in screen
    assert not re.search(r"\d{9}", screen)
    assert not Path("noojee-run-leads.sqlite").exists()


@pytest.mark.long
def test_the_commands_that_it_says_do_the_same_by_hand(wizard: Wizard, run: Callable[..., Run], tmp_path: Path) -> None:
    _, screen = wizard(FAULTY)
    by_wizard = Path("leads-repaired.csv").read_bytes()
    for worked_on in ("leads-repaired.csv", "leads-checked.xlsx"):
        Path(worked_on).unlink()
    for command in commands(screen)[:-1]:
        assert run(*command).code in (0, 1)
    assert Path("leads-repaired.csv").read_bytes() == by_wizard


#: Part of a question, an answer that it does not have, and what is said of that.
BAD = (
    ("Country", "Austrya", "no country has the ISO code or English name 'Austrya'; did you mean 'Austria'?"),
    ("phone numbers", "fone", "there is no column 'fone'; did you mean 'Phone'?"),
    ("phone numbers", "9", "there is no column '9'"),
    ("phone numbers", ",", "without a column of phone numbers no lead can be called: name at least one"),
    ("external id (njExternalLeadId)", "Rev", "there is no column 'Rev'; did you mean 'Ref'?"),
    ("IANA zone", "Australia/Sidney", "did you mean 'Australia/Sydney'?"),
    ("template itself", "Sidney", "'Sidney' is not one of [contact_hours]; did you mean 'Sydney'?"),
    ("Do-not-call", "dnc.cvs", "there is no file dnc.cvs; did you mean 'dnc.csv'?"),
    ("Do-not-call", "names.csv", "names.csv: the list of numbers has no column 'Phone'"),
    ("Do-not-call", "0491570156.csv", "there is no file 04•••••156.csv"),
    ("Exports", "nowhere/known.csv", "there is no file nowhere/known.csv"),
    ("Address", "http://pbx.example.com", "url must begin with https://"),
    ("Address", "https://me:secret@pbx.example.com", "without user, password or key"),
    ("Id of the campaign template", "forty", "'forty' is no id: it is a positive whole number, like 41"),
    ("Id of the campaign,", "0", "'0' is no id"),
    ("Id of the allocation", "-3", "'-3' is no id"),
    ("Id of the allocation", "4.1", "'4.1' is no id"),
    ("Repair", "perhaps", "'perhaps' is neither yes nor no"),
    ("Write", "yess", "'yess' is neither yes nor no; did you mean 'yes'?"),
    ("corrections", "leads-cheked.xlsx", "did you mean 'leads-checked.xlsx'?"),
    ("corrections", "nothing.csv", "nothing.csv: the file is empty"),
)


def test_a_bad_answer_is_asked_again_with_the_reason(wizard: Wizard) -> None:
    Path("dnc.csv").write_text("Phone\n0491 570 313\n", "utf-8")
    Path("names.csv").write_text("Name\nAnn\n", "utf-8")
    Path("nothing.csv").touch()
    answers: dict[str, list[str]] = {}
    for question, answer, _ in BAD:
        answers.setdefault(question, []).append(answer)
    answers["Repair"].append("no")
    answers["corrections"].append(END_OF_INPUT)
    _, screen = wizard("Ref,Phone,njContactHours\nA,0491 570 006,Sydney\nB,none,Sydney\n", **answers)
    for question, answer, said in BAD:
        asked, default, answered = (re.escape(part) for part in (question, "  [", f"]: {answer}\n"))
        # The reason, then the same question with the same default.
        again = rf"(?m)^(.*{asked}.*)\n({default}.*){answered}(.*)\n\n\1\n\2\]: "
        found = re.search(again, screen)
        assert found, (question, answer)
        assert said in found[3]


def test_answers_make_the_campaign(wizard: Wizard) -> None:
    Path("lists").mkdir()
    Path("lists/dnc, old.csv").write_text("Phone\n0491 570 313\n", "utf-8")
    Path("lists/known.csv").write_text("Ref,Tel 2\nY,0491 570 314\n", "utf-8")
    Path("known.csv").write_text("Ref,Tel 1\nZ,0491 570 315\n", "utf-8")
    text = "Ref,Tel 1,Tel 2,Prio,Hours\nA,0491 570 006,0491 570 156,5,Sydney\nB,,,5,\n"
    _, screen = wizard(
        text,
        Country=["nz"],
        phone_numbers=["3, Tel 1"],
        njExternalLeadId=["none"],
        njPriority=["yes"],
        template_itself=["Australia/Perth"],
        Exports=["known.csv, lists/known.csv"],
        **{"Do-not-call": ["lists/dnc, old.csv"]},
        Address=["https://pbx.example.com"],
        Id_of_the_campaign_template=["41"],
        Repair=[END_OF_INPUT],
    )
    campaign = nj.Campaign.from_toml("campaign.toml")
    assert (campaign.region, campaign.phone_fields) == ("NZ", ("Tel 2", "Tel 1"))
    assert (campaign.columns, campaign.default_contact_hours) == ({"Prio": "njPriority"}, "Australia/Perth")
    assert campaign.dnc == (str(Path("lists/dnc, old.csv").absolute()),)
    assert campaign.known == tuple(str(Path(one).absolute()) for one in ("known.csv", "lists/known.csv"))
    assert (campaign.url, campaign.template_id, campaign.campaign_id) == ("https://pbx.example.com", 41, None)
    assert str(Path.cwd()) not in Path("campaign.toml").read_text("utf-8")
    assert "Hold back" not in screen


@pytest.mark.parametrize(("answer", "chosen"), [([], "error"), (["no"], "warning")])
def test_marked_leads_are_held_back_unless_somebody_says_no(wizard: Wizard, answer: list[str], chosen: str) -> None:
    text = "Ref,Phone,Note\nA,0491 570 006,\nB,0491 570 156,DNC\nC,0491 570 157,opted out\n"
    _, screen = wizard(text, Hold_back=answer, Repair=[END_OF_INPUT], Write=[END_OF_INPUT])
    assert "2 leads are marked do not call by the file itself" in screen
    assert nj.Campaign.from_toml("campaign.toml").marked_do_not_call == chosen


@pytest.mark.parametrize(
    ("file", "typed"),
    [
        ("leads.csv", ["yes"]),
        pytest.param("leads.xlsx", ["YES"], marks=pytest.mark.long),
        ("leads.csv", ["y", "ye", "no"]),
        pytest.param("leads.csv", [""], marks=pytest.mark.long),
        ("leads.csv", [END_OF_INPUT]),
    ],
)
def test_leads_are_sent_once_somebody_types_yes(
    wizard: Wizard, pbx: Sandbox, monkeypatch: pytest.MonkeyPatch, file: str, typed: list[str]
) -> None:
    monkeypatch.setenv("NOOJEE_API_KEY", KEY)
    if file.endswith("xlsx"):
        pd.DataFrame({"Ref": ["A", "B"], "Phone": ["0491 570 006", "0491 570 156"]}).to_excel(file, index=False)
    else:
        Path(file).write_text(GOOD, "utf-8")
    code, screen = wizard(file=file, Type_yes=typed, **of_server(pbx))
    assert code == (2 if typed == [END_OF_INPUT] else 0)
    is_sent = typed[0].casefold() == "yes"
    assert sorted(pbx.inserts()) == (["A", "B"] if is_sent else [])
    assert Path("leads-answers.xlsx").exists() == is_sent
    assert commands(screen)[1][0] == "submit"
    assert (commands(screen)[-1][-1] == "--send") == is_sent
    assert KEY not in screen
    assert KEY not in Path("campaign.toml").read_text("utf-8")


def test_the_key_may_stand_in_a_file_and_without_one_nothing_is_sent(wizard: Wizard, pbx: Sandbox) -> None:
    Path("key.txt").write_text(KEY, "utf-8")
    answers = of_server(pbx)
    code, screen = wizard(GOOD, **answers)
    assert (code, sorted(pbx.inserts())) == (0, [])
    assert "Nothing was sent. To send: noojee-dq submit leads.csv" in screen
    code, screen = wizard(API_key=["leads.csv", "kye.txt", "key.txt"], Type_yes=["yes"])
    assert (code, sorted(pbx.inserts())) == (0, ["A", "B"])
    assert KEY not in screen


@pytest.mark.long
def test_corrections_in_a_workbook_are_taken_and_no_lead_is_sent_twice(
    wizard: Wizard, pbx: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOOJEE_API_KEY", KEY)
    code, _ = wizard(FAULTY, Type_yes=["yes"], **of_server(pbx))
    assert (code, sorted(pbx.inserts())) == (0, ["A", "B"])
    book = openpyxl.load_workbook("leads-checked.xlsx")
    cell = next(one for row in book["Fix"].iter_rows() for one in row if one.value == "none")
    cell.value = "0491 570 157"
    book.save("corrected.xlsx")
    calls = pbx.calls
    code, screen = wizard(Go_on=["no"], corrections=["corrected.xlsx"], Type_yes=["yes"])
    assert (code, pbx.calls - calls, sorted(pbx.inserts())) == (0, 1, ["A", "B", "C"])
    since = ["check", "corrected.xlsx", "-c", "campaign.toml", "--since", "leads-checked-2.xlsx"]
    assert since in commands(screen)
    assert "2 of 2 fixed" in screen or "1 of 1 fixed" in screen


def corrected(workbook: str, wrong: str, right: str) -> None:
    """Correct a cell of a workbook, as a person does, and save it under its name."""
    book = openpyxl.load_workbook(workbook)
    cells = [one for sheet in book for row in sheet.iter_rows() for one in row if one.value == wrong]
    for cell in cells:
        cell.value = right
    assert cells
    book.save(workbook)


def test_a_corrected_workbook_is_gone_on_with_and_no_lead_is_sent_twice(
    wizard: Wizard, pbx: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOOJEE_API_KEY", KEY)
    wizard(FAULTY, Type_yes=["yes"], **of_server(pbx))
    corrected("leads-checked.xlsx", "none", "0491 570 157")
    calls = pbx.calls
    code, screen = wizard(file="leads-checked.xlsx", Type_yes=["yes"])
    assert (code, pbx.calls - calls, sorted(pbx.inserts())) == (0, 1, ["A", "B", "C"])
    first, last = commands(screen)[0], commands(screen)[-1]
    assert first == ["check", "leads-checked.xlsx", "-c", "campaign.toml", "--since", "leads-checked.xlsx"]
    assert last[:2] == ["submit", "leads-checked.xlsx"]
    assert last[4:8] == ["--only-new", "noojee-run-leads.sqlite", "--journal", "noojee-run-leads-new.sqlite"]
    assert "Since leads-checked.xlsx: 1 of 1 fixed, 0 new" in screen
    assert "a file that was written of a list" in screen


@pytest.mark.parametrize(
    ("name", "others", "asked"),
    [
        ("leads-checked.xlsx", ["leads.csv"], "leads.csv"),
        ("leads-repaired-rejected-2.xlsx", ["leads.csv", "leads.toml"], "leads.csv"),
        # Nobody knows which one.
        ("leads-checked.xlsx", ["leads.csv", "leads.xlsx"], "none"),
        ("FIXED.xlsx", ["leads.csv"], "none"),
    ],
)
def test_the_list_of_a_workbook_is_looked_for_beside_it(
    wizard: Wizard, name: str, others: list[str], asked: str
) -> None:
    report = nj.check(pd.DataFrame({"Phone": ["none"]}, index=[2]), nj.Campaign(phone_fields=["Phone"]))
    report.to_excel(name)
    for one in others:
        Path(one).write_text("Phone\nnone\n", "utf-8")
    _, screen = wizard(file=name, Which_list=["nowhere.csv", END_OF_INPUT])
    assert screen.count(f"so none will do\n  [{asked}]: ") == 2
    assert "there is no file nowhere.csv" in screen


def test_a_file_without_verdicts_of_ours_is_checked_against_none(wizard: Wizard) -> None:
    Path("leads.csv").write_text("Phone\n0491 570 006\n", "utf-8")
    _, screen = wizard("dq_row,Phone\n2,0491 570 006\n", file="leads-repaired.csv")
    assert commands(screen)[0] == ["check", "leads-repaired.csv", "-c", "campaign.toml"]
    assert "noojee-run-leads.sqlite" in commands(screen)[-1]


@pytest.mark.parametrize(
    ("name", "others", "journal"),
    [
        ("leads-repaired.csv", ["leads.csv"], "noojee-run-leads"),
        ("leads-repaired-2.csv", ["leads.xlsx", "leads.toml"], "noojee-run-leads"),
        # Nobody knows which one.
        ("leads-repaired.csv", ["leads.csv", "leads.xlsx"], "noojee-run-leads-repaired"),
        ("leads-repaired.csv", [], "noojee-run-leads-repaired"),
        ("leads.csv", ["leads.xlsx"], "noojee-run-leads"),
    ],
)
def test_a_repaired_file_that_looks_like_any_goes_on_under_the_name_of_its_list(
    wizard: Wizard, name: str, others: list[str], journal: str
) -> None:
    for one in others:
        Path(one).write_text("Phone\nnone\n", "utf-8")
    _, screen = wizard("Phone\n0491 570 006\n", file=name)
    assert ("a file that was written of a list" in screen) == ("repaired" in name and bool(others))
    assert commands(screen)[-1][4:6] == ["--journal", f"{journal}.sqlite"]


def test_updates_of_a_list_that_was_inserted_are_runs_of_their_own(
    wizard: Wizard, pbx: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOOJEE_API_KEY", KEY)
    Path("campaign.toml").write_text(pbx.campaign.to_toml(), "utf-8")
    sent: list[list[str]] = []
    for operation in ("insert", "update", "insert", "update"):
        Path("leads.csv").write_text(GOOD.replace("006", f"{len(sent):03}"), "utf-8")
        code, screen = wizard(What_are_the_leads_for=[operation], Send_what=["yes"])
        assert code in (0, 1)
        command = commands(screen)[-1]
        sent.append([one for one in command if one.endswith(".sqlite")])
        assert command[-1] == "--send"
    insert, update = "noojee-run-leads.sqlite", "noojee-run-leads-update.sqlite"
    assert sent == [
        [insert],
        [update],
        [insert, "noojee-run-leads-new.sqlite"],
        [update, "noojee-run-leads-update-new.sqlite"],
    ]


def test_updates_are_checked_repaired_and_sent_as_updates(wizard: Wizard) -> None:
    _, screen = wizard(FAULTY, What_are_the_leads_for=["upsert", "u"])
    assert "'upsert' is neither insert nor update" in screen
    assert [one[0] for one in commands(screen)] == ["check", "repair", "check", "submit"]
    assert all("--operation update" in " ".join(one) for one in commands(screen))


@pytest.mark.parametrize(("answers", "rules"), [([""], "none"), (["au-telemarketin", "AU-telemarketing"], None)])
def test_calling_rules_are_asked_for(wizard: Wizard, answers: list[str], rules: str | None) -> None:
    _, screen = wizard(GOOD, Rules_for_the_times=answers)
    assert "(au-telemarketing, au-research, us-tcpa), or none: not checked\n  [none]: " in screen
    assert ("did you mean 'au-telemarketing'?" in screen) == (rules is None)
    assert nj.Campaign.from_toml("campaign.toml").calling.rules == (rules or "au-telemarketing")


def test_names_of_zones_are_said_to_be_those_of_the_pbx(wizard: Wizard) -> None:
    _, screen = wizard("Phone,njContactHours\n0491 570 006,Australia/Perth\n")
    assert "njContactHours holds names of IANA zones: see that the PBX has Contact Hours of just these names." in screen
    assert nj.Campaign.from_toml("campaign.toml").contact_hours == {}


@pytest.mark.parametrize(
    ("slips", "said"),
    [
        (["Late shift"], "1 other name is not asked about: the check will name it"),
        (["Late shift", "Perth"], "2 other names are not asked about: the check will name them"),
    ],
)
def test_a_slip_among_zones_closes_no_list(wizard: Wizard, slips: list[str], said: str) -> None:
    zones = ["Australia/Perth", "Australia/Sydney", "Australia/Hobart", *slips]
    _, screen = wizard("Phone,njContactHours\n" + "".join(f"049157000{at},{one}\n" for at, one in enumerate(zones)))
    assert said in screen
    assert nj.Campaign.from_toml("campaign.toml").contact_hours == {}


def test_a_run_that_was_left_is_gone_on_with_and_nothing_is_sent_twice(
    wizard: Wizard, run: Callable[..., Run], pbx: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOOJEE_API_KEY", KEY)
    Path("campaign.toml").write_text(pbx.campaign.to_toml(), "utf-8")
    Path("leads.csv").write_text(GOOD, "utf-8")
    run("submit", "leads.csv", "--send", "--limit", "1")
    assert (sorted(pbx.inserts()), pbx.calls) == (["A"], 1)
    _, screen = wizard(Go_on_with_that_run=["yes"], Send_what=["yes"])
    assert "noojee-run-leads.sqlite: 1 lead not sent yet, or in doubt" in screen
    assert commands(screen)[1][:2] == ["resume", "noojee-run-leads.sqlite"]
    assert (sorted(pbx.inserts()), pbx.calls) == (["A", "B"], 2)


def test_a_campaign_file_is_shown_and_kept_unless_one_says_otherwise(wizard: Wizard) -> None:
    Path("0491570006.csv").write_text("Phone\n0491 570 313\n", "utf-8")
    Path("campaign.toml").write_text(KEPT, "utf-8")
    _, screen = wizard(FAULTY, Repair=[END_OF_INPUT])
    assert Path("campaign.toml").read_text("utf-8") == KEPT
    assert "  template_id = 41\n" in screen
    assert "# ours" not in screen
    assert "04•••••006.csv" in screen
    assert "Country" not in screen
    wizard(Keep=["no"], Country=["NZ"], Repair=[END_OF_INPUT])
    campaign = nj.Campaign.from_toml("campaign.toml")
    # What was not asked, and what was answered by Enter alone, is as it was.
    assert (campaign.template_id, campaign.region, Path(campaign.dnc[0]).name) == (41, "NZ", "0491570006.csv")


@pytest.mark.parametrize(
    ("zone", "hours", "default"),
    [
        ("Australia/Perth", {"West": "Australia/Perth", "East": "Australia/Sydney"}, "East"),
        ("none", {"East": "Australia/Sydney"}, "East"),
    ],
)
def test_contact_hours_of_the_campaign_are_kept_beside_those_of_the_file(
    wizard: Wizard, zone: str, hours: dict[str, str], default: str
) -> None:
    before = nj.Campaign(contact_hours={"East": "Australia/Sydney"}, default_contact_hours="East")
    Path("campaign.toml").write_text(before.to_toml(), "utf-8")
    text = "Phone,njContactHours\n0491 570 006,West\n,West\n"
    wizard(text, Keep=["no"], **{"West": [zone]}, Repair=[END_OF_INPUT])
    campaign = nj.Campaign.from_toml("campaign.toml")
    assert (campaign.contact_hours, campaign.default_contact_hours) == (hours, default)


def test_a_default_that_is_no_entry_any_more_is_asked_for_anew(wizard: Wizard) -> None:
    before = nj.Campaign(default_contact_hours="Australia/Sydney")
    Path("campaign.toml").write_text(before.to_toml(), "utf-8")
    text = "Phone,njContactHours\n0491 570 006,Perth\n,Perth\n"
    wizard(text, Keep=["no"], template_itself=["Perth"], Repair=[END_OF_INPUT])
    campaign = nj.Campaign.from_toml("campaign.toml")
    assert (campaign.contact_hours, campaign.default_contact_hours) == ({"Perth": "Australia/Perth"}, "Perth")


def test_a_file_without_a_column_of_phone_numbers_is_asked_about(wizard: Wizard) -> None:
    _, screen = wizard("A,B\n1,x\n2,\n", phone_numbers=["", "2"], Repair=[END_OF_INPUT])
    assert "[none was found]: \nwithout a column of phone numbers no lead can be called" in screen
    assert nj.Campaign.from_toml("campaign.toml").phone_fields == ("B",)


def test_the_campaign_file_beside_the_leads_is_that_of_the_list(wizard: Wizard) -> None:
    Path("lists").mkdir()
    Path("lists/campaign.toml").write_text(KEPT.replace("0491570006.csv", ""), "utf-8")
    _, screen = wizard(GOOD, file="lists/leads.csv", Keep=[END_OF_INPUT])
    assert "lists/campaign.toml says:" in screen
    assert "  template_id = 41\n" in screen


def test_a_campaign_file_that_cannot_be_used_is_not_written_over(wizard: Wizard) -> None:
    Path("campaign.toml").write_text("[phone]\nfeilds = []\n", "utf-8")
    code, screen = wizard(GOOD)
    assert (code, "did you mean 'fields'?" in screen) == (2, True)
    assert Path("campaign.toml").read_text("utf-8") == "[phone]\nfeilds = []\n"


def test_a_file_that_cannot_be_read_ends_it(wizard: Wizard) -> None:
    assert wizard("")[0] == 3
    assert not Path("campaign.toml").exists()


def test_without_a_terminal_it_names_the_command_that_asks_nothing(run: Callable[..., Run]) -> None:
    Path("leads.csv").write_text(GOOD, "utf-8")
    result = run("wizard", "leads.csv")
    assert result.code == 2
    assert "noojee-dq init leads.csv -o campaign.toml" in result.err
    assert run("wizard", "-").code == 2


@pytest.mark.parametrize("enters", [pytest.param(0, marks=pytest.mark.long), 12], ids=["at-once", "midway"])
def test_an_interrupt_ends_it_and_says_how_to_go_on(tmp_path: Path, enters: int) -> None:
    (tmp_path / "leads.csv").write_text(FAULTY, "utf-8")
    environment = os.environ | {"TERM": "dumb", "PYTHONPATH": str(Path(nj.__file__).parents[1])}
    program = pexpect.spawn(
        sys.executable,
        ["-m", "noojee_dq", "wizard", "leads.csv"],
        cwd=tmp_path,
        env=environment,
        encoding="utf-8",
        dimensions=(50, 200),
        timeout=60,
    )
    waiting = WAITING.replace("\\n", "\r\n", 1)
    for _ in range(enters):
        program.expect(waiting)
        program.sendline("")
    program.expect(waiting)
    program.sendintr()
    program.expect(pexpect.EOF)
    said = str(program.before)
    program.close()
    assert program.exitstatus == 130
    assert "noojee-dq: interrupted" in said
    assert "To go on, when you like: noojee-dq wizard leads.csv -c campaign.toml" in said
    assert (tmp_path / "campaign.toml").exists() == ("Written so far: campaign.toml" in said) == bool(enters)


def test_a_variable_that_quietens_the_commands_leaves_what_is_asked_about(
    wizard: Wizard, pbx: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOOJEE_DQ_QUIET", "1")
    monkeypatch.setenv("NOOJEE_API_KEY", KEY)
    _, screen = wizard(GOOD, Send_what=["no"], **of_server(pbx))
    shown = ("leads.csv: insert, checked", "to be sent: 2 of 2 leads", "Send what was listed?")
    at = [screen.find(one) for one in shown]
    assert -1 not in at
    assert at == sorted(at)
