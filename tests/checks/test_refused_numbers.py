"""A number of a lead that is marked as not to be called, in another row."""

from typing import Any

import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.fields import Operation

A, B, C, D = "0491 570 006", "0491 570 156", "0491 570 157", "0491 570 158"


def report_on(leads: dict[str, list[str]], operation: Operation = "insert", **settings: Any) -> nj.Report:
    options = {"keep": settings.pop("keep", "first")}
    campaign = nj.Campaign(phone_fields=["Phone", "Mobile"], **settings)
    return nj.check(pd.DataFrame(leads), campaign, operation=operation, **options)


def not_ready(*args: Any, **settings: Any) -> list[int]:
    report = report_on(*args, marked_do_not_call="error", **settings)
    return report.annotated.index[~report.is_ready].tolist()


@pytest.mark.parametrize(
    ("phone", "mobile", "held"),
    [
        ([A, A, B], ["", "", ""], [0, 1]),
        ([A, "0491570006", B], ["", "", ""], [0, 1]),
        ([A, "+61 491 570 006", B], ["", "", ""], [0, 1]),
        ([A, B, C], ["", A, ""], [0, 1]),
        ([A, B, C], [B, "", ""], [0, 1]),
        ([A, B, C], [B, C, ""], [0, 1]),
        ([A, B, C], ["", "", ""], [0]),
        (["", B, C], ["", "", ""], [0]),
        (["1" * 20, "1" * 20, C], [A, B, ""], [0, 1]),
        (["4.12E+08", "4.12E+08", C], [A, B, ""], [0]),
        (["0491 570 006 (work)", A, C], ["", "", ""], [0, 1]),
        (["0491 570 006 / 0491 570 156", A, B], ["", "", ""], [0, 1, 2]),
        (["12345", "12345", C], [A, B, ""], [0]),
        ([A, f"{B} / {A}", C], ["", D, ""], [0, 1]),
        ([A, f"{B} / {C}", C], ["", D, ""], [0]),
        ([A, f"{B} or {C}", f"{A};{B}"], ["", D, D], [0, 2]),
        ([A, B, C], ["", "", "0491570006, 0491570158"], [0, 2]),
        ([A, "w 02 5550 1234 m 0491 570 006", C], ["", D, ""], [0, 1]),
        ([f"{A} / {B}", f"{C} / {B}", C], ["", D, ""], [0, 1]),
        (["0491 570", f"0491 570 / {B}", C], [A, D, ""], [0]),
    ],
)
@pytest.mark.parametrize("keep", ["first", "last"])
def test_a_lead_with_a_number_of_a_marked_one_is_not_sent(
    phone: list[str], mobile: list[str], held: list[int], keep: str
) -> None:
    leads = {"Phone": phone, "Mobile": mobile, "Opt Out": ["yes", "", ""]}
    assert not_ready(leads, keep=keep, allow_duplicates=True) == held


@pytest.mark.parametrize("marks", [["yes", ""], ["", "yes"]])
@pytest.mark.parametrize("keep", ["first", "last"])
@pytest.mark.parametrize("allow_duplicates", [True, False])
@pytest.mark.parametrize("operation", ["insert", "update"])
def test_in_any_order_and_for_any_call(
    marks: list[str], keep: str, allow_duplicates: bool, operation: Operation
) -> None:
    leads = {"Phone": [A, A], "DNC": marks, "njExternalLeadId": ["1", "2"], "njDisposition": ["Sale", "Sale"]}
    assert not_ready(leads, operation, keep=keep, allow_duplicates=allow_duplicates) == [0, 1]


@pytest.mark.parametrize(
    ("marks", "status"),
    [
        (["yes", "", ""], ["drop", "drop", "drop"]),
        (["perhaps", "", ""], ["review", "review", "review"]),
        # A person has to look at the row itself, of which neither is certain.
        (["perhaps", "", "yes"], ["review", "drop", "drop"]),
        (["no", "", "n/a"], ["ready", "ready", "ready"]),
    ],
)
def test_the_strongest_mark_of_a_number_counts(marks: list[str], status: list[str]) -> None:
    report = report_on({"Phone": [A, A, A], "DNC": marks}, allow_duplicates=True, marked_do_not_call="error")
    assert report.annotated["dq_status"].tolist() == status


@pytest.mark.parametrize("cell", ["0491 570 006 DNC", "DNC 0491570006", "0491 570 006 (opted out)"])
def test_a_mark_beside_the_number_itself(cell: str) -> None:
    report = report_on({"Phone": [cell, A, B]}, marked_do_not_call="error")
    assert report.annotated["dq_status"].eq("ready").tolist() == [False, False, True]


@pytest.mark.parametrize(
    ("mark", "message"),
    [
        ("yes", "the same number as row 0, which is marked do not call"),
        ("perhaps", "the same number as row 0, which may be marked do not call"),
    ],
)
def test_the_other_row_is_named(mark: str, message: str) -> None:
    leads = {"Phone": [A, B, A], "Mobile": ["", A, ""], "DNC": [mark, "", mark]}
    findings = report_on(leads, allow_duplicates=True).findings
    found = findings[findings["check"].eq("number-marked-do-not-call")]
    assert found[["row", "column", "severity", "message"]].values.tolist() == [[1, "Mobile", "warning", message]]


def test_an_update_that_sets_the_disposition_goes_out_and_marks_the_number() -> None:
    leads = {
        "njExternalLeadId": ["1", "2", "3"],
        "njDisposition": ["Do Not Call", "Do Not Call", "Sale"],
        "Phone": [A, A, A],
        "Note": ["", "said do not call", ""],
    }
    assert not_ready(leads, "update") == [2]
