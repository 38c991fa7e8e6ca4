"""Whoever can read a number out of a lead must find it on the do-not-call list; what a list lacks is said."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import phonenumbers
import pytest
from hypothesis import given, strategies as st

import noojee_dq as nj
from noojee_dq.codes import DependsOn
from noojee_dq.phones.readable import holds_any, number_index, readable_numbers
from tests.examples import examples, mostly_long

CAMPAIGN = nj.Campaign(phone_fields=["Phone", "Mobile"])
#: Leads that share a number are no duplicates.
ALL = CAMPAIGN.model_copy(update={"allow_duplicates": True})
LISTED, OTHER, THIRD = "0491 570 006", "0491 570 156", "0491 570 157"
NOW = datetime(2026, 11, 23, tzinfo=UTC)


def codes(leads: dict[str, list[str]], dnc: Any, campaign: nj.Campaign = CAMPAIGN, **options: Any) -> list[str]:
    report = nj.check(pd.DataFrame(leads), campaign, dnc=dnc, now=NOW, **options)
    return report.annotated["dq_codes"].tolist()


def test_junk_is_no_other_number() -> None:
    table = [
        (LISTED, "", "104"),
        (LISTED, "0000000000", "104"),
        (LISTED, "123456", "104"),
        (LISTED, "9234 1234", "104"),
        (LISTED, "4.92E+08", "104"),
        (LISTED, "none", "104"),
        (LISTED, LISTED, "104"),
        (LISTED, OTHER, ""),
        ("none", LISTED, "104"),
        ("9234 1234", OTHER, ""),
        (OTHER, "", ""),
    ]
    phones, mobiles, expected = (list(side) for side in zip(*table, strict=True))
    assert codes({"Phone": phones, "Mobile": mobiles}, [LISTED], ALL) == expected


@pytest.mark.parametrize(
    ("phone", "mobile", "status"),
    [
        (f"{LISTED} / {OTHER}", "", "fix"),
        (f"{OTHER}; {LISTED}", "", "fix"),
        ("", f"{OTHER} or {LISTED}", "fix"),
        (f"{LISTED} / {OTHER}", LISTED, "fix"),
        (LISTED, f"{LISTED}/{OTHER}", "fix"),
        (f"{OTHER}-{LISTED}", "", "fix"),
        # Who takes the listed number out has none left.
        (LISTED, "", "drop"),
        (f"{LISTED} / {THIRD}", "", "drop"),
        (f"{LISTED} / {LISTED}", "", "drop"),
        (f"{LISTED} / 9234 1234", "", "drop"),
        (f"{LISTED} (home)", "", "drop"),
        ("0491 57O OO6", "", "drop"),
        # The other one may be called already.
        (f"{LISTED} / 0491 570 158", OTHER, "ready"),
        (LISTED, OTHER, "ready"),
    ],
)
def test_a_good_number_in_the_cell_of_a_listed_one_is_no_reason_to_drop(phone: str, mobile: str, status: str) -> None:
    leads = pd.DataFrame({"Phone": [phone], "Mobile": [mobile]})
    report = nj.check(leads, CAMPAIGN, dnc=[LISTED, THIRD], now=NOW)
    assert report.annotated["dq_status"].tolist() == [status]
    beside = report.findings.query("check == 'do-not-call-beside-another'")
    assert set(beside["hint"]) == ({"leave only the number that may be called"} if status == "fix" else set())
    assert set(report.findings["check"]) >= ({"do-not-call"} if status == "drop" else set())


def test_two_numbers_put_apart_are_judged_apart() -> None:
    leads = pd.DataFrame({"Phone": [f"{LISTED} / {OTHER}"], "Mobile": [""]})
    apart = nj.repair(leads, CAMPAIGN, fixes=["split-numbers"]).leads
    report = nj.check(apart, CAMPAIGN, dnc=[LISTED], now=NOW)
    assert report.counts["ready"] == 1
    assert report.findings["check"].tolist() == ["do-not-call-partly"]
    left = nj.repair(leads, CAMPAIGN, fixes=["blank-listed"], dnc=[LISTED]).left
    assert left["reason"].tolist() == ["the cell holds another number too: take the listed one out by hand"]


def test_a_number_that_an_update_keeps_counts_as_unlisted() -> None:
    leads = {"Phone": [LISTED, LISTED], "Mobile": ["<No Change>", ""]}
    leads |= {"njExternalLeadId": ["A", "B"], "njDisposition": ["Sale"] * 2}
    assert codes(leads, [LISTED], operation="update") == ["", "104"]


BADLY_WRITTEN = [
    *(
        "0491570006.0",
        "0491570006,00",
        "491570006.0",
        "0491 570 006 / 0491 570 157",
        "0491 570 157 or 0491 570 006",
    ),
    *(
        "0491570006 (home)",
        "home: 0491570006",
        "0061491570006",
        "00 61 491 570 006",
        "1 0491 570 006",
        "10491570006",
    ),
    *("'0491570006", "\u20190491570006", '="0491570006"', "`0491570006`", '"0491570006"'),
    *("0491_570_006", "0491*570*006", "0491=570=006", "+61 (0)491 570 006", "61491570006", "0011 61 491 570 006"),
    *("(04) 9157-0006 ext 12", "call 0491570006 after 5", "0491570006\u200b", "\u202a0491570006\u202c"),
    *(
        "\uff10\uff14\uff19\uff11\uff15\uff17\uff10\uff10\uff10\uff16",
        "0491570006;",
        "tel:0491570006",
        "0491.570.006",
    ),
    *(
        "0491 57O OO6",
        "O491 570 OO6",
        "0491570oo6",
        "4.91570006E8",
        "4.91570006E+08",
    ),
    *("00491570006", "01161491570006", "011 61 491570006", "1831 0491570006", "18310491570006"),
    *(
        "0491570157 ext 0491570006",
        "0491570157 x0491570006",
        "0491570157-0491570006",
        "0491570157 \u2013 +61491570006",
    ),
    *("1300 FLOWER / 0491570006", "0491 570 111 / 0491.570.006", "0491 570 006.0 (home)"),
    *("\u0660\u0664\u0669\u0661\u0665\u0667\u0660\u0660\u0660\u0666 (home)",),
]
ONE_OF_EACH_KIND = BADLY_WRITTEN[::8]


def test_a_badly_written_number_is_found() -> None:
    found = codes({"Phone": BADLY_WRITTEN}, [LISTED], ALL)
    assert dict(zip(BADLY_WRITTEN, found, strict=True)) == dict.fromkeys(BADLY_WRITTEN, "104")


@pytest.mark.parametrize("entry", mostly_long(BADLY_WRITTEN, ONE_OF_EACH_KIND))
def test_a_badly_written_entry_is_found(entry: str) -> None:
    assert codes({"Phone": ["0491570006"]}, [entry, OTHER], accept_partial_lists=True) == ["104"]


@pytest.mark.parametrize("country", ["UK", "Australia", "", "AU", "NZ", "XX"])
def test_a_number_is_read_in_the_country_of_the_lead_and_in_that_of_the_campaign(country: str) -> None:
    campaign = nj.Campaign(phone_fields=["Phone"], region_column="Country")
    assert codes({"Phone": ["02 5550 1234"], "Country": [country]}, ["+61 2 5550 1234"], campaign) == ["104"]


@pytest.mark.parametrize(
    "patterns",
    [
        [{"pattern": "0XXXXXXXXX"}],
        [{"pattern": "NXXXXXXXX", "prefix": "0"}],
        [{"pattern": "+61.", "strip": 3, "prefix": "0"}],
        [{"pattern": "0.", "strip": 1, "prefix": "8"}],
        [{"pattern": "."}],
    ],
)
def test_phone_patterns_hide_no_number(patterns: list[dict[str, Any]]) -> None:
    """Whatever the PBX makes of a cell: who calls what is written there calls a listed number."""
    cells = ["0491570006", "491570006", "61491570006", "+61491570006", "0491 570 006 (home)"]
    campaign = nj.Campaign(phone_fields=["Phone"], phone_patterns=patterns, allow_duplicates=True)
    held = [found.split(";") for found in codes({"Phone": cells}, [LISTED], campaign)]
    held += [codes({"Phone": [LISTED]}, [cell], campaign)[0].split(";") for cell in cells[-1:]]
    assert all("104" in found for found in held)


@pytest.mark.parametrize("cell", ["011 15 2345 6789", "011 15-2345-6789 (home)", "011 15 2345 6789 / 0491570157"])
def test_a_number_that_is_dialled_in_another_order_is_found(cell: str) -> None:
    campaign = nj.Campaign(phone_fields=["Phone"], region="AR")
    assert codes({"Phone": [cell]}, ["+54 9 11 2345 6789"], campaign) == ["104"]


def test_letters_are_looked_for_as_the_digits_on_their_keys() -> None:
    assert codes({"Phone": ["1300 FLOWER / 5550 1234"]}, ["1300 356 937"]) == ["104"]


def test_other_numbers_are_not_held_back() -> None:
    cells = [OTHER, "0491 570 0061", "04915 70006 1", "9491570006", "0491570156 / 0491570157", "570 006", "", "x"]
    report = nj.check(pd.DataFrame({"Phone": cells}), nj.Campaign(phone_fields=["Phone"]), dnc=[LISTED], now=NOW)
    assert "104" not in "".join(report.annotated["dq_codes"])


@examples(8)
@given(
    st.lists(
        st.sampled_from([LISTED, OTHER, THIRD, "02 5550 1234", "1300 975 707", "9234 1234"]), min_size=1, max_size=3
    ),
    st.sampled_from([" / ", "; ", " or ", " (home) ", "\n", ", ", " ext 5 "]),
    st.sampled_from(["", "'", "ph ", "1 "]),
)
def test_what_libphonenumber_finds_in_a_cell_is_found_on_the_list(parts: list[str], between: str, before: str) -> None:
    cell = before + between.join(parts)
    e164 = phonenumbers.PhoneNumberFormat.E164
    found = {phonenumbers.format_number(one.number, e164) for one in phonenumbers.PhoneNumberMatcher(cell, "AU")}
    assert found <= readable_numbers(cell, ("AU",))
    for number in found:
        assert holds_any(pd.Series([cell]), "AU", "AU", number_index(pd.Series([number]))).all()
        assert codes({"Phone": [cell]}, [number]) == ["104"]


@pytest.mark.parametrize(
    ("dnc", "error"),
    [
        ([], "dnc: holds no entry"),
        (pd.DataFrame({"Phone": []}), "dnc: holds no entry"),
        (pd.Series([], dtype="str"), "dnc: holds no entry"),
        (["4.92E+08"], "holds no number that can be read"),
        (["none", ""], "holds no number that can be read"),
        ([""], "holds no number that can be read"),
        (pd.DataFrame({"Number": [LISTED]}), "no column 'Phone'"),
    ],
)
def test_a_list_with_nothing_in_it_is_an_error(dnc: Any, error: str) -> None:
    with pytest.raises(nj.CampaignError, match=error):
        codes({"Phone": [LISTED]}, dnc)


def test_an_empty_list_can_be_accepted() -> None:
    assert codes({"Phone": [LISTED]}, [], accept_empty_lists=True) == [""]


@pytest.mark.parametrize(
    ("dnc", "allow", "why"),
    [
        ([], None, "the list is empty"),
        (pd.DataFrame({"Phone": []}), None, "the list is empty"),
        ([], [LISTED], "the list is empty"),
        ([LISTED], [LISTED], "none that may not be called all the same"),
        (pd.DataFrame({"Phone": [LISTED], "Expires": ["2020-01-01"]}), None, "1 expired"),
    ],
)
def test_a_list_without_a_number_in_force_says_why(dnc: Any, allow: list[str] | None, why: str) -> None:
    campaign = nj.Campaign(phone_fields=["Phone"])
    leads = pd.DataFrame({"Phone": [LISTED]})
    report = nj.check(leads, campaign, dnc=dnc, allow=allow, accept_empty_lists=True)
    said = f"no number of the do-not-call list is in force ({why})"
    assert dict(_not_checked(report))["do-not-call"] == dict(_not_checked(report))["do-not-call-partly"] == said


def test_a_file_that_is_missing_is_an_error(tmp_path: Path) -> None:
    for dnc in (tmp_path / "missing.csv", [str(tmp_path / "missing.csv")], [LISTED, "missing.csv"]):
        with pytest.raises(nj.LeadsError, match=r"missing\.csv: there is no such file"):
            codes({"Phone": [LISTED]}, dnc)


@pytest.mark.parametrize(
    "suffix", [".json", ".JSONL", ".ndjson", ".xltx", ".xltm", ".xls", ".ods", ".tab", ".pq", ".sqlite"]
)
def test_whatever_is_named_like_a_file_is_no_number(suffix: str) -> None:
    with pytest.raises(nj.LeadsError, match="there is no such file"):
        codes({"Phone": [LISTED]}, [f"missing{suffix}"])


def test_a_list_can_be_several(tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text("Phone\n0491570006\n", "utf-8")
    several = [tmp_path / "one.csv", pd.DataFrame({"Phone": [OTHER]}), pd.Series(["0491570157"]), "0491570158"]
    leads = {"Phone": [LISTED, OTHER, THIRD, "0491 570 158", "0491 570 159"]}
    assert codes(leads, several) == ["104"] * 4 + [""]
    assert codes(leads, [str(tmp_path / "one.csv"), OTHER]) == ["104", "104", "", "", ""]


def test_a_list_all_of_whose_entries_have_expired_is_read_and_said() -> None:
    dnc = pd.DataFrame({"Phone": [LISTED], "Expires": ["2020-01-01"]})
    report = nj.check(pd.DataFrame({"Phone": [LISTED]}), CAMPAIGN, dnc=dnc, now=NOW)
    assert report.annotated["dq_codes"].tolist() == [""]
    assert "no number of the do-not-call list is in force (1 expired)" in dict(_not_checked(report))["do-not-call"]


def _not_checked(report: nj.Report) -> list[tuple[str, str]]:
    return [(one.check, one.reason) for one in report.not_checked]


def test_a_list_that_can_be_read_in_part_leaves_no_lead_ready() -> None:
    dnc = pd.DataFrame({"Phone": [LISTED, "4.92E+08", "", "none"]}, index=[2, 3, 4, 5])
    leads = pd.DataFrame({"Phone": [OTHER]})
    report = nj.check(leads, CAMPAIGN, dnc=dnc, now=NOW)
    assert report.counts["ready"] == 0
    assert report.findings[["check", "severity", "message"]].to_numpy().tolist()[0] == [
        "list-partly-unread",
        "error",
        "no valid phone number is in 2 of 4 entries (rows 3 and 5) of the do-not-call list",
    ]
    accepted = nj.check(leads, CAMPAIGN, dnc=dnc, now=NOW, accept_partial_lists=True)
    assert accepted.counts["ready"] == 1
    assert "2 of 4 entries (rows 3 and 5)" in dict(_not_checked(accepted))["do-not-call"]


def test_known_leads_that_cannot_be_read_are_told_alike() -> None:
    known = pd.DataFrame({"Phone": [LISTED, "4.92E+08", "9234 1234", ""]}, index=[2, 3, 4, 5])
    report = nj.check(pd.DataFrame({"Phone": [OTHER]}), CAMPAIGN, known=known, now=NOW)
    assert "1 of 4 entries (row 3) of the known leads" in report.findings["message"].iloc[0]
    assert nj.check(pd.DataFrame({"Phone": [OTHER]}), CAMPAIGN, known=known, now=NOW, accept_partial_lists=True).ok


@pytest.mark.parametrize("cell", ["0491570006.0", "0491 570 006 / 0491 570 157", "0491570006 (home)", "'0491570006"])
def test_a_badly_written_known_number_is_found(cell: str) -> None:
    known = pd.DataFrame({"Phone": [cell]})
    report = nj.check(pd.DataFrame({"Phone": [LISTED]}), nj.Campaign(phone_fields=["Phone"]), known=known, now=NOW)
    assert report.annotated["dq_codes"].tolist() == ["105"]


def test_numbers_that_may_be_called_all_the_same() -> None:
    leads = {"Phone": [LISTED, OTHER]}
    assert codes(leads, [LISTED, OTHER], allow=["+61 491 570 006"]) == ["", "104"]
    assert codes(leads, [LISTED, OTHER], allow=pd.DataFrame({"Phone": ["0491570156 (mum)"]})) == ["104", ""]


def test_lists_can_stand_in_the_campaign_file(tmp_path: Path) -> None:
    (tmp_path / "dnc.csv").write_text("Phone\n0491570006\n", "utf-8")
    (tmp_path / "allow.csv").write_text("Phone\n0491570157\n", "utf-8")
    (tmp_path / "campaign.toml").write_text(
        '[phone]\nfields = ["Phone"]\n[lists]\ndnc = ["dnc.csv"]\nallow = ["allow.csv"]\nrequire = ["dnc"]\n', "utf-8"
    )
    campaign = nj.Campaign.from_toml(tmp_path / "campaign.toml")
    assert codes({"Phone": [LISTED, OTHER, THIRD]}, [OTHER, THIRD], campaign) == ["104", "104", ""]
    assert codes({"Phone": [LISTED]}, None, campaign) == ["104"]


@pytest.mark.parametrize(("require", "known"), [(["dnc"], None), (["dnc", "known"], pd.DataFrame({"Phone": [OTHER]}))])
def test_a_list_that_is_required_must_be_there(require: list[str], known: pd.DataFrame | None) -> None:
    campaign = nj.Campaign(phone_fields=["Phone"], require=require)
    with pytest.raises(nj.CampaignError, match="requires the list 'dnc'"):
        codes({"Phone": [LISTED]}, None, campaign, known=known)


def test_104_alone_depends_on_the_lists() -> None:
    assert {code.value for code in nj.ResultCode if code.facts.depends_on is DependsOn.LISTS} == {104}


@pytest.mark.parametrize(
    "lost",
    [
        pd.DataFrame({"Phone": ["", " "], "Name": ["Ann", "Bob"]}),
        pd.Series([], dtype="str"),
        pd.DataFrame({"Phone": ["4.92E+08"]}),
        ["none"],
    ],
)
def test_a_list_that_finds_nobody_is_not_hidden_by_another_one(lost: Any) -> None:
    with pytest.raises(nj.CampaignError):
        codes({"Phone": [LISTED]}, [pd.DataFrame({"Phone": [THIRD]}), *(lost if isinstance(lost, list) else [lost])])


@pytest.mark.parametrize("entry", ["0491570156 / 4.9E+08", "0491570156 / 0491570", "0491570156; 99998888"])
def test_an_entry_that_can_be_read_in_part_is_unread(entry: str) -> None:
    report = nj.check(pd.DataFrame({"Phone": [THIRD]}), CAMPAIGN, dnc=[LISTED, entry], now=NOW)
    assert report.counts["ready"] == 0
    assert "list-partly-unread" in set(report.findings["check"])
    assert codes({"Phone": [OTHER]}, [LISTED, entry], accept_partial_lists=True) == ["104"]


@pytest.mark.parametrize("entry", ["0491570157 (not 0491570006)", "0491570006 / 0491570157", "4.91E+08", "x"])
def test_in_doubt_a_number_may_not_be_called(entry: str) -> None:
    with pytest.raises(nj.CampaignError, match=r"1 of 1 entry .*numbers that may be called"):
        codes({"Phone": [LISTED]}, [LISTED], allow=[entry])
    assert codes({"Phone": [LISTED]}, [LISTED], allow=[entry], accept_partial_lists=True) == ["104"]


@pytest.mark.parametrize("ends", ["01/01/2020", "20300101", "expired"])
def test_a_permission_without_a_readable_end_is_none(ends: str) -> None:
    allow = pd.DataFrame({"Phone": [LISTED], "Expires": [ends]})
    with pytest.raises(nj.CampaignError, match="numbers that may be called"):
        codes({"Phone": [LISTED]}, [LISTED], allow=allow)
    good = pd.DataFrame({"Phone": [LISTED, OTHER], "Expires": ["2030-01-01", "2020-01-01"]})
    assert codes({"Phone": [LISTED, OTHER]}, [LISTED, OTHER], allow=good) == ["", "104"]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("Phone\n0491570006\n0491570157,0491570156\n", "row 3: the number of cells"),
        ("Phone,Expires\n0491570156,2020-01-01,x\n0491570006,\n", "row 2: the number of cells"),
    ],
)
def test_a_file_whose_cells_may_stand_in_the_wrong_column_is_an_error(tmp_path: Path, text: str, error: str) -> None:
    (tmp_path / "dnc.csv").write_text(text, "utf-8")
    with pytest.raises(nj.CampaignError, match=f"dnc: dnc.csv: {error}"):
        codes({"Phone": [OTHER]}, tmp_path / "dnc.csv")


@pytest.mark.parametrize("heading", ["Mobile", "Phone2", "Phone Number", "Do not phone", "Alternative", "Blocked"])
def test_every_phone_column_of_a_list_counts(heading: str) -> None:
    dnc = pd.DataFrame({"Phone": [LISTED, OTHER], heading: [THIRD, ""], "Name": ["Ann", "Bob"]})
    assert codes({"Phone": [LISTED, OTHER, THIRD]}, dnc) == ["104"] * 3


def test_a_column_of_a_list_counts_whatever_else_stands_in_it() -> None:
    offices = [f"0491 570 {at:03}" for at in range(200, 220)]
    dnc = pd.DataFrame({"Phone": offices, "Office phone": [OTHER] * 20, "Mobile": ["", THIRD] * 10})
    assert codes({"Phone": [LISTED, OTHER, THIRD]}, dnc) == ["", "104", "104"]


def test_a_column_about_phones_in_a_list_holds_no_entry() -> None:
    dnc = pd.DataFrame({"Phone": [OTHER], "Phone checked at": ["2026-03-01 00:00:00"], "Mobile id": ["491570157"]})
    assert codes({"Phone": [LISTED, OTHER, "491570157"]}, dnc) == ["", "104", ""]


def test_a_sheet_that_is_not_read_is_an_error(tmp_path: Path) -> None:
    with pd.ExcelWriter(tmp_path / "dnc.xlsx") as book:
        pd.DataFrame({"Phone": [LISTED]}).to_excel(book, sheet_name="A", index=False)
        pd.DataFrame({"Number": [OTHER]}).to_excel(book, sheet_name="B", index=False)
    with pytest.raises(nj.CampaignError, match='not read, though they hold cells: "B"'):
        codes({"Phone": [OTHER]}, tmp_path / "dnc.xlsx")


def test_a_sheet_with_the_same_headings_is_an_error(tmp_path: Path) -> None:
    with pd.ExcelWriter(tmp_path / "dnc.xlsx") as book:
        for name, number in (("A", LISTED), ("B", OTHER)):
            pd.DataFrame({"Phone": [number]}).to_excel(book, sheet_name=name, index=False)
    with pytest.raises(nj.LeadsError, match=r'dnc\.xlsx: the sheets "A", "B" share headings.* a file of its own$'):
        codes({"Phone": [OTHER]}, tmp_path / "dnc.xlsx")
    with pytest.raises(nj.LeadsError, match=r"known: .* share headings.* a file of its own$"):
        nj.check(pd.DataFrame({"Phone": [OTHER]}), nj.Campaign(phone_fields=["Phone"]), known=tmp_path / "dnc.xlsx")


def test_a_list_without_a_name_is_an_error() -> None:
    with pytest.raises(nj.CampaignError, match="the name of the list is empty"):
        codes({"Phone": [LISTED]}, "")


def test_a_list_that_is_accepted_in_part_stays_so_beside_a_journal(tmp_path: Path) -> None:
    campaign = nj.Campaign(phone_fields=["Phone"], template_id=1, campaign_id=2, allocation_id=3)
    with nj.Sandbox(campaign, api_key="made-up", latency=0) as pbx:
        leads, journal = pd.DataFrame({"Phone": [THIRD]}), tmp_path / "run.sqlite"
        nj.submit(leads, pbx.campaign, api_key="made-up", journal=journal, progress=False)
    known: list[Any] = [pd.DataFrame({"Phone": [LISTED, "4.9E+08"]}), journal]
    report = nj.check(pd.DataFrame({"Phone": [OTHER, THIRD]}), campaign, known=known, accept_partial_lists=True)
    assert report.annotated["dq_codes"].tolist() == ["", "105"]
    assert report.counts["ready"] == 1


def test_no_lead_is_marked_ready_against_half_a_list() -> None:
    report = nj.check(pd.DataFrame({"Phone": [OTHER, "x"]}), CAMPAIGN, dnc=[LISTED, "4.92E+08"], now=NOW)
    assert report.annotated["dq_status"].tolist() == ["review", "fix"]
    assert report.counts == {"leads": 2, "ready": 0, "fix": 1, "drop": 0, "review": 0}


def test_rows_of_a_list_may_have_the_same_label() -> None:
    parts = [pd.DataFrame({"Phone": ["0491570006 (home)", OTHER], "Country": "AU"}, index=[2, 2])] * 2
    campaign = nj.Campaign(phone_fields=["Phone"], region_column="Country")
    leads = pd.DataFrame({"Phone": [LISTED, THIRD], "Country": "AU"})
    assert nj.check(leads, campaign, dnc=pd.concat(parts)).annotated["dq_codes"].tolist() == ["104", ""]
    assert nj.check(leads, campaign, known=pd.concat(parts)).annotated["dq_codes"].tolist() == ["105", ""]
