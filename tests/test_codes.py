"""The result-code catalogue."""

import pickle

import numpy as np
import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.codes import DependsOn, Remedy, ResultCode, depending_on, expected_code, preflight_remedy
from noojee_dq.explain import explanation

#: Code, message and HTTP status of the vendor's table.
VENDOR_TABLE = {
    (0, "OK", 200),
    (101, "COULDNT_FIND_THE_LEAD", 400),
    (102, "NO_PHONE_FIELDS", 400),
    (103, "EXCEPTION", 500),
    (104, "DNC", 400),
    (105, "DUPLICATE", 400),
    (106, "INVALID_DISPOSTION", 400),
    (107, "DISPOSTION_ISNT_SET_AND_NOCHANGE_SPECIFIED", 400),
    (108, "IMPORT_BUT_NOCHANGE_SPECIFIED", 400),
    (109, "TIMEOUT_TOO_MANY_CONCURRENT_REQUESTS", 400),
    (110, "LEAD_NOT_UPDATED_DUE_TO_CONFLICT", 400),
    (111, "INVALID_TIMEZONE_SPECIFIED", 400),
    (112, "DUPLICATE_EXTERNAL_ID", 400),
    (114, "INVALID_CALLBACK_DATE_FORMAT", 400),
    (115, "ALLOCATION_ID_REQUIRED", 400),
    (116, "TEMPLATE_ID_REQUIRED", 400),
    (117, "CAMPAIGN_ID_REQUIRED", 400),
}

REMEDIES = {
    Remedy.NONE: {0},
    Remedy.FIX: {101, 102, 106, 107, 108, 111, 114},
    Remedy.DROP: {104, 105},
    Remedy.REVIEW: {112, 110},
    Remedy.CHECK_IN_DIALLER: {103},
    Remedy.RETRY: {109},
    Remedy.FIX_CAMPAIGN: {115, 116, 117},
}


def test_the_catalogue_is_the_vendors_table() -> None:
    assert {(code.value, code.name, code.http_status) for code in ResultCode} == VENDOR_TABLE


@pytest.mark.parametrize("remedy", Remedy)
def test_each_code_has_its_remedy_and_a_meaning(remedy: Remedy) -> None:
    assert {code.value for code in ResultCode if code.remedy == remedy} == REMEDIES[remedy]
    assert all(code.meaning for code in ResultCode)


def test_an_unknown_code_is_carried() -> None:
    code = ResultCode(113)
    assert (code, code.name, code.http_status, code.remedy) == (113, "UNKNOWN_113", None, Remedy.REVIEW)
    assert pickle.loads(pickle.dumps(code)) == 113  # noqa: S301 - our own bytes
    assert 113 not in [*ResultCode]


def test_what_is_no_code_is_refused() -> None:
    with pytest.raises(ValueError, match="'105'"):
        ResultCode("105")  # type: ignore[arg-type]


def test_precedence_ranks_every_code_that_a_pre_flight_can_expect() -> None:
    places = {code: code.facts.precedence for code in ResultCode if code.facts.precedence is not None}
    assert len(set(places.values())) == len(places)
    assert set(ResultCode) - set(places) == {0, 109, 110}
    assert [code.value for code in sorted(places, key=lambda code: places[code])] == [
        *(116, 117, 115, 103, 108, 102, 114, 111, 101, 106, 107, 112, 104, 105)
    ]


@pytest.mark.parametrize(
    ("what", "codes"),
    [
        (DependsOn.LEAD, {101, 102, 106, 107, 108, 111, 114}),
        (DependsOn.OTHER_LEADS, {105, 112}),
        (DependsOn.LISTS, {104}),
        (DependsOn.CAMPAIGN, {115, 116, 117}),
        (DependsOn.SERVER, {103, 109, 110}),
    ],
)
def test_what_decides_about_a_code(what: DependsOn, codes: set[int]) -> None:
    assert {code.value for code in depending_on(what)} == codes


def test_what_a_supplier_may_not_know_or_cannot_mend() -> None:
    assert {code.value for code in ResultCode if not code.facts.supplier_can_mend} == {104, 105, 112, 115, 116, 117}


@pytest.mark.parametrize(
    ("codes", "expected"), [([], 0), ([105, 114], 114), ([112, 105, 104], 112), ([113, 105], 105), ([113], 113)]
)
def test_the_expected_code_is_the_first_by_precedence(codes: list[int], expected: int) -> None:
    assert expected_code(codes) == expected


@pytest.mark.parametrize(
    ("code", "remedy"), [(None, "fix"), (103, "fix"), (105, "drop"), (110, "review"), (113, "review")]
)
def test_what_a_pre_flight_error_asks_for(code: int | None, remedy: str) -> None:
    assert preflight_remedy(code) == remedy


def test_a_code_may_come_out_of_a_column() -> None:
    names = pd.Series([105, 999], dtype="Int64").map(lambda code: ResultCode(code).name)
    assert [*names, ResultCode(np.int64(999)).name] == ["DUPLICATE", "UNKNOWN_999", "UNKNOWN_999"]  # type: ignore[arg-type]


def test_of_a_server_error_all_say_to_call_noojee_support() -> None:
    results = pd.DataFrame({"api_code": [103], "api_outcome": ["unknown"], "api_action": ["check_in_dialler"]})
    analysis = nj.analyse(results)
    for said in (explanation("103"), *analysis.by_code["meaning"], " ".join(analysis.suggestions)):
        assert "call Noojee Support" in said
    page = nj.check(pd.DataFrame({"Phone": [""]}), nj.Campaign(phone_fields=["Phone"])).to_html(results=results)
    assert "call Noojee Support" in str(page)
