"""`parse_phones`, phone patterns, and which columns hold phones."""

import pandas as pd
import phonenumbers
import pytest

import noojee_dq as nj
from noojee_dq.phones import PROBLEMS, apply_patterns, digits, parse_phones
from noojee_dq.settings.phone_pattern import PhonePattern

#: Cell, whether libphonenumber calls it valid in Australia, type, what is odd about it.
CELLS: list[tuple[str | None, bool, str | None, str | None]] = [
    ("0491 570 006", True, "mobile", None),
    ("+61 3 5550 1234", True, "fixed_line", None),
    ("1300 975 707", True, "shared_cost", None),
    ("1800 975 707", True, "toll_free", None),
    ("1900 000 000", True, "premium_rate", None),
    ("+44 20 7946 0123", True, "fixed_line", None),
    ("", False, None, "blank"),
    ("\u00a0 ", False, None, "blank"),
    (None, False, None, "blank"),
    ("none", False, None, "not_a_number"),
    ("30 Sladen Street", False, None, "not_a_number"),
    ("5550 1234", False, None, "no_area_code"),
    ("0491 570", False, None, "unassigned"),
    ("0491 570 006 0491 570 006", False, None, "several_numbers"),
    ("0591 570 006", False, None, "unassigned"),
    ("4.9157E+08", False, None, "excel_lossy"),
    ("491570006.0", False, None, "excel_decimal"),
    ("4.91570006E+08", False, None, "excel_exponent"),
    ("0491 57O 0O6", False, None, "lookalike_letters"),
    ("491570006", True, "mobile", "lost_zero"),
    ("1300 GOFLOW", True, "shared_cost", "letters"),
    ("0491570006; 0355501234", True, "mobile", "several_numbers"),
    ("0491 570 006 or 03 5550 1234", False, None, "several_numbers"),
    ("(03) 5550 1234 ext 5", True, "fixed_line", "extension"),
    ("\uff10\uff14\uff19\uff11\uff15\uff17\uff10\uff10\uff10\uff16", True, "mobile", "stray_marks"),
    ('="0491570006"', True, "mobile", "stray_marks"),
    ("'491570006", True, "mobile", "stray_marks"),
    ("++61491570006", True, "mobile", "stray_marks"),
    ("0491/570/006", True, "mobile", None),
    ("+61 491 570 006 ::: 0491 570 157", False, None, "several_numbers"),
]


@pytest.mark.parametrize(("cell", "valid", "kind", "problem"), CELLS)
def test_a_cell_is_what_libphonenumber_says_and_its_oddity_is_named(
    cell: str | None, valid: bool, kind: str | None, problem: str | None
) -> None:
    parsed = parse_phones(pd.Series([cell], dtype="str")).iloc[0]
    assert (parsed["valid"], parsed["type"] if valid else None) == (valid, kind)
    assert (None if pd.isna(parsed["problem"]) else parsed["problem"]) == problem
    if valid and cell:
        number = phonenumbers.parse(cell, "AU")
        assert parsed["e164"] == phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        assert parsed["region"] == phonenumbers.region_code_for_number(number)
    else:
        assert parsed[["e164", "type", "region"]].isna().all()


def test_every_problem_is_in_the_documented_vocabulary() -> None:
    assert {problem for *_, problem in CELLS if problem} <= set(PROBLEMS)


def test_the_callers_index_is_kept_even_where_labels_repeat() -> None:
    index = pd.MultiIndex.from_tuples([("a", 1), ("a", 1)])
    parsed = parse_phones(pd.Series(["0491 570 006", ""], index=index))
    assert parsed.index.equals(index)
    assert parsed["valid"].tolist() == [True, False]


def test_a_country_for_each_number() -> None:
    numbers = pd.Series(["020 7946 0123"] * 3, index=[5, 5, 9])
    parsed = parse_phones(numbers, pd.Series(["GB", "gb ", "Atlantis"]))
    assert parsed["valid"].tolist() == [True, True, False]
    assert parsed["problem"].iloc[2] == "unknown_region"


def test_an_unknown_region_is_refused_with_the_nearest() -> None:
    with pytest.raises(nj.CampaignError, match="'Austrya'; did you mean 'Austria'"):
        parse_phones(pd.Series(["1"]), "Austrya")


def test_numbers_of_other_dtypes_are_read_as_their_digits() -> None:
    assert parse_phones(pd.Series([491570006.0, None]))["e164"].iloc[0] == "+61491570006"
    assert parse_phones(pd.Series([61491570006]))["valid"].tolist() == [True]


def test_an_empty_column_gives_an_empty_frame_of_the_same_types() -> None:
    parsed = parse_phones(pd.Series([], dtype="str"))
    assert parsed.dtypes.equals(parse_phones(pd.Series(["0491 570 006"])).dtypes)
    assert list(parsed.columns) == ["e164", "valid", "type", "region", "problem"]


def test_digits_are_those_of_the_cell_whatever_its_index() -> None:
    assert digits(pd.Series(["(03) 5550-1234", "x", "\uff11"], index=[7, 7, 7])).tolist() == ["0355501234", "", "1"]


@pytest.mark.parametrize(
    ("pattern", "number", "stored"),
    [
        (PhonePattern(pattern="NXXXXXXXX", prefix="0"), "491570006", "0491570006"),
        (PhonePattern(pattern="NXXXXXXXX", prefix="0"), "4 9157 0006", "0491570006"),
        (PhonePattern(pattern="N XXXX XXXX", prefix="0"), "491570006", "0491570006"),
        (PhonePattern(pattern="NXXXXXXXX", prefix="0"), "191570006", None),
        (PhonePattern(pattern="+61NXXXXXXXX", strip=3, prefix="0"), "+61 491 570 006", "0491570006"),
        (PhonePattern(pattern="0[2-478]XXXXXXXX"), "0355501234", "0355501234"),
        (PhonePattern(pattern="0[2-478]XXXXXXXX"), "0955501234", None),
        (PhonePattern(pattern="1Z."), "1300975707", "1300975707"),
        (PhonePattern(pattern="1Z."), "13", None),
        (PhonePattern(pattern="XXXXXX"), "1234567", None),
        (PhonePattern(pattern="XX"), "", None),
    ],
)
def test_a_phone_pattern_matches_whole_numbers_strips_then_prefixes(
    pattern: PhonePattern, number: str, stored: str | None
) -> None:
    row = apply_patterns(pd.Series([number], index=[9]), [pattern]).loc[9]
    assert row["matched"] == (stored is not None)
    assert (row["stored"] if row["matched"] else None) == stored


def test_the_first_phone_pattern_that_matches_wins() -> None:
    patterns = [PhonePattern(pattern="4X.", prefix="A"), PhonePattern(pattern="X.", prefix="B")]
    assert apply_patterns(pd.Series(["411", "511"]), patterns)["stored"].tolist() == ["A411", "B511"]
