"""Why a number is refused, and what a repair that is asked for makes of it."""

import pandas as pd
import pytest

import noojee_dq as nj

CAMPAIGN = nj.Campaign(phone_fields=["Phone", "Mobile"], allow_duplicates=True)
SEVERAL = "several numbers in one cell"
EXIT_CODE = "00 or 011 in front of a country code: + belongs there"
UNUSED = "no such number: its prefix is not in use for this length"
LOOKALIKE = "letters O, I or l where digits belong (0 or 1)"
EXPONENT = "a spreadsheet shows it with a power of ten (E+08); its digits are all there"
MISSING, TOO_MANY = "a digit seems to be missing", "a digit too many, as it seems"

REASONS = {
    "0491570157;0491570158": SEVERAL,
    "0491570157 ; +61491570158": SEVERAL,
    "0491570157 & 0491570158": SEVERAL,
    "0491570157 + 0491570158": SEVERAL,
    "0491570157+0491570158": SEVERAL,
    "+61491570157 +61491570158": SEVERAL,
    "0491570157|0491570158": SEVERAL,
    "0491570157\n0491570158": SEVERAL,
    "0491570157\t0491570158": SEVERAL,
    "0491570157 and 0491570158": SEVERAL,
    "0491570006 0491570156": SEVERAL,
    "0491 570 006 0491 570 156": SEVERAL,
    "(02) 5550 1234  0491 570 156": SEVERAL,
    "0491570006-0491570156": SEVERAL,
    "w 02 5550 1234 m 0491 570 006": SEVERAL,
    "Ann 0491 570 006 Bob 0491 570 156": SEVERAL,
    "0491570006 0491570156 0491570157": SEVERAL,
    "0491570006 04915701": SEVERAL,
    "0061491570006": EXIT_CODE,
    "00 61 491 570 006": EXIT_CODE,
    "011 61 491 570 006": EXIT_CODE,
    "0044 20 7946 0958": EXIT_CODE,
    "00491570006": UNUSED,
    "0591 570 006": UNUSED,
    "(297) 523-6753": UNUSED,
    "0491 570 00": MISSING,
    "+61 491 570 00": MISSING,
    "02 5550 12": "two digits seem to be missing",
    "0491 570 0066": TOO_MANY,
    "0491 570 00666": "two digits too many, as it seems",
    "O491 57O OO6": LOOKALIKE,
    "0491 57O 0O6": LOOKALIKE,
    "l300 654 32I": LOOKALIKE,
    "0491 570 006 (fax)": "letters in the number, or beside it",
    "4.91570006E+08": EXPONENT,
    "2,55501234E+08": EXPONENT,
}


def test_the_reason_is_said() -> None:
    leads = pd.DataFrame({"Phone": list(REASONS)})
    findings = nj.check(leads, CAMPAIGN).findings.query("check == 'undialable-number'").set_index("row")["message"]
    told = dict(zip(leads["Phone"], findings.reindex(leads.index), strict=True))
    assert told == {cell: f"nobody can dial it: {reason}" for cell, reason in REASONS.items()}


READY = [
    "0491570006;ext=123456",
    "0491570006;isub=123456",
    "tel:0491570006;phone-context=+61",
    "1300 FLOWER",
    "O 0491570006",
]


def test_one_number_is_not_taken_for_several_nor_for_a_misspelled_one() -> None:
    report = nj.check(pd.DataFrame({"Phone": READY}), CAMPAIGN)
    assert report.ready["Phone"].tolist() == READY


def test_what_is_repaired_when_it_is_asked_for() -> None:
    expected = {
        "0491570157;0491570158": ("0491570157", "0491570158"),
        "0491570157+0491570158": ("0491570157", "0491570158"),
        "0491570157 + 61491570158": ("0491570157", "61491570158"),
        "+61491570157 +61491570158": ("+61491570157", "+61491570158"),
        "0491 570 006 0491 570 156": ("0491 570 006", "0491 570 156"),
        "w 02 5550 1234 m 0491 570 006": ("02 5550 1234", "0491 570 006"),
        "Ann 0491 570 006 Bob 0491 570 156": ("Ann 0491 570 006 Bob 0491 570 156", ""),
        "O491 57O OO6": ("0491 570 006", ""),
        "O591 57O OO6": ("O591 57O OO6", ""),
    }
    leads = pd.DataFrame({"Phone": list(expected), "Mobile": ""})
    fixed = nj.repair(leads, CAMPAIGN, fixes=["split-numbers", "letters-for-digits"])
    assert dict(zip(expected, fixed.leads.itertuples(index=False, name=None), strict=True)) == expected
    assert fixed.left["reason"].tolist() == [
        "it does not hold two complete numbers and nothing else",
        "with digits in the place of its letters it is no valid number",
    ]


@pytest.mark.parametrize(
    "entry",
    [
        *("O491 57O OO6", "4.91570006E+08", "4,91570006E+08", "491.570006E+06", "0061491570006", "0491 570 006 (Ann)"),
        *("0491570156 0491570006", "0491570156;0491570006", "w 02 5550 1234 m 0491 570 006", "0491570156+0491570006"),
    ],
)
def test_an_entry_of_the_do_not_call_list_is_read_as_people_mean_it(entry: str) -> None:
    report = nj.check(pd.DataFrame({"Phone": ["0491570006"]}), CAMPAIGN, dnc=[entry])
    assert report.by_code == {"104": 1}


def test_every_number_of_a_cell_is_looked_for_on_the_do_not_call_list() -> None:
    several = [cell for cell, reason in REASONS.items() if reason == SEVERAL and "0156" in cell.replace(" ", "")]
    for cell in several:
        assert nj.check(pd.DataFrame({"Phone": [cell]}), CAMPAIGN, dnc=["+61491570156"]).by_code == {"104": 1}, cell
