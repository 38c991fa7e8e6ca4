"""`Campaign`, from Python and from TOML."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

import noojee_dq as nj

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
        ("[phone]\nregion = 'AUS'", "no country has the ISO code 'AUS'"),
        ("[contact_hours]\nx = 'Australia/Sidney'", "did you mean 'Australia/Sydney'"),
        ("[[phone.patterns]]\npatern = 'X'", "unknown setting 'patern'; did you mean 'pattern'"),
        ("[[phone.patterns]]\npattern = '0[1'", r"a set is written like \[1-5\]"),
        ("[[phone.patterns]]\npattern = '[5-1]'", r"a set is written like \[1-5\]"),
        ("phone = 1", r"\[phone\] must be a section"),
        ("[phone", "is no valid TOML"),
        ("[server]\nmax_concurrency = 0", "max_concurrency"),
    ],
)
def test_an_error_names_file_key_and_the_nearest_known_key(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(nj.CampaignError, match=message):
        from_text(tmp_path, text)


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


@pytest.mark.parametrize("heading", ["api_ref", "dq_note"])
def test_a_column_of_ours_cannot_be_sent(heading: str) -> None:
    with pytest.raises(nj.CampaignError, match=f"'{heading}': columns that begin with dq_ or api_ are ours"):
        nj.Campaign(columns={heading: "njExternalLeadId"})
