"""What `parse_phones` gives beside the verdicts: its frame, its regions, its problems, and how few cells are slow."""

from typing import Any, cast

import numpy as np
import pandas as pd
import phonenumbers
import pyarrow as pa
import pytest
from phonenumbers import PhoneMetadata
from phonenumbers.phonemetadata import PhoneNumberDesc

from noojee_dq.errors import CampaignError
from noojee_dq.phones import PROBLEMS, digits, parse_phones, undecided
from noojee_dq.phones.cell_parser import parse_cell
from noojee_dq.phones.metadata import compiled_plan, plan_of_region, plans_of_calling_code
from noojee_dq.phones.national import national_numbers
from noojee_dq.phones.written_forms import written_forms

COLUMNS = ["e164", "valid", "type", "region", "problem"]


def ordinary_numbers() -> pd.Series:
    """A thousand AU numbers as people write them, some of them wrong."""
    subscribers = pd.Series(np.arange(10_000_000, 99_999_999, 89_999)[:1000]).astype("str")
    start, end = subscribers.str[:4], subscribers.str[4:]
    ways = [
        "04" + subscribers,
        "(03) " + start + " " + end,
        "+61 4" + subscribers,
        "0011 61 2 " + start + "-" + end,
        "1300 " + subscribers.str[:3] + " " + subscribers.str[3:6],
        "4" + subscribers,
        start + " " + end,
        "03" + start,
        "04" + subscribers + "77",
        "4" + subscribers + ".0",
        "+64 21 " + start + " " + end,
        "none of " + subscribers.str.translate(dict(zip(b"0123456789", "abcdefghij", strict=True))),
    ]
    return pd.concat([way[at :: len(ways)] for at, way in enumerate(ways)])


def test_nothing_ordinary_is_left_to_phonenumbers() -> None:
    numbers = ordinary_numbers()
    assert len(numbers) == 1000
    assert not undecided(numbers).any()
    assert parse_phones(numbers)["valid"].mean() > 0.5


@pytest.mark.parametrize(
    "cell",
    [
        "0491 570 006 ext. 4",
        "1300 GOFLOW",
        "\uff10\uff14\uff19\uff11570006",  # full-width digits
        "0491 570 006; 0491 570 156",
        "03/9234 1234",
        "tel:+61-491-570-006",
        "+0491570006",
        "12",
        "0" * 300,
    ],
)
def test_what_is_not_certain_is_left_to_phonenumbers(cell: str) -> None:
    assert undecided(pd.Series([cell])).tolist() == [True]
    parsed = parse_phones(pd.Series([cell]))[COLUMNS].astype(object)
    assert tuple(parsed.where(parsed.notna(), None).iloc[0]) == parse_cell(cell, "AU")


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("", "blank"),
        (" \u00a0", "blank"),
        ("4.12E+08", "excel_lossy"),
        ("412345678.0", "excel_decimal"),
        ("none", "not_a_number"),
        ("00119", "too_short"),
        ("0011999123456", "not_a_number"),
        ("0491", "too_short"),
        ("04915700061234", "too_long"),
        ("9234 1234", "no_area_code"),
        ("0991 570 006", "unassigned"),
        ("0491570006 or 0491570156", "several_numbers"),
        ("0491570006 ext 12", "extension"),
        ("1300 GOFLOW", "letters"),
        ("491570006", "lost_zero"),
        ("0491 570 006", None),
    ],
)
def test_problems(cell: str, problem: str | None) -> None:
    assert problem is None or problem in PROBLEMS
    found = parse_phones(pd.Series([cell]))["problem"].astype(object)
    assert found.where(found.notna(), None).tolist() == [problem]


@pytest.mark.parametrize(
    "index",
    [
        pd.Index([7, 7, 7]),
        pd.MultiIndex.from_tuples([("a", 1), ("a", 1), ("b", 2)], names=["file", "row"]),
        pd.Index([], dtype="int64"),
    ],
)
def test_the_index_is_the_callers(index: pd.Index) -> None:
    numbers = pd.Series(["0491570006", "none", None][: len(index)], index=index, dtype="str")
    parsed = parse_phones(numbers)
    pd.testing.assert_index_equal(parsed.index, index)
    assert parsed.dtypes.astype("str").to_dict() == {name: "bool" if name == "valid" else "str" for name in COLUMNS}
    assert parsed["problem"].tolist()[1:] == ["not_a_number", "blank"][: max(len(index) - 1, 0)]


def test_each_number_is_read_in_its_own_region() -> None:
    numbers = pd.Series(["020 7946 0018", "(212) 555-0123", "0491570006", "+61491570006", "0491570006"])
    regions = pd.Series([" gb", "US", "AU", None, "Atlantis"], index=[5, 5, 4, 3, 2])
    parsed = parse_phones(numbers, regions)
    assert parsed["region"].fillna("").tolist() == ["GB", "US", "AU", "AU", ""]
    assert parsed["problem"].fillna("").tolist() == ["", "", "", "", "unknown_region"]


def test_an_unknown_region_is_refused() -> None:
    with pytest.raises(CampaignError, match="did you mean 'Australia'"):
        parse_phones(pd.Series(["0491570006"]), "Austraalia")


def test_a_long_column_is_read_as_its_parts_are() -> None:
    numbers = pd.concat([ordinary_numbers(), pd.Series(["1300 GOFLOW", ""])], ignore_index=True)
    many = pd.concat([numbers] * 300, ignore_index=True)
    once = parse_phones(numbers)
    pd.testing.assert_frame_equal(parse_phones(many), pd.concat([once] * 300, ignore_index=True))


@pytest.mark.parametrize("dtype", ["object", "string[pyarrow]", "category", "Int64", "float64"])
def test_any_dtype(dtype: str) -> None:
    numbers = pd.Series(["491570006", "61491570006"]).astype(cast("Any", dtype))
    assert parse_phones(numbers)["e164"].tolist() == ["+61491570006"] * 2


def test_digits_of_any_script() -> None:
    cells = pd.Series(
        ["(03) 5550 1234", "\uff10\uff14\u0661", None, "", "none", "\u00b2\u2075"], index=[1, 1, 2, 2, 3, 3]
    )
    found = digits(cells)
    pd.testing.assert_index_equal(found.index, cells.index)
    assert found.fillna("null").tolist() == ["0355501234", "04\u0661", "null", "", "", "25"]


def test_parts_of_a_chunked_column_are_read_alike() -> None:
    chunked = pa.chunked_array([["0491570006"], ["x", "0491 570 156"]], pa.large_string()).to_pandas()
    parts = pd.concat([chunked.iloc[1:], chunked.iloc[:1]])
    assert digits(parts).tolist() == ["", "0491570156", "0491570006"]
    assert parse_phones(parts)["valid"].tolist() == [False, True, True]


def test_the_installed_metadata_is_compiled_to_the_last_region() -> None:
    assert [region for region in phonenumbers.SUPPORTED_REGIONS if plan_of_region(region) is None] == []
    codes = phonenumbers.COUNTRY_CODE_TO_REGION_CODE
    assert [code for code in codes if not plans_of_calling_code(code) or written_forms(code) is None] == []


GENERAL = PhoneNumberDesc(national_number_pattern=r"[1-9]\d{5}", possible_length=(6,))
ORDINARY: dict[str, Any] = {"country_code": 999, "general_desc": GENERAL, "national_prefix_for_parsing": "0"}


@pytest.mark.parametrize(
    "odd",
    [
        {"general_desc": None},
        {"country_code": None},
        {"general_desc": PhoneNumberDesc(possible_length=(6,))},
        {"general_desc": PhoneNumberDesc(national_number_pattern=r"\d{6}")},
        {"international_prefix": "00(?=1)"},
        {"national_prefix_for_parsing": r"(0)\1"},
        {"national_prefix_for_parsing": "(0)" * 9},
        {"national_prefix_transform_rule": "9"},
        {"national_prefix_for_parsing": r"0(\d)", "national_prefix_transform_rule": r"\15"},
        {"national_prefix_for_parsing": r"0(\d?)", "national_prefix_transform_rule": r"9\1"},
    ],
)
def test_metadata_without_an_exact_counterpart_is_not_compiled(odd: dict[str, Any]) -> None:
    metadata = PhoneMetadata("ZZ", register=False, **(ORDINARY | odd))
    assert compiled_plan("ZZ", metadata) is None


def test_ordinary_metadata_is_compiled() -> None:
    plan = compiled_plan("ZZ", PhoneMetadata("ZZ", register=False, **ORDINARY))
    assert plan is not None
    assert national_numbers(plan, pa.array(["0123456", "123456"], pa.large_string())).to_pylist() == ["123456"] * 2
