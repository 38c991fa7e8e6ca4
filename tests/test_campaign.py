"""`Campaign`, from Python and from TOML."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

import noojee_dq as nj
from noojee_dq.campaign import as_compared
from noojee_dq.settings.calling import Calling
from noojee_dq.settings.calling_hours import WEEKDAYS

DESIGN_EXAMPLE = """
[campaign]
template_id = 41
campaign_id = 41
allocation_id = 38
allow_duplicates = false
fields = []
dispositions = []
[phone]
fields = ["Phone", "Mobile"]
region = "AU"
region_column = ""
[[phone.patterns]]
name = "lost zero"
pattern = "NXXXXXXXX"
strip = 0
prefix = "0"
[contact_hours]
"Melbourne" = "Australia/Melbourne"
[server]
url = "https://pbx.example.com"
max_concurrency = 16
[columns]
"Ext Ref" = "njExternalLeadId"
"""


def from_text(folder: Path, text: str) -> nj.Campaign:
    file = folder / "campaign.toml"
    file.write_text(text, "utf-8")
    return nj.Campaign.from_toml(file)


def test_every_key_of_the_file_reaches_its_setting(tmp_path: Path) -> None:
    assert from_text(tmp_path, DESIGN_EXAMPLE) == nj.Campaign(
        template_id=41,
        campaign_id=41,
        allocation_id=38,
        phone_fields=["Phone", "Mobile"],
        phone_patterns=[nj.PhonePattern(name="lost zero", pattern="NXXXXXXXX", strip=0, prefix="0")],
        contact_hours={"Melbourne": "Australia/Melbourne"},
        url="https://pbx.example.com",
        columns={"Ext Ref": "njExternalLeadId"},
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[phone]\nfeilds = []", r"^campaign.toml: \[phone\] unknown key 'feilds'; did you mean 'fields'\?"),
        ("[phon]\nfields = []", r"^campaign.toml: unknown section \[phon\]; did you mean 'phone'\?"),
        ("[campaign]\nzzz = 1", r"\[campaign\] unknown key 'zzz'; known are allocation_id, allow_duplicates"),
        ("[phone]\nfields = 'Phone'", r"^campaign.toml: .*\[phone\] fields.*must be a list"),
        ("[phone]\nregion = 'Austria-Hungary'", "no country has the ISO code or English name 'Austria-Hungary'"),
        ("[contact_hours]\nx = 'Australia/Sidney'", "did you mean 'Australia/Sydney'"),
        ("[[phone.patterns]]\npatern = 'X'", "unknown setting 'patern'; did you mean 'pattern'"),
        ("[[phone.patterns]]\npattern = '0[1'", r"a set is written like \[1-5\]"),
        ("[[phone.patterns]]\npattern = '[5-1]'", r"a set is written like \[1-5\]"),
        ("phone = 1", r"\[phone\] must be a section"),
        ("[phone", "is no valid TOML"),
        ("[server]\nmax_concurrency = 0", r"max_concurrency \(\[server\] max_concurrency in TOML\): must be 1 or more"),
        ("[calling]\nrule = 'none'", r"calling \(\[calling\] in TOML\): unknown setting 'rule'; did you mean 'rules'"),
        (
            "[calling]\nrules = 'au'",
            r"\[calling\].*\.rules: must be 'none', 'au-telemarketing', 'au-research' or 'us-tcpa'",
        ),
        ("[calling]\nseverity = 'fatal'", r"\[calling\].*\.severity: must be 'warning' or 'error'"),
        ("[calling]\nstates = 'Vic'", r"\[calling\].*\.states: must be true or false"),
        ("[calling]\nmax_days_ahead = 0", r"\[calling\].*\.max_days_ahead: must be 1 or more"),
        ("[calling]\nmax_days_ahead = 1_000_000", r"\[calling\].*\.max_days_ahead: must be 36525 or less"),
        ("[calling]\nconsent_column = 1", r"\[calling\].*\.consent_column: must be text in quotation marks"),
        ("[calling]\nhours = '9-5'", r"\[calling\].*\.hours: must be a table of names and values"),
        ("[calling.hours]\nmonady = 'none'", r"\.hours: unknown setting 'monady'; did you mean 'monday'"),
        (
            "[calling.hours]\nmonday = '9-17'",
            r"\.hours\.monday: must be hours of one day like \"09:00-20:00\", or \"none\"",
        ),
        ("[calling.hours]\nmonday = '20:00-09:00'", r"\.hours\.monday: must be hours of one day"),
        ("[calling.hours]\nmonday = '09:00-24:01'", r"\.hours\.monday: must be hours of one day"),
        ("[calling.hours]\nmonday = '09:00-20:00'", r"must name every weekday: tuesday, .*, sunday missing"),
        (
            "[fields]\nrequire = ['Name']",
            r"field_rules \(\[fields\] in TOML\): unknown setting 'require'; did you mean 'requi",
        ),
        ("[fields]\nrequired = 'Name'", r"\[fields\].*\.required: must be a list"),
        ("[fields]\nmax_length = { Name = 0 }", r"\[fields\].*\.max_length\.Name: must be 1 or more"),
        ("[fields]\nmax_length = { Name = 'x' }", r"\[fields\].*\.max_length\.Name: must be a whole number"),
        ("[fields]\nchoices = { State = [] }", r"\[fields\].*\.choices\.State: must name at least one"),
        ("[fields]\nchoices = { State = 'NSW' }", r"\[fields\].*\.choices\.State: must be a list"),
        ("[phone]\nmax_leads_per_number = 0", r"\[phone\] max_leads_per_number.*must be 1 or more"),
        ("[lists]\ndnc_washed = 'last week'", r"\[lists\] dnc_washed.*must be a day, such as 2026-11-01"),
        ("[lists]\ndnc_washed = 20261101", r"\[lists\] dnc_washed.*must be a day, such as 2026-11-01"),
        ('[lists]\nmarked_do_not_call = "yes"', r"\[lists\] marked_do_not_call"),
        ("[lists]\nrequire_wash_days = 0", r"\[lists\] require_wash_days.*must be 1 or more"),
        ("[lists]\nrequire_wash_days = 9_999_999", r"\[lists\] require_wash_days.*must be 36525 or less"),
        ("[campaign]\ndefault_contact_hours = 'Melbourne'", "'Melbourne' is not an IANA zone.*'Australia/Melbourne'"),
        (
            "[campaign]\ndefault_contact_hours = 'Melborne'\n[contact_hours]\nMelbourne = 'Australia/Melbourne'",
            r"\[campaign\] default_contact_hours.*'Melborne' is not one of \[contact_hours\]; did you mean 'Melbourne'",
        ),
    ],
)
def test_an_error_names_file_key_and_the_nearest_known_key(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(nj.CampaignError, match=message):
        from_text(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "settings"),
    [
        (
            "[calling]\nrules = 'au-research'\nstates = true\nconsent_column = 'OK'\n"
            "severity = 'error'\nmax_days_ahead = 9",
            {"calling": {"rules": "au-research", "states": True, "consent_column": "OK", "severity": "error",
                         "max_days_ahead": 9}},
        ),
        (
            "[calling]\nrules = 'us-tcpa'\n[calling.hours]\nmonday = '9:00 - 20:00'\nholidays = 'NONE'",
            {"calling": {"rules": "us-tcpa", "hours": {"monday": "09:00-20:00", "holidays": "none"}}},
        ),
        (
            "[fields]\nrequired = ['Name']\nmax_length = { Name = 40 }\nchoices = { State = ['NSW', 'VIC'] }",
            {"field_rules": {"required": ["Name"], "max_length": {"Name": 40}, "choices": {"State": ["NSW", "VIC"]}}},
        ),
        ("[lists]\ndnc_washed = 2026-11-01", {"dnc_washed": date(2026, 11, 1)}),
        ('[lists]\nmarked_do_not_call = "error"', {"marked_do_not_call": "error"}),
        ("[lists]\nrequire_wash_days = 30", {"require_wash_days": 30}),
        ("[lists]\ndnc_washed = '2026-11-01'", {"dnc_washed": date(2026, 11, 1)}),
        ("[lists]\ndnc_washed = ''", {}),
        ("[phone]\nmax_leads_per_number = 3", {"max_leads_per_number": 3}),
        ("[campaign]\ndefault_contact_hours = 'Australia/Perth'", {"default_contact_hours": "Australia/Perth"}),
    ],
)  # fmt: skip
def test_rules_of_calling_and_of_fields_are_read(tmp_path: Path, text: str, settings: dict[str, Any]) -> None:
    assert from_text(tmp_path, text) == nj.Campaign(**settings)


@pytest.mark.parametrize(
    ("calling", "monday", "saturday", "sunday", "holidays"),
    [
        ({"rules": "au-telemarketing"}, "09:00-20:00", "09:00-17:00", "none", "none"),
        ({"rules": "au-research"}, "09:00-20:30", "09:00-17:00", "09:00-17:00", "none"),
        ({"rules": "us-tcpa"}, "08:00-21:00", "08:00-21:00", "08:00-21:00", None),
        (
            {"rules": "au-telemarketing", "hours": {"saturday": "none", "holidays": "10:00-12:00"}},
            "09:00-20:00",
            "none",
            "none",
            "10:00-12:00",
        ),
        ({"hours": dict.fromkeys(WEEKDAYS, "00:00-24:00")}, "00:00-24:00", "00:00-24:00", "00:00-24:00", None),
    ],
)
def test_hours_of_ones_own_replace_those_of_the_rules(
    calling: dict[str, Any], monday: str, saturday: str, sunday: str, holidays: str | None
) -> None:
    hours = Calling(**calling).hours_in_force
    assert hours is not None
    windows = [str(window) for window in hours.by_weekday]
    assert [*windows[:1], *windows[5:]] == [monday, saturday, sunday]
    assert holidays == (hours.on_holidays and str(hours.on_holidays))


def test_no_rules_are_no_hours() -> None:
    assert Calling().hours_in_force is None


@pytest.mark.parametrize(
    "text",
    [
        "[server]\napi_key = 'top-secret'",
        "[server]\nurl = 'https://pbx.example.com/?apiKey=top-secret'",
        "[server]\nurl = 'https://user:top-secret@pbx.example.com'",
        "[campaign]\napiKey = 'top-secret'",
    ],
)
def test_a_secret_in_the_file_is_refused_and_not_repeated(tmp_path: Path, text: str) -> None:
    with pytest.raises(nj.CampaignError) as caught:
        from_text(tmp_path, text)
    assert "top-secret" not in str(caught.value)
    assert "key" in str(caught.value)


def test_a_missing_file_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(nj.CampaignError, match="noojee-dq init"):
        nj.Campaign.from_toml(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"phone_field": ["Phone"]}, "unknown setting 'phone_field'; did you mean 'phone_fields'"),
        ({"phone_fields": "Phone"}, "must be a list"),
        ({"api_key": "x"}, "NOOJEE_API_KEY"),
        ({"phone_send": "digits"}, r"phone_send \(\[phone\] send in TOML\): must be 'plain' or 'as-written'"),
        ({"require": ["lists"]}, "require.*: must be 'dnc' or 'known'"),
    ],
)
def test_a_wrong_setting_in_python_is_told(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(nj.CampaignError, match=message):
        nj.Campaign(**settings)


NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
CAMPAIGNS = st.builds(
    nj.Campaign,
    template_id=st.none() | st.integers(0, 2**31),
    phone_fields=st.lists(NAMES, max_size=3),
    region=st.sampled_from(["AU", "NZ"]),
    contact_hours=st.dictionaries(NAMES, st.just("Australia/Perth"), max_size=2),
    columns=st.dictionaries(NAMES, NAMES, max_size=2),
    dispositions=st.lists(NAMES, max_size=2),
    allow_duplicates=st.booleans(),
    phone_send=st.sampled_from(["plain", "as-written"]),
    calling=st.builds(
        Calling,
        rules=st.sampled_from(["au-telemarketing", "us-tcpa"]),
        hours=st.dictionaries(st.sampled_from([*WEEKDAYS, "holidays"]), st.sampled_from(["none", "08:30-24:00"])),
        consent_column=NAMES,
        severity=st.sampled_from(["warning", "error"]),
    ),
    field_rules=st.builds(
        dict,
        required=st.lists(NAMES, max_size=2),
        max_length=st.dictionaries(NAMES, st.integers(1, 99), max_size=2),
        choices=st.dictionaries(NAMES, st.lists(NAMES, min_size=1, max_size=2), max_size=2),
    ),
    dnc_washed=st.none() | st.dates(),
    phone_patterns=st.lists(st.just(nj.PhonePattern(pattern="04X.", strip=1, prefix="+61")), max_size=2),
)


@given(campaign=CAMPAIGNS)
def test_a_written_campaign_reads_back_as_it_was(
    campaign: nj.Campaign, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert from_text(tmp_path_factory.mktemp("campaign"), campaign.to_toml()) == campaign


def test_a_written_campaign_keeps_its_comments() -> None:
    text = nj.Campaign(phone_fields=["Phone"]).to_toml()
    assert "# The API key never stands here" in text
    assert '# [[phone.patterns]]\n# name = "lost zero"' in text


@given(campaign=CAMPAIGNS)
def test_a_campaign_kept_as_json_is_the_same(campaign: nj.Campaign) -> None:
    assert nj.Campaign.model_validate_json(campaign.model_dump_json()) == campaign
    assert nj.Campaign(**campaign.model_dump(mode="json", exclude_defaults=True)) == campaign


def test_rules_of_fields_are_compared_without_their_order() -> None:
    one, other = ({"max_length": dict(lengths)} for lengths in ([("a", 1), ("b", 2)], [("b", 2), ("a", 1)]))
    assert as_compared(nj.Campaign(field_rules=one).field_rules) == as_compared(
        nj.Campaign(field_rules=other).field_rules
    )


@pytest.mark.parametrize("heading", ["api_ref", "dq_note"])
def test_a_column_of_ours_cannot_be_sent(heading: str) -> None:
    with pytest.raises(nj.CampaignError, match=f"'{heading}': columns that begin with dq_ or api_ are ours"):
        nj.Campaign(columns={heading: "njExternalLeadId"})


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"template_id": 1.5}, "template_id ([campaign] template_id in TOML): must be a whole number"),
        ({"template_id": [1]}, "template_id ([campaign] template_id in TOML): must be a whole number"),
        ({"template_id": float("nan")}, "template_id ([campaign] template_id in TOML): must be a whole number"),
        (
            {"max_concurrency": float("inf")},
            "max_concurrency ([server] max_concurrency in TOML): must be a whole number",
        ),
        (
            {"require": ["known", "dcn"]},
            "require ([lists] require in TOML), entry 2: must be 'dnc' or 'known'; did you",
        ),
        ({"require": "dnc"}, "require ([lists] require in TOML): must be a list"),
        ({"phone_fields": [1]}, "phone_fields ([phone] fields in TOML), entry 1: must be text in quotation marks"),
        ({"phone_patterns": [{"pattern": ""}]}, "phone_patterns ([phone] patterns in TOML), entry 1.pattern: must not"),
        (
            {"phone_patterns": [{"pattern": "X", "strp": 1}]},
            "patterns in TOML), entry 1: unknown setting 'strp'; did you",
        ),
        (
            {"phone_send": "plan"},
            "phone_send ([phone] send in TOML): must be 'plain' or 'as-written'; did you mean 'plain'?",
        ),
        ({"field_rules": {"choices": {"State": [5]}}}, "TOML).choices.State, entry 1: must be text in quotation marks"),
        ({"columns": {"int": 5}}, "columns ([columns] in TOML).int: must be text in quotation marks"),
        ({"calling": {"hours": 5}}, "calling ([calling] in TOML).hours: must be a table of names and values"),
    ],
)
def test_what_is_wrong_with_a_setting_is_said_once_in_plain_words(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(nj.CampaignError) as raised:
        nj.Campaign(**settings)
    said = str(raised.value)
    assert said.startswith("campaign: ")
    assert message in said
    assert "\n" not in said
    assert not re.search(r"Input should be|Value error|\.\d|pydantic", said)
    (reason,) = raised.value.reasons
    assert said.endswith(f": {reason}")
