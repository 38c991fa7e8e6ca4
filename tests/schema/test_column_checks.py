"""The named checks for a column of anybody's schema."""

import warnings
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa
import pytest
from hypothesis import HealthCheck, given, settings
from pandera.errors import SchemaError, SchemaErrors, SchemaWarning

import noojee_dq as nj
import noojee_dq.validators
from tests.schema.verdicts import GOOD, OTHER

BLANKS = ["", "  ", None]
ZONES = {"Perth": "Australia/Perth"}
LISTED = pa.Check.not_on_list(numbers=[GOOD])

TABLE = [
    (pa.Check.dialable(), [GOOD, "+64 21 123 4567", "<No Change>", *BLANKS], ["9234 1234", "none", "4.12E+08"]),
    (pa.Check.dialable("NZ"), ["021 123 4567", *BLANKS], ["0491 570 006"]),
    (pa.Check.callback_date(), ["2026/03/04 09:30", "<no change>", *BLANKS], ["2026/02/30 09:30", "4/3/2026 9:30"]),
    (pa.Check.contact_hours(), ["Australia/Perth", *BLANKS], ["Perth", "AEST"]),
    (pa.Check.contact_hours(["Perth"]), ["Perth", *BLANKS], ["Australia/Perth", "perth"]),
    (pa.Check.contact_hours("Perth"), ["Perth"], ["P"]),
    (pa.Check.not_on_list(numbers=GOOD), [OTHER], [GOOD]),
    (pa.Check.not_on_list(numbers=pd.Series([491570006])), [OTHER], [GOOD]),
    # Whatever a check takes as `dnc`, by whichever name.
    *(
        (pa.Check.not_on_list(given), [OTHER], [GOOD])
        for given in (
            [GOOD],
            (GOOD, "0491 570 110"),
            {GOOD},
            pd.Series([GOOD]),
            pd.DataFrame({"Phone": [GOOD]}),
            pd.DataFrame({"Phone": [GOOD, OTHER], "Expires": ["", "2020-01-01"]}),
            [pd.DataFrame({"Phone": [GOOD], "Expires": ["2099-01-01"]}), "0491 570 110"],
        )
    ),
    (pa.Check.contact_hours(names=ZONES), ["Perth", *BLANKS], ["Australia/Perth"]),
    (pa.Check.priority(), ["0", "100", "007", *BLANKS], ["101", "-1", "1.5", "high"]),
    (pa.Check.not_no_change(), ["no change", "x", *BLANKS], ["<NO CHANGE>", " < No  Change > "]),
    (LISTED, [OTHER, "9234 1234", "none", *BLANKS], [GOOD, "+61491570006", "(04) 9157 0006"]),
]


def failing(check: pa.Check, cells: pd.Series) -> list[Any]:
    """The labels of the cells that fail."""
    schema = pa.DataFrameSchema({cells.name: pa.Column(checks=check, nullable=True)})
    try:
        schema.validate(cells.to_frame(), lazy=True)
    except SchemaErrors as errors:
        return list(errors.failure_cases["index"])
    return []


@pytest.mark.parametrize(("check", "good", "bad"), TABLE)
@pytest.mark.parametrize("dtype", ["object", "str", "category"])
def test_which_cells_fail(check: pa.Check, good: list[Any], bad: list[Any], dtype: str) -> None:
    cells = pd.Series([*good, *bad], name="Column", dtype=dtype)
    assert failing(check, cells) == list(range(len(good), len(cells)))


@pytest.mark.parametrize(
    ("check", "cells", "bad"),
    [
        (pa.Check.priority(), pd.Series([0, 100, 101]), [2]),
        (pa.Check.priority(), pd.Series([0.0, 1.5, None]), [1]),
        (pa.Check.priority(), pd.Series([0, None, 101], dtype="Int64"), [2]),
        (pa.Check.dialable(), pd.Series([61491570006, 12]), [1]),
        (LISTED, pd.Series([491570006.0, 491570156.0, None]), [0]),
        (pa.Check.callback_date(), pd.Series([pd.Timestamp("2026-03-04 09:30"), pd.NaT]), []),
        (pa.Check.callback_date(), pd.Series([pd.Timestamp("2026-03-04 09:30:15"), pd.NaT]), [0]),
        (pa.Check.contact_hours(["1"]), pd.Series([1, 2]), [1]),
        (pa.Check.not_no_change(), pd.Series([True, False]), []),
        (pa.Check.dialable(), pd.Series([], dtype="str"), []),
    ],
)
def test_columns_that_are_no_text(check: pa.Check, cells: pd.Series, bad: list[int]) -> None:
    assert failing(check, cells.rename("Column")) == bad


@pytest.mark.parametrize(
    ("index", "label"),
    [
        ([5, 5, 5], 5),
        (["a", "b", "b"], "b"),
        (pd.date_range("2026-01-01", periods=3), pd.Timestamp("2026-01-03")),
        (pd.MultiIndex.from_tuples([("x", 1), ("x", 2), ("y", 1)]), "('y', 1)"),
    ],
)
def test_any_index(index: Any, label: object) -> None:
    assert failing(pa.Check.priority(), pd.Series(["1", None, "x"], index=index, name="Column")) == [label]


def test_values_stand_in_the_failure_cases_alone() -> None:
    schema = pa.DataFrameSchema({"Tel": pa.Column(checks=[pa.Check.dialable(), LISTED])})
    with pytest.raises(SchemaErrors) as caught:
        schema.validate(pd.DataFrame({"Tel": ["9234 1234", GOOD]}), lazy=True)
    assert set(caught.value.failure_cases["failure_case"]) == {"9234 1234", GOOD}
    texts = [str(caught.value), *map(str, caught.value.schema_errors), repr(schema), str(LISTED)]
    assert not [text for text in texts if "9234" in text or "570" in text]
    assert "[dialable] 1 of 2 cells failed" in texts[0]


def test_they_can_warn_and_drop_rows() -> None:
    leads = pd.DataFrame({"Tel": [GOOD, "9234 1234"]})
    with pytest.warns(SchemaWarning, match="1 of 2 cells failed"):
        pa.DataFrameSchema({"Tel": pa.Column(checks=pa.Check.dialable(raise_warning=True))}).validate(leads)
    schema = pa.DataFrameSchema({"Tel": pa.Column(checks=pa.Check.dialable())}, drop_invalid_rows=True)
    assert schema.validate(leads, lazy=True)["Tel"].tolist() == [GOOD]


def test_they_stand_on_a_series_an_index_and_a_column_of_several_levels() -> None:
    assert len(pa.SeriesSchema(checks=pa.Check.priority()).validate(pd.Series([1, 2]))) == 2
    with pytest.raises(SchemaError) as caught:
        pa.SeriesSchema(checks=pa.Check.priority()).validate(pd.Series([1, 200]))
    assert caught.value.failure_cases["index"].tolist() == [1]
    indexed = pd.DataFrame({"x": [1]}, index=pd.Index(["none"], name="Tel"))
    with pytest.raises(SchemaError, match="dialable"):
        pa.DataFrameSchema(index=pa.Index(checks=pa.Check.dialable(), name="Tel")).validate(indexed)
    levels = pd.DataFrame([["none"]], columns=pd.MultiIndex.from_tuples([("Tel", "home")]))
    with pytest.raises(SchemaError, match="dialable"):
        pa.DataFrameSchema({("Tel", "home"): pa.Column(checks=pa.Check.dialable())}).validate(levels)


def test_invalid_rows_of_a_series_are_dropped() -> None:
    schema = pa.SeriesSchema(checks=pa.Check.dialable(), drop_invalid_rows=True)
    assert schema.validate(pd.Series(["none", GOOD]), lazy=True).tolist() == [GOOD]


def test_on_a_whole_frame_they_fail_and_say_where_they_belong() -> None:
    with pytest.raises(SchemaError, match="put it on a column"):
        pa.DataFrameSchema(checks=pa.Check.dialable()).validate(pd.DataFrame({"Tel": [GOOD]}))


def test_the_list_of_a_file_is_read_at_each_validation(tmp_path: Path) -> None:
    file = tmp_path / "dnc.csv"
    check = pa.Check.not_on_list(path=file)
    cells = pd.Series([GOOD, OTHER], name="Tel")
    file.write_text(f"Phone,Expires\n{GOOD},2020-01-01\n{OTHER},\n", "utf-8")
    assert failing(check, cells) == [1]
    file.write_text(f"Phone\n{GOOD}\n", "utf-8")
    assert failing(check, cells) == [0]


@pytest.mark.parametrize("raise_warning", [False, True])
def test_a_list_that_cannot_be_read_fails(tmp_path: Path, raise_warning: bool) -> None:
    file = tmp_path / "dnc.csv"
    column = pa.Column(checks=pa.Check.not_on_list(path=file, raise_warning=raise_warning))
    leads = pd.DataFrame({"Tel": [OTHER]})
    for drop in (False, True):
        schema = pa.DataFrameSchema({"Tel": column}, drop_invalid_rows=drop)
        with pytest.raises(SchemaErrors, match=r"\[not_on_list\] .*dnc.csv"):
            schema.validate(leads, lazy=True)
    file.write_text("Numbers\n1\n", "utf-8")
    with pytest.raises(SchemaError, match="no column 'Phone'"):
        pa.DataFrameSchema({"Tel": column}).validate(leads)


def test_files_among_numbers_are_read_too(tmp_path: Path) -> None:
    (tmp_path / "dnc.csv").write_text(f"Phone\n{GOOD}\n", "utf-8")
    check = pa.Check.not_on_list([tmp_path / "dnc.csv", "0491 570 110"])
    assert failing(check, pd.Series([GOOD, OTHER], name="Tel")) == [0]


def test_a_list_that_can_be_used_in_part_fails_unless_it_is_accepted() -> None:
    leads, unread = pd.DataFrame({"Tel": [OTHER]}), r"valid phone number is in 1 of 2 entries \(row 1\)"
    schema = pa.DataFrameSchema({"Tel": pa.Column(checks=pa.Check.not_on_list(numbers=[GOOD, "12"]))})
    with pytest.raises(SchemaError, match=unread):
        schema.validate(leads)
    accepting = pa.Check.not_on_list(numbers=[GOOD, "12"], accept_partial_lists=True)
    with pytest.warns(SchemaWarning, match=unread):
        pa.DataFrameSchema({"Tel": pa.Column(checks=accepting)}).validate(leads)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: pa.Check.dialable("XX"), "no country has the ISO code or English name 'XX'"),
        (lambda: pa.Check.not_on_list(), "path= or numbers="),
        (lambda: pa.Check.not_on_list(path="a", numbers=["1"]), "path= or numbers="),
        (lambda: pa.Check.contact_hours({"Perth": "Australia/Pert"}), "there is no IANA zone"),
        (lambda: pa.Check.contact_hours(5), "names must be those of contact hours, such as .*, not an int"),
        (lambda: pa.Check.contact_hours(None), "names must be those of contact hours, such as .*, not None"),
        (lambda: pa.Check.dialable(["AU"]), "region must be text, such as region='AU', not a list"),
        (
            lambda: pa.Check.not_on_list(5),
            "not_on_list is a frame, a file, or a list of these or of numbers; not an int",
        ),
        (lambda: pa.Check.not_on_list(numbers=5), "not_on_list is a frame, .*; not an int"),
        (lambda: pa.Check.not_on_list([GOOD], region="XX"), "no country has the ISO code"),
    ],
)
def test_wrong_arguments_are_refused(make: Any, message: str) -> None:
    with pytest.raises(nj.CampaignError, match=message):
        make()


def test_arguments_that_do_not_exist_are_refused() -> None:
    with pytest.raises(TypeError, match="dialable: unknown argument 'regoin'"):
        pa.Check.dialable(regoin="NZ")


TEL = pa.Column(str, pa.Check.dialable(region="NZ"), name="Tel")


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(TEL.strategy(size=3))
def test_data_can_be_made_up(leads: pd.DataFrame) -> None:
    assert nj.parse_phones(leads["Tel"], region="NZ")["valid"].all()


def test_data_can_be_made_up_beside_other_checks() -> None:
    column = pa.Column(str, [pa.Check.str_startswith("+"), pa.Check.dialable()], name="Tel")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        alone = pa.Column(str, [pa.Check.dialable(), pa.Check.isin([GOOD, "x"])], name="Tel").example(size=1)
    assert alone["Tel"].tolist() == [GOOD]
    assert column.checks[1].strategy is not None
