"""One number in many writings: what is found, what a repair makes of it, and what is sent."""

import re
import string
from typing import NamedTuple

import numpy as np
import pandas as pd
import phonenumbers
import pytest
from hypothesis import given, strategies as st

import noojee_dq as nj
from noojee_dq.batch.batch import Batch
from noojee_dq.batch.payload import payloads
from noojee_dq.batch.sent_numbers import sent_numbers
from noojee_dq.phones import parse_phones
from noojee_dq.sandbox.phone_reader import PhoneReader
from tests.examples import examples

CAMPAIGN = nj.Campaign(phone_fields=["Phone"], allow_duplicates=True, max_leads_per_number=1_000)
HOME, ABROAD = "0491570006", "+61491570006"
FULL_WIDTH = "".join(chr(ord(digit) + 0xFEE0) for digit in HOME)


class Writing(NamedTuple):
    """A cell, the check that finds it ("" = none), what a repair makes of it, and what is sent."""

    cell: str
    found: str
    repaired: str
    sent: str


def plain(cell: str, number: str = HOME) -> Writing:
    """A writing that is no fault."""
    return Writing(cell, "", number, number)


def odd(cell: str, number: str = HOME) -> Writing:
    """A writing that a repair puts right without loss."""
    return Writing(cell, "odd-writing", number, number)


def left(cell: str, found: str = "odd-writing") -> Writing:
    """A writing that nobody may change."""
    return Writing(cell, found, cell, cell)


WRITINGS = (
    *map(plain, ["0491570006", "0491 570 006", "0491-570-006", "0491.570.006", "(0491) 570 006", "[0491570006]"]),
    *map(plain, ["0491/570/006", "0491\u2013570\u2013006", "0491\u00a0570\u00a0006", "\t0491 570 006 ", "0491570006."]),
    plain("1800 975 707", "1800975707"),
    plain("13 11 14", "131114"),
    *(plain(cell, ABROAD) for cell in (ABROAD, "+61 491 570 006", "(+61) 491 570 006", "+61 (0)491 570 006")),
    *(plain(cell, ABROAD) for cell in ("+610491570006", "61491570006", "61 491 570 006", "0011 61 491 570 006")),
    *map(odd, ['="0491570006"', "'0491570006", "\u20190491570006", "\u20180491570006\u2019", "`0491570006"]),
    *map(odd, ["'0491570006'", '"0491570006"', "\u201c0491 570 006\u201d", "''0491570006", "'(0491) 570 006'"]),
    *map(odd, ["0491570006,", "0491570006;", "0491570006 ,;", ",0491570006", "0491570006|", "0491570006 &"]),
    *map(odd, ["tel:0491570006", "TEL: 0491 570 006", "p:0491570006", "Ph. 0491570006", "Mobile: 0491570006"]),
    *map(odd, ["m 0491 570 006", "(m) 0491 570 006", "callto:0491570006", "=0491570006", "<0491570006>"]),
    *map(odd, ["#0491570006", FULL_WIDTH, "\u0660\u0664\u0669\u0661\u0665\u0667\u0660\u0660\u0660\u0666"]),
    odd("tel:+61-491-570-006", ABROAD),
    odd("p:+61491570006", ABROAD),
    odd("=+61491570006", ABROAD),
    odd("++61491570006", ABROAD),
    odd("\uff0b\uff16\uff11 491 570 006", ABROAD),
    odd("'61491570006,", ABROAD),
    *map(left, ["+61 491 570 006;ext=3", "0491 570 006 ext 3", "tel:+61491570006;ext=3", "0491570006 x3"]),
    *map(left, ["1300 FLOWER", "1300 (FLOWER)", "fax:0255501234", "0491570006?", "0491*570*006", "Ann 0491570006"]),
    *(left(cell, "undialable-number") for cell in ("+61 491 570 006 ::: 0491 570 157", "0491570006 / 0491570157")),
    *(left(cell, "undialable-number") for cell in ("0491,570,006", "12345,6", "O491570006", "O491 57O OO6")),
    *(left(cell, "undialable-number") for cell in ("0491570006 (fax)", "0491570006 (wrong number)")),
    *(left(cell, "undialable-number") for cell in ("0491570006; 0491570157", "w 02 5550 1234 m 0491570006")),
    *(left(cell, "undialable-number") for cell in ("4.9157E+08", "0491570006 0491570156", "0491570006+0491570156")),
    *(
        Writing(cell, "undialable-number", ABROAD, cell)
        for cell in ("00 61 491 570 006", "0061491570006", "01161491570006")
    ),
    Writing("4.91570006E+08", "undialable-number", HOME, "4.91570006E+08"),
    Writing("4,91570006e8", "undialable-number", HOME, "4,91570006e8"),
    Writing("0491570006 (home)", "odd-writing", HOME, HOME),
    *(
        Writing(cell, "odd-writing", cell, HOME)
        for cell in ("0491570006 (Ann)", "0491 570 006 [Bob Li]", "0491 570 006 Ann")
    ),
    # phonenumbers knows no space so thin.
    Writing("0491\u2009570\u2009006", "undialable-number", HOME, "0491\u2009570\u2009006"),
    Writing("'5550 1234", "undialable-number", "5550 1234", "'5550 1234"),
    Writing("491570006", "excel-repairable", HOME, "491570006"),
    Writing("491 570 006", "excel-repairable", HOME, "491570006"),
    Writing("'491570006", "odd-writing", HOME, "491570006"),
    Writing("491570006.0", "undialable-number", HOME, "491570006.0"),
    Writing("'0491570006.0", "undialable-number", HOME, "'0491570006.0"),
    Writing("0491 570 00.6", "", "0491 570 00.6", "0491 570 00.6"),
    Writing("0491\u200b570006", "invisible-characters", HOME, HOME),
)
CELLS = pd.DataFrame({"Phone": [one.cell for one in WRITINGS]})


def by_writing(values: list[str]) -> dict[str, str]:
    return dict(zip(CELLS["Phone"], values, strict=True))


def test_what_is_found() -> None:
    first = nj.check(CELLS, CAMPAIGN).findings.drop_duplicates("row").set_index("row")["check"]
    found = first.reindex(CELLS.index).fillna("").tolist()
    assert by_writing(found) == by_writing([one.found for one in WRITINGS])


def test_what_a_repair_makes_of_it() -> None:
    repaired = nj.repair(CELLS, CAMPAIGN)
    assert by_writing(repaired.leads["Phone"].tolist()) == by_writing([one.repaired for one in WRITINGS])
    again = nj.repair(repaired.leads, CAMPAIGN)
    assert again.changes.empty
    pd.testing.assert_frame_equal(again.left, repaired.left)


def test_what_is_sent() -> None:
    sent = [body["Phone"] for body in payloads(CELLS, CAMPAIGN, "insert")]
    assert by_writing(sent) == by_writing([one.sent for one in WRITINGS])
    as_written = CAMPAIGN.model_copy(update={"phone_send": "as-written"})
    assert [body["Phone"] for body in payloads(CELLS, as_written, "insert")] == CELLS["Phone"].tolist()


def test_an_extension_is_left_alone_with_the_reason() -> None:
    told = nj.repair(CELLS, CAMPAIGN).left.query("fix == 'leftovers'")
    assert told["value"].tolist() == [cell for cell in CELLS["Phone"] if re.search(r"(ext|x)[ =]?\d$", cell)]
    assert told["reason"].str.startswith("an extension cannot be told to the PBX").all()


def test_what_is_repaired_is_no_fault() -> None:
    repaired = nj.repair(CELLS, CAMPAIGN).leads
    right = np.array([one.repaired in (HOME, ABROAD) for one in WRITINGS])
    assert nj.check(repaired[right], CAMPAIGN).findings.empty


def test_the_do_not_call_list_holds_a_number_in_any_writing() -> None:
    of_one = [one.cell for one in WRITINGS if HOME[1:] in one.sent + one.repaired] + [f"0355501234 ::: {HOME}"]
    leads = pd.DataFrame({"Phone": of_one})
    report = nj.check(leads, CAMPAIGN, dnc=[ABROAD])
    found = report.findings["check"].str.startswith("do-not-call")
    assert dict(enumerate(of_one)).keys() == set(report.findings["row"][found])


def test_no_change_of_an_update_stays() -> None:
    leads = pd.DataFrame({"Phone": [" <NO change> ", "0491 570 006"], "njExternalLeadId": ["1", "2"]})
    assert [body["Phone"] for body in payloads(leads, CAMPAIGN, "update")] == [" <NO change> ", HOME]


def test_rows_that_are_sent_alike_are_the_same_update() -> None:
    leads = pd.DataFrame({"Phone": ["0491 570 006", "0491570006"], "njExternalLeadId": "1", "njDisposition": "Sale"})
    for form, alike in (("plain", [1]), ("as-written", [])):
        campaign = CAMPAIGN.model_copy(update={"phone_send": form})
        findings = nj.check(leads, campaign, operation="update").findings
        assert findings.query("check == 'updated-alike'")["row"].tolist() == alike


PATTERNS = [
    nj.PhonePattern(name="lost zero", pattern="NXXXXXXXX", prefix="0"),
    nj.PhonePattern(name="at home", pattern="0XXXXXXXXX"),
    nj.PhonePattern(name="no plus", pattern="61NXXXXXXXX", strip=2, prefix="0"),
    nj.PhonePattern(name="abroad", pattern="0011.", strip=4, prefix="+"),
]


@pytest.mark.parametrize(
    ("patterns", "cell", "sent"),
    [
        (PATTERNS, "0491 570 006", "0491570006"),
        (PATTERNS, "491 570 006", "491570006"),
        (PATTERNS, "61 491 570 006", "61 491 570 006"),
        (PATTERNS, "0011 61 491 570 006", "0011 61 491 570 006"),
        (PATTERNS, "(02) 5550-1234", "(02) 5550-1234"),
        (PATTERNS, "+61 491 570 006", "+61 491 570 006"),
        ([nj.PhonePattern(pattern=".")], "(02) 5550-1234", "0255501234"),
        ([nj.PhonePattern(pattern=".")], "'0491570006", "0491570006"),
        ([nj.PhonePattern(pattern="'0.")], "'0491570006", "'0491570006"),
        ([nj.PhonePattern(pattern="+61.")], "+61 (0)491 570 006", "+61491570006"),
        ([nj.PhonePattern(pattern="(0.", strip=1, prefix="")], "(02) 5550 1234", "(02) 5550 1234"),
    ],
)
def test_what_is_sent_matches_the_pattern_that_the_check_has_found(
    patterns: list[nj.PhonePattern], cell: str, sent: str
) -> None:
    campaign = CAMPAIGN.model_copy(update={"phone_patterns": tuple(patterns)})
    leads = pd.DataFrame({"Phone": [cell]})
    assert payloads(leads, campaign, "insert") == [{"Phone": sent}]
    of_pbx = PhoneReader(campaign)
    assert of_pbx.normal(sent, "AU") == of_pbx.normal(cell, "AU")
    assert nj.check(leads, campaign).by_code == ({} if of_pbx.normal(sent, "AU") else {"102": 1})


REGIONS = st.sampled_from(["AU", "NZ", "GB", "US", "HU", "RU", "AR", "MX", "BR", "IN", "IT", "SG", "DE", ""])
_KINDS = (
    phonenumbers.PhoneNumberType.MOBILE,
    phonenumbers.PhoneNumberType.FIXED_LINE,
    phonenumbers.PhoneNumberType.TOLL_FREE,
)


@st.composite
def written(draw: st.DrawFn) -> str:
    """A number as somebody may write it, or nearly."""
    home = draw(REGIONS.filter(bool))
    number = phonenumbers.example_number_for_type(home, draw(st.sampled_from(_KINDS))) or phonenumbers.example_number(
        home
    )
    form = draw(
        st.sampled_from([phonenumbers.PhoneNumberFormat.NATIONAL, phonenumbers.PhoneNumberFormat.INTERNATIONAL])
    )
    assert number is not None
    text = phonenumbers.format_number(number, form)
    text = text.replace("+", draw(st.sampled_from(["+", "", "00", "0011 ", "011", "\uff0b", "++"])))
    text = "".join(
        mark + character
        for character, mark in zip(text, draw(st.lists(marks(), min_size=len(text), max_size=len(text))), strict=True)
    )
    return (
        draw(st.sampled_from(AROUND)) + text + draw(st.sampled_from([*AROUND, ".0", ".5", " ext 4", " x", " / 5", "5"]))
    )


AROUND = [
    "",
    "",
    "",
    "'",
    '"',
    "tel:",
    "p:",
    "(m)",
    ",",
    " ; ",
    "=",
    "\u2019",
    "#",
    "*",
    "1",
    "0",
    "(0)",
    "O",
    "\u00b2",
    "?",
]


def marks() -> st.SearchStrategy[str]:
    return st.sampled_from([*[""] * 40, " ", "-", "(", ")", "/", ".", "\u200b", "\u2212", "x", ",", "'"])


@examples(20)
@given(
    st.lists(st.one_of(written(), st.text(string.digits + "+ ()-.,x'", max_size=18)), min_size=1, max_size=20), REGIONS
)
def test_what_is_sent_reads_as_the_cell_does(cells: list[str], region: str) -> None:
    leads = pd.DataFrame({"Phone": cells, "Country": region or "Atlantis"}, dtype="str")
    campaign = nj.Campaign(phone_fields=["Phone"], region_column="Country")
    batch = Batch(leads, campaign)
    sent = sent_numbers(batch, "Phone")
    before, after = (parse_phones(numbers, leads["Country"]) for numbers in (leads["Phone"], sent))
    pd.testing.assert_frame_equal(
        before[["e164", "valid", "type", "region"]], after[["e164", "valid", "type", "region"]]
    )
    other = sent.ne(leads["Phone"])
    assert sent[other].str.fullmatch(r"\+?[0-9]+").all()
    assert before["valid"][other].all()
    certain = before["valid"] & before["problem"].isna() & ~leads["Phone"].str.contains(r"\.\d{1,2}\D*$")
    assert sent[certain].str.fullmatch(r"\+?[0-9]+").all()
    alone = [sent_numbers(Batch(leads.iloc[[at]], campaign), "Phone").iloc[0] for at in range(min(3, len(leads)))]
    assert alone == sent.tolist()[:3]
    of_pbx = PhoneReader(campaign)
    for cell, number in zip(leads["Phone"][other], sent[other], strict=True):
        assert of_pbx.normal(cell, region or "Atlantis") == of_pbx.normal(number, region or "Atlantis")
