"""Who survives a duplicate: compared with a server that takes one lead after the other."""

from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, strategies as st

import noojee_dq as nj
from noojee_dq.batch.phone_column import number_keys, phone_column
from tests.examples import examples

CAMPAIGN = nj.Campaign(phone_fields=["Phone", "Mobile"])
NUMBERS = {
    "": None,
    "0491 570 006": 1,
    "+61491570006": 1,
    "0491 570 156": 2,
    "0491570156": 2,
    "5550 1234": 3,
    "none": None,
    # Too long for an integer of their own.
    "1234567 8901234567": 4,
    "12345678901234567": 4,
    "12345678901234568": 5,
}
IDS = ["", "A1", "A2"]
DATES = ["", "", "", "tomorrow"]

LEAD = st.tuples(
    st.sampled_from(list(NUMBERS)), st.sampled_from(list(NUMBERS)), st.sampled_from(IDS), st.sampled_from(DATES)
)


@dataclass
class Server:
    """What the API does, as its documentation tells: it refuses a lead or claims its numbers and id for it."""

    allow_duplicates: bool
    numbers: set[int] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)

    def insert(self, phone: str, mobile: str, reference: str, callback: str) -> set[int]:
        numbers = {number for number in (NUMBERS[phone], NUMBERS[mobile]) if number}
        codes = set()
        if not numbers:
            codes.add(102)
        if callback:
            codes.add(114)
        if numbers & self.numbers and not self.allow_duplicates:
            codes.add(105)
        if reference and reference in self.ids:
            codes.add(112)
        if not codes:
            self.numbers |= numbers
            self.ids |= {reference} - {""}
        return codes


@pytest.mark.parametrize("keep", ["first", "last"])
@examples(5)
@given(leads=st.lists(LEAD, max_size=8), allow_duplicates=st.booleans())
def test_verdicts_are_those_of_a_server_that_takes_leads_in_turn(
    keep: str, leads: list[tuple[str, str, str, str]], allow_duplicates: bool
) -> None:
    frame = pd.DataFrame(leads, columns=["Phone", "Mobile", "njExternalLeadId", "njCallBackDate"], dtype="str")
    campaign = nj.Campaign(phone_fields=["Phone", "Mobile"], allow_duplicates=allow_duplicates)
    report = nj.check(frame, campaign, keep=keep)  # type: ignore[arg-type]
    server = Server(allow_duplicates)
    order = leads if keep == "first" else leads[::-1]
    answers = [server.insert(*lead) for lead in order]
    expected = [";".join(map(str, sorted(codes))) for codes in (answers if keep == "first" else answers[::-1])]
    assert report.annotated["dq_codes"].tolist() == expected


@pytest.mark.parametrize("number", [number for number, same in NUMBERS.items() if same])
def test_the_key_of_a_number_is_that_of_its_normal_form(number: str) -> None:
    phones = phone_column(pd.Series([number]), CAMPAIGN, "AU")
    assert phones.key.tolist() == number_keys(phones.number.to_pandas()).tolist()


def test_numbers_of_any_length_are_compared_with_the_campaign() -> None:
    leads = pd.DataFrame({"Phone": ["12345678901234567", "12345678901234568", "5550 1234", "0491570006", "0"]})
    known = pd.DataFrame({"Phone": ["1234567 8901234567", "55501234", "+61 491 570 006", "12345678901234569"]})
    report = nj.check(leads, CAMPAIGN, known=known)
    assert report.annotated["dq_codes"].tolist() == ["105", "", "105", "105", "102"]


def test_other_numbers_than_integers_hold_are_compared_as_they_are() -> None:
    # Digits of another script, whose bytes are those of other digits; a valid number of 17 digits.
    leads = pd.DataFrame({"Phone": ["٠١٢٣", "90919293", "٠١٢٣", "+49 9141 77763170669"]})
    report = nj.check(leads, CAMPAIGN, known=pd.DataFrame({"Phone": ["+49914177763170669"]}))
    assert report.annotated["dq_codes"].str.contains("105").tolist() == [False, False, True, True]


def test_a_lead_in_between_that_is_refused_stands_in_nobodys_way() -> None:
    leads = pd.DataFrame({"Phone": ["0491570006", "0491570006", ""], "Mobile": ["", "0491570156", "0491570156"]})
    assert nj.check(leads, CAMPAIGN).annotated["dq_status"].tolist() == ["ready", "drop", "ready"]


def test_the_finding_names_column_and_row_of_the_other_lead() -> None:
    leads = pd.DataFrame({"Phone": ["0491570006", "5550"], "Mobile": ["", "0491 570 006"]}, index=[17, 40])
    finding = nj.check(leads, CAMPAIGN).findings.query("check == 'duplicate-number'").iloc[0]
    assert (finding["row"], finding["column"], finding["message"]) == (40, "Mobile", "the same phone number as row 17")


def test_the_finding_says_when_the_campaign_holds_the_number() -> None:
    known = pd.DataFrame({"Mobile": ["+61 491 570 006"]}, index=[1])
    report = nj.check(pd.DataFrame({"Phone": ["0491570006"]}), CAMPAIGN, known=known)
    assert "the campaign already holds a lead with this phone number" in report.findings["message"].tolist()


def test_duplicates_in_the_campaign_are_listed_as_not_checked_without_an_export() -> None:
    report = nj.check(pd.DataFrame({"Phone": ["0491570006"], "njExternalLeadId": ["A1"]}), CAMPAIGN)
    assert {105, 112} <= {one.code for one in report.not_checked}


BAD = "9234 1234"
GOOD = "0491 570 006"
OTHER = "0491 570 156"
CORRECT = "correct the number first, and check again: only then it shows whether the lead would be called twice"
OR_BLANK = f"{CORRECT}; or blank it: the lead has another"
TAKE_OUT = "take the lead out: it would be called twice"
SHARED = "the same phone number as row 0, which nobody can dial"
#: Phone and Mobile of two leads; of the second: status, column, message and hint.
PAIRS = [
    ([(BAD, ""), (BAD, "")], ("fix", "Phone", SHARED, CORRECT)),
    ([(BAD, ""), (BAD, OTHER)], ("fix", "Phone", SHARED, OR_BLANK)),
    ([(BAD, GOOD), (OTHER, BAD)], ("fix", "Mobile", SHARED, OR_BLANK)),
    ([("1234567 8901234567", ""), ("12345678901234567", "")], ("fix", "Phone", SHARED, CORRECT)),
    # One that can be dialled makes it certain, and is named.
    ([(BAD, GOOD), (BAD, GOOD)], ("drop", "Mobile", "the same phone number as row 0", TAKE_OUT)),
    ([(GOOD, BAD), (GOOD, BAD)], ("drop", "Phone", "the same phone number as row 0", TAKE_OUT)),
    ([(GOOD, ""), (GOOD, BAD)], ("drop", "Phone", "the same phone number as row 0", TAKE_OUT)),
]


@pytest.mark.parametrize(("phones", "said"), PAIRS)
def test_a_number_that_nobody_can_dial_is_to_be_corrected_before_its_lead_is_dropped(
    phones: list[tuple[str, str]], said: tuple[str, str, str, str], tmp_path: Path
) -> None:
    leads = pd.DataFrame(phones, columns=["Phone", "Mobile"])
    report = nj.check(leads, CAMPAIGN)
    finding = report.findings[report.findings["code"].eq(105)].iloc[0]
    status = report.annotated["dq_status"].iloc[1]
    assert (status, finding["column"], finding["message"], finding["hint"]) == said
    assert (report.by_code["105"], report.annotated["dq_expected_code"].iloc[1]) == (1, 105)
    leads.to_csv(tmp_path / "leads.csv", index=False)
    large = nj.check_files(tmp_path / "leads.csv", CAMPAIGN, out=tmp_path / "out", progress=False, part_rows=1)
    annotated = large.annotated.to_table().to_pandas()
    assert (large.counts, large.by_code) == (report.counts, report.by_code)
    assert annotated["dq_reasons"].str.replace("row 2", "row 0").tolist() == report.annotated["dq_reasons"].tolist()


def test_numbers_without_area_codes_are_of_different_leads_once_these_are_there() -> None:
    leads = pd.DataFrame({"State": ["NSW", "WA", "VIC"], "Phone": [BAD] * 3})
    report = nj.check(leads, CAMPAIGN)
    assert report.annotated["dq_status"].tolist() == ["fix"] * 3
    assert report.annotated["dq_codes"].tolist() == ["", "105", "105"]
    line = report.repairs.query("fix == 'area-code'").iloc[0]
    assert (line["cells"], line["leads_unlocked"]) == (3, 3)
    assert nj.check(nj.repair(leads, CAMPAIGN, fixes=["area-code"]).leads, CAMPAIGN).ok


def test_a_lead_that_a_run_has_sent_just_so_is_to_be_dropped_all_the_same(tmp_path: Path) -> None:
    leads = pd.DataFrame({"Phone": [BAD]})
    with nj.Sandbox(CAMPAIGN) as pbx:
        nj.submit(leads, pbx.campaign, api_key=pbx.api_key, journal=tmp_path / "run.sqlite", progress=False)
        report = nj.check(leads, pbx.campaign, known=tmp_path / "run.sqlite")
    assert report.annotated["dq_status"].tolist() == ["drop"]
    assert report.findings[report.findings["code"].eq(105)]["check"].tolist() == ["duplicate-number"]
