"""`check`: what holds for any leads, and for frames of every kind."""

import json
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import example, given, strategies as st

import noojee_dq as nj
from tests.examples import examples

NOW = datetime(2026, 11, 23, tzinfo=UTC)
WRITE_IT_LIKE = "write it like 2026/03/04 09:30, on the 24-hour clock"
ZONED = "it has a time zone, and the PBX reads callbacks in the lead's contact hours"
CAMPAIGN = nj.Campaign(phone_fields=["Phone", "Mobile"], columns={"Ref": "njExternalLeadId"})

PHONES = st.sampled_from(
    ["", " ", "0491 570 006", "+61491570006", "0491570156", "9234 1234", "none", "4.9E+08", "491570006", "<No Change>"]
)
LEAD = st.fixed_dictionaries(
    {
        "Phone": PHONES,
        "Mobile": PHONES,
        "Ref": st.sampled_from(["", "A1", "A2", " A1"]),
        "njCallBackDate": st.sampled_from(["", "2031/03/04 09:30", "2020/01/01 00:00", "soon"]),
        "njContactHours": st.sampled_from(["", "Australia/Perth", "AEST", "\t"]),
        "Name": st.sampled_from(["", "Ann", "<NO CHANGE>", "a\x00"]),
    }
)
# A check takes as long for 30 leads as for one, so few files with many leads try most in a second; in files with few,
# a column may be blank as a whole.
LEADS = st.one_of(st.lists(LEAD, max_size=4), st.lists(LEAD, min_size=20, max_size=30))
MANY = examples(2)
BLANK = dict.fromkeys(["Phone", "Mobile", "Ref", "njCallBackDate", "njContactHours", "Name"], "")


def frame_of(leads: list[dict[str, str]]) -> pd.DataFrame:
    return pd.DataFrame(
        leads, columns=["Phone", "Mobile", "Ref", "njCallBackDate", "njContactHours", "Name"], dtype="str"
    )


def verdicts(report: nj.Report) -> list[tuple[Any, ...]]:
    return list(report.annotated[["dq_status", "dq_expected_code", "dq_codes"]].itertuples(index=False, name=None))


@MANY
@given(leads=LEADS, operation=st.sampled_from(["insert", "update"]))
def test_verdicts_do_not_depend_on_the_index(leads: list[dict[str, str]], operation: Any) -> None:
    frame = frame_of(leads)
    plain = verdicts(nj.check(frame, CAMPAIGN, operation=operation, now=NOW))
    repeated = frame.set_axis([7] * len(frame))
    levels = frame.set_axis(pd.MultiIndex.from_arrays([["x"] * len(frame), range(len(frame))]))
    for other in (repeated, levels):
        assert verdicts(nj.check(other, CAMPAIGN, operation=operation, now=NOW)) == plain


@MANY
@given(leads=LEADS, order=st.permutations(range(6)))
def test_verdicts_do_not_depend_on_the_order_of_columns(leads: list[dict[str, str]], order: list[int]) -> None:
    frame = frame_of(leads)
    assert verdicts(nj.check(frame.iloc[:, order], CAMPAIGN, now=NOW)) == verdicts(nj.check(frame, CAMPAIGN, now=NOW))


@MANY
@given(leads=LEADS, operation=st.sampled_from(["insert", "update"]))
def test_white_space_alone_is_blank(leads: list[dict[str, str]], operation: Any) -> None:
    frame = frame_of(leads)
    blanked = frame.apply(lambda column: column.mask(column.str.strip().eq(""), ""))
    missing = frame.apply(lambda column: column.mask(column.str.strip().eq("")))
    expected = verdicts(nj.check(frame, CAMPAIGN, operation=operation, now=NOW))
    assert verdicts(nj.check(blanked, CAMPAIGN, operation=operation, now=NOW)) == expected
    assert verdicts(nj.check(missing, CAMPAIGN, operation=operation, now=NOW)) == expected


@MANY
@given(leads=LEADS, operation=st.sampled_from(["insert", "update"]))
@example(leads=[BLANK | {"Ref": "A1"}, BLANK | {"Ref": "A1", "Mobile": "0491 570 006"}], operation="update")
@example(
    leads=[BLANK | {"Ref": "A1", "Mobile": mobile} for mobile in ("0491 570 006", "9234 1234")], operation="update"
)
@example(leads=[BLANK | {"Ref": "A1", "Name": name} for name in ("", "a\x00", "")], operation="update")
@example(leads=[BLANK | {"Ref": "A1", "Mobile": mobile} for mobile in ("", "9234 1234", "")], operation="update")
def test_ready_leads_pass_again(leads: list[dict[str, str]], operation: Any) -> None:
    ready = nj.check(frame_of(leads), CAMPAIGN, operation=operation, now=NOW).ready
    again = nj.check(ready, CAMPAIGN, operation=operation, now=NOW)
    assert again.ok == (len(ready) > 0)
    pd.testing.assert_frame_equal(again.annotated, ready)


@MANY
@given(leads=LEADS)
def test_every_lead_is_either_ready_or_rejected_and_counted_once(leads: list[dict[str, str]]) -> None:
    frame = frame_of(leads)
    report = nj.check(frame, CAMPAIGN, now=NOW)
    assert sorted([*report.ready.index, *report.rejected.index]) == list(frame.index)
    assert (
        sum(report.counts[name] for name in ("ready", "fix", "drop", "review")) == report.counts["leads"] == len(frame)
    )
    assert report.ok == (report.rejected.empty and len(frame) > 0)


KINDS: dict[str, pd.DataFrame] = {
    "text": pd.DataFrame({"Phone": ["0491570006", "61491570006", "12", ""]}),
    "objects": pd.DataFrame({"Phone": ["0491570006", 61491570006, 12.0, None]}, dtype=object),
    "categories": pd.DataFrame({"Phone": pd.Categorical(["0491570006", "61491570006", "12", None])}),
    "arrow": pd.DataFrame(
        {"Phone": pd.Series(["0491570006", "61491570006", "12", None], dtype=pd.ArrowDtype(pa.string()))}
    ),
    "integers": pd.DataFrame({"Phone": pd.array([491570006, 61491570006, 12, None], dtype="Int64")}),
    "floats": pd.DataFrame({"Phone": [491570006.0, 61491570006.0, 12.0, np.nan]}),
    "arrow integers": pd.DataFrame(
        {"Phone": pd.Series([491570006, 61491570006, 12, None], dtype=pd.ArrowDtype(pa.int64()))}
    ),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "index",
    [pytest.param([5, 5, 5, 5], marks=pytest.mark.long), pd.MultiIndex.from_product([["a", "b"], [1, 2]])],
    ids=["repeated", "levels"],
)
def test_any_dtype_and_index_gets_the_same_verdicts_and_stays_unchanged(kind: str, index: Any) -> None:
    leads = KINDS[kind].set_axis(index)
    before = leads.copy(deep=True)
    report = nj.check(leads, nj.Campaign(phone_fields=["Phone"]), now=NOW)
    assert report.annotated["dq_codes"].tolist() == ["", "105", "102", "102"]
    assert report.annotated.index.equals(leads.index)
    assert report.annotated["Phone"].dtype == before["Phone"].dtype
    pd.testing.assert_frame_equal(leads, before)


def test_no_leads_are_no_findings() -> None:
    report = nj.check(pd.DataFrame({"Phone": pd.Series([], dtype="str")}), nj.Campaign(phone_fields=["Phone"]))
    assert report.counts == {"leads": 0, "ready": 0, "fix": 0, "drop": 0, "review": 0}
    assert report.findings.empty
    assert json.loads(str(report.to_json()))["findings"] == []


def test_own_columns_keep_their_order_and_come_first() -> None:
    leads = pd.DataFrame({"B": ["x"], "Phone": ["0491570006"], "A": ["y"]})
    assert list(nj.check(leads, CAMPAIGN).annotated.columns) == [
        *["B", "Phone", "A"],
        *["dq_status", "dq_expected_code", "dq_codes", "dq_reasons"],
    ]


def test_findings_have_the_documented_columns_and_types() -> None:
    report = nj.check(pd.DataFrame({"Phone": ["", "5550 1234"]}), CAMPAIGN, now=NOW)
    lead_findings = report.findings[report.positions >= 0]
    assert list(report.findings.columns) == [
        *["row", "column", "value", "code", "result", "check", "severity", "message", "hint"]
    ]
    assert lead_findings["code"].tolist() == [102, pd.NA]
    assert lead_findings["value"].tolist() == ["", "5550 1234"]
    assert lead_findings["result"].tolist() == ["NO_PHONE_FIELDS", ""]


@pytest.mark.parametrize(
    ("codes", "leads", "status", "expected"),
    [
        ("105;114", {"njCallBackDate": ["", "soon"]}, "drop", 114),
        ("105;112", {"Ref": ["A1", "A1"]}, "review", 112),
        ("105;108", {"Name": ["", "<No Change>"]}, "drop", 108),
        ("103;105", {"Name": ["", "a\x00"]}, "drop", 103),
    ],
)
def test_a_lead_with_several_codes_takes_the_gravest_status_and_the_first_code(
    codes: str, leads: dict[str, list[str]], status: str, expected: int
) -> None:
    report = nj.check(pd.DataFrame({"Phone": ["0491570006"] * 2} | leads), CAMPAIGN, now=NOW)
    assert verdicts(report)[1] == (status, expected, codes)


def test_a_wrong_id_is_a_finding_of_the_whole_file_and_stops_it() -> None:
    report = nj.check(pd.DataFrame({"Phone": ["0491570006"]}), nj.Campaign(phone_fields=["Phone"], template_id=0))
    assert not report.ok
    assert report.by_code == {"116": 1}


def test_a_wrong_id_leaves_no_lead_ready() -> None:
    report = nj.check(pd.DataFrame({"Phone": ["0491570006"]}), nj.Campaign(phone_fields=["Phone"], template_id=0))
    assert (report.counts["ready"], len(report.ready), len(report.rejected)) == (0, 0, 1)


def test_a_report_keeps_the_leads_that_it_judged() -> None:
    leads = pd.DataFrame({"Phone": ["0491570006", "bad"]})
    report = nj.check(leads, CAMPAIGN, now=NOW)
    leads.loc[0, "Phone"] = "bad"
    leads.loc[2] = "0491570157"
    assert report.ready["Phone"].tolist() == ["0491570006"]


def test_entries_of_the_do_not_call_list_that_cannot_be_read_are_told() -> None:
    dnc = pd.DataFrame(
        {"Phone": ["0491570156", "4.9E+08", "0491570006 / 0491570157"], "Expires": ["31/12/2020", "", ""]}
    )
    leads = pd.DataFrame({"Phone": ["0491570006"]})
    report = nj.check(leads, CAMPAIGN, dnc=dnc, now=NOW, accept_partial_lists=True)
    reason = next(one.reason for one in report.not_checked if one.check == "do-not-call")
    assert "no valid phone number is in 1 of 3 entries (row 1) of the do-not-call list; 1 entry" in reason


def test_a_finding_names_the_column_that_it_is_in() -> None:
    leads = pd.DataFrame({"Phone": ["0491570006"] * 2, "Suburb": ["Fitz\u200broy", "Perth"], "Note": ["a", "b\u200b"]})
    findings = nj.check(leads, nj.Campaign(phone_fields=["Phone"], allow_duplicates=True), now=NOW).findings
    found = findings.loc[findings["check"].eq("invisible-characters"), ["row", "column", "value"]]
    assert found.to_numpy().tolist() == [[0, "Suburb", "Fitz\u200broy"], [1, "Note", "b\u200b"]]


def test_the_summary_lists_the_different_problems_of_a_check_with_their_counts() -> None:
    report = nj.check(pd.DataFrame({"Phone": ["5550 1234", "5550 9876", "0591 570 006"]}), CAMPAIGN, now=NOW)
    message = str(report.summary.set_index("check").at["undialable-number", "message"])
    assert "nobody can dial it: no area code (2); no such number" in message


def test_known_leads_need_not_have_the_column_of_countries() -> None:
    campaign = nj.Campaign(phone_fields=["Phone"], region_column="Country")
    leads = pd.DataFrame({"Phone": ["0491570006"], "Country": ["AU"]})
    assert nj.check(leads, campaign, known=pd.DataFrame({"Phone": ["0491570006"]})).by_code == {"105": 1}


@pytest.mark.parametrize("index", [pd.Index([2**63 + 5, 1], dtype="uint64"), pd.Index(["\ud800", "b"], dtype=object)])
def test_odd_labels_are_no_obstacle(index: pd.Index) -> None:
    leads = pd.DataFrame({"Phone": ["0491570006"] * 2}, index=index)
    report = nj.check(leads, CAMPAIGN, now=NOW)
    assert report.by_code == {"105": 1}
    assert report.to_json()


def test_a_label_that_may_be_a_phone_number_is_masked_in_messages_too() -> None:
    leads = pd.DataFrame({"Phone": ["0491570006"] * 2}, index=[491570006, 491570006])
    assert "570" not in str(nj.check(leads, CAMPAIGN, now=NOW).to_json())


def test_checks_that_could_not_run_are_named_with_their_reason() -> None:
    report = nj.check(pd.DataFrame({"Name": ["Ann"]}), CAMPAIGN)
    reasons = {one.check: one.reason for one in report.not_checked}
    assert reasons["undialable-number"] == "the file has none of the campaign's phone fields"
    assert reasons["callback-date-format"] == "the file has no column 'njCallBackDate'"
    assert {one.code for one in report.not_checked} >= {104, 105, 111, 112, 114, 115, 116, 117}


@pytest.mark.parametrize(
    "judge",
    [lambda campaign: nj.check(pd.DataFrame({"Phone": [""]}), campaign), nj.insert_schema, nj.update_schema],
    ids=["check", "insert", "update"],
)
def test_without_phone_fields_no_lead_seems_ready(judge: Callable[[nj.Campaign], object]) -> None:
    with pytest.raises(nj.CampaignError, match=r"names no phone fields.*nj\.guess_phone_columns\(leads\)"):
        judge(nj.Campaign())
    leads = pd.DataFrame({"Contact": ["0491 570 006"], "Name": "Ann"})
    assert judge(nj.Campaign(phone_fields=nj.guess_phone_columns(leads))) is not None


def test_an_update_without_an_export_leaves_101_and_107_unchecked() -> None:
    leads = pd.DataFrame({"Phone": ["<No Change>"], "Ref": ["A1"], "njDisposition": ["<No Change>"]})
    report = nj.check(leads, CAMPAIGN, operation="update")
    assert report.ok
    assert {101, 107} <= {one.code for one in report.not_checked}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"operation": "isnert"}, "operation is 'insert' or 'update'; did you mean 'insert'"),
        ({"keep": "frist"}, "keep is 'first' or 'last'; did you mean 'first'"),
        ({"now": datetime(2026, 1, 1)}, "now needs a time zone"),
        ({"dnc": pd.DataFrame({"Number": ["1"]})}, "no column 'Phone'"),
        ({"known": "missing.csv"}, "missing.csv"),
        ({"known": pd.DataFrame({"City": ["Perth"]})}, "neither njExternalLeadId nor a phone field"),
    ],
)
def test_a_wrong_option_says_what_is_right(options: dict[str, Any], message: str) -> None:
    with pytest.raises(nj.NoojeeError, match=message):
        nj.check(pd.DataFrame({"Phone": ["0491570006"]}), CAMPAIGN, **options)


def test_two_columns_for_one_field_are_refused() -> None:
    leads = pd.DataFrame({"Ref": ["A1"], "njExternalLeadId": ["A2"]})
    with pytest.raises(nj.LeadsError, match="'Ref' and 'njExternalLeadId' would both be sent as 'njExternalLeadId'"):
        nj.check(leads, CAMPAIGN)


def test_a_region_column_that_is_not_there_is_refused() -> None:
    campaign = nj.Campaign(phone_fields=["Phone"], region_column="Contry")
    with pytest.raises(nj.CampaignError, match="did you mean 'Country'"):
        nj.check(pd.DataFrame({"Phone": ["0491570006"], "Country": ["AU"]}), campaign)


def test_the_accessor_checks_its_frame() -> None:
    leads = pd.DataFrame({"Phone": ["0491570006", ""]})
    assert repr(leads.noojee).endswith(".check(campaign), .repair(campaign), .submit(campaign), .analyse()")
    assert leads.noojee.check(CAMPAIGN, now=NOW).by_code == nj.check(leads, CAMPAIGN, now=NOW).by_code == {"102": 1}


@pytest.mark.parametrize(
    ("value", "reason", "hint"),
    [
        ("2031-03-04 09:30", "it is in another layout", "in the API's layout this is 2031/03/04 09:30"),
        ("2031-03-04 09:30:00", "it is in another layout", "in the API's layout this is 2031/03/04 09:30"),
        ("2031/3/4 9:30", "it is in another layout", "in the API's layout this is 2031/03/04 09:30"),
        ("25/03/2031 9:30", "it is in another layout", "in the API's layout this is 2031/03/25 09:30"),
        ("03/04/2031 09:30", "is it day/month or month/day?", WRITE_IT_LIKE),
        ("2031/02/30 09:30", "there is no such date or time", WRITE_IT_LIKE),
        ("2031-03-04", "it has no time of day", WRITE_IT_LIKE),
        ("2031-03-04 09:30:05", "its seconds would be lost", WRITE_IT_LIKE),
        ("2031-03-04T09:30Z", ZONED, WRITE_IT_LIKE),
        (datetime(2031, 3, 4, 9, 30, tzinfo=UTC), ZONED, WRITE_IT_LIKE),
        (pd.Timestamp("2031-03-04 09:30", tz="Australia/Perth"), ZONED, WRITE_IT_LIKE),
        ("tomorrow", "it is no date and time that can be read in one way only", WRITE_IT_LIKE),
    ],
)
def test_a_callback_in_another_layout_is_told_in_the_right_one_where_that_is_certain_else_why_not(
    value: object, reason: str, hint: str
) -> None:
    report = nj.check(pd.DataFrame({"Phone": ["0491570006"], "njCallBackDate": [value]}), CAMPAIGN, now=NOW)
    assert report.findings.loc[report.findings["code"].eq(114), "hint"].tolist() == [hint]
    said = "njCallBackDate: the callback date is no date and time written yyyy/MM/dd HH:mm"
    assert report.annotated["dq_reasons"].tolist() == [f"{said}: {reason}"]


@pytest.mark.parametrize("columns", [["Phone"], ["Phone", "njCallBackDate"]])
def test_no_lead_at_all_is_never_fine(columns: list[str]) -> None:
    report = nj.check(pd.DataFrame(columns=columns), CAMPAIGN, now=NOW)
    with pytest.raises(nj.LeadsNotReadyError, match="There is no lead in this file"):
        report.raise_if_failed()
    document = json.loads(report.to_json() or "")
    assert (report.ok, document["ok"], document["exit_code"]) == (False, False, 1)


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("Australia/Sidney", "did you mean 'Australia/Sydney'?"),
        ("australia/sydney", "did you mean 'Australia/Sydney'?"),
        ("Sydney", "did you mean 'Australia/Sydney'?"),
        ("GMT+10:00 Australia/Sydney", "did you mean 'Australia/Sydney'?"),
    ],
)
def test_wrong_contact_hours_are_told_the_nearest(value: str, hint: str) -> None:
    findings = nj.check(pd.DataFrame({"Phone": ["0491570006"], "njContactHours": [value]}), CAMPAIGN, now=NOW).findings
    assert findings.loc[findings["code"].eq(111), "hint"].tolist() == [hint]


@pytest.mark.parametrize("dnc", [["0491570006"], ("0491 570 006",), {"+61491570006"}])
def test_a_do_not_call_list_may_be_a_list(dnc: Collection[str]) -> None:
    report = nj.check(pd.DataFrame({"Phone": ["0491570006"]}), nj.Campaign(phone_fields=["Phone"]), dnc=dnc)
    assert report.annotated["dq_codes"].tolist() == ["104"]
