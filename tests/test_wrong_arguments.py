"""An argument of another kind than a public function takes is refused with a sentence that says what to give."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

import noojee_dq as nj
from noojee_dq.errors import NoojeeError

LEADS = pd.DataFrame({"Phone": ["0491 570 006"]})
CAMPAIGN = nj.Campaign(phone_fields=["Phone"])
#: Whatever a campaign or a frame of leads is mistaken for.
NO_CAMPAIGN = ("campaign.toml", Path("campaign.toml"), None, {"phone_fields": ["Phone"]}, LEADS)
NO_FRAME = ("leads.csv", Path("leads.csv"), None, [{"Phone": "0491 570 006"}], LEADS["Phone"], CAMPAIGN)
NO_PATH = (None, 5, ["leads.csv"], CAMPAIGN)

Call = Callable[[Any], object]

OF_A_CAMPAIGN: dict[str, Call] = {
    "check": lambda given: nj.check(LEADS, given),
    "check_files": lambda given: nj.check_files("leads.csv", given, out="out"),
    "repair": lambda given: nj.repair(LEADS, given),
    "submit": lambda given: nj.submit(LEADS, given, api_key="made-up"),
    "submit without a key": lambda given: nj.submit(LEADS, given),
    "resume": lambda given: nj.resume("run.sqlite", LEADS, given),
    "insert_schema": lambda given: nj.insert_schema(given),
    "update_schema": lambda given: nj.update_schema(given),
    "write_template": lambda given: nj.write_template(given, "template.xlsx"),
    "Sandbox": lambda given: nj.Sandbox(given),
    "df.noojee.check": lambda given: LEADS.noojee.check(given),
    "df.noojee.repair": lambda given: LEADS.noojee.repair(given),
    "df.noojee.submit": lambda given: LEADS.noojee.submit(given),
}
OF_A_FRAME: dict[str, Call] = {
    "check": lambda given: nj.check(given, CAMPAIGN),
    "repair": lambda given: nj.repair(given, CAMPAIGN),
    "submit": lambda given: nj.submit(given, CAMPAIGN),
    "submit, dry run": lambda given: nj.submit(given, CAMPAIGN, dry_run=True),
    "resume": lambda given: nj.resume("run.sqlite", given, CAMPAIGN),
    "propose_campaign": lambda given: nj.propose_campaign(given),
    "guess_phone_columns": lambda given: nj.guess_phone_columns(given),
    "write_leads": lambda given: nj.write_leads(given, "out.csv"),
}
OF_A_PATH: dict[str, Call] = {
    "read_leads": lambda given: nj.read_leads(given),
    "write_leads": lambda given: nj.write_leads(LEADS, given),
    "Campaign.from_toml": lambda given: nj.Campaign.from_toml(given),
    "LargeReport.open": lambda given: nj.LargeReport.open(given),
    "check_files, out": lambda given: nj.check_files("leads.csv", CAMPAIGN, out=given),
    "resume": lambda given: nj.resume(given, LEADS, CAMPAIGN),
    "analyse": lambda given: nj.analyse(given),
    "write_template": lambda given: nj.write_template(CAMPAIGN, given),
    "since": lambda given: nj.check(LEADS, CAMPAIGN).since(given),
    "to_excel": lambda given: nj.check(LEADS, CAMPAIGN).to_excel(given),
}
NO_NUMBERS: dict[Any, str] = {"a": "a str", 1.5: "a float", (5,): "a tuple", None: "None"}
OTHERS: dict[str, tuple[Callable[[], object], str]] = {
    "check_files, a frame": (
        lambda: nj.check_files(LEADS, CAMPAIGN, out="out"),  # type: ignore[arg-type]
        "files must be paths, not a frame, which nj.check(leads, campaign) checks",
    ),
    "check_files, None": (lambda: nj.check_files(None, CAMPAIGN, out="out"), "such as 'leads.csv', not None"),  # type: ignore[arg-type]
    "check_files, frames": (lambda: nj.check_files([LEADS], CAMPAIGN, out="out"), "not a DataFrame"),  # type: ignore[list-item]
    "check_files, memory": (
        lambda: nj.check_files("leads.csv", CAMPAIGN, out="out", memory=4),  # type: ignore[arg-type]
        "memory must be text, such as memory='4GB', not an int",
    ),
    "check_files, memory in a list": (
        lambda: nj.check_files("leads.csv", CAMPAIGN, out="out", memory=["4GB"]),  # type: ignore[arg-type]
        "memory must be text, such as memory='4GB', not a list",
    ),
    **{
        f"check_files, part_rows={given!r}": (
            partial(nj.check_files, "leads.csv", CAMPAIGN, out="out", part_rows=given),
            f"part_rows must be a number of leads, such as 100000, not {kind}",
        )
        for given, kind in NO_NUMBERS.items()
    },
    "check, keep": (
        lambda: nj.check(LEADS, CAMPAIGN, keep=LEADS["Phone"]),  # type: ignore[arg-type]
        "keep is 'first' or 'last', not a Series",
    ),
    "check, pbx_ids": (
        lambda: nj.check(LEADS, CAMPAIGN, pbx_ids=1),  # type: ignore[arg-type]
        "pbx_ids must be what noojee_dq.client.ping returned, not an int",
    ),
    "check, dnc": (lambda: nj.check(LEADS, CAMPAIGN, dnc=5), "dnc is a frame, a file, or a list"),  # type: ignore[arg-type]
    "repair, fixes": (lambda: nj.repair(LEADS, CAMPAIGN, fixes=5), "fixes is a list of names"),  # type: ignore[arg-type]
    "submit, journal": (lambda: nj.submit(LEADS, CAMPAIGN, journal=5), "such as 'run.sqlite', not an int"),  # type: ignore[arg-type]
    "submit, limit": (lambda: nj.submit(LEADS, CAMPAIGN, limit="ten"), "limit: 'ten' is no number of leads"),  # type: ignore[arg-type]
    "submit, pacing": (lambda: nj.submit(LEADS, CAMPAIGN, pacing=5), "pacing must be Pacing(...), not an int"),  # type: ignore[arg-type]
    "parse_phones, list": (
        lambda: nj.parse_phones(["0491 570 006"]),  # type: ignore[arg-type]
        "numbers must be a Series, such as leads['Phone'], not a list",
    ),
    "parse_phones, frame": (lambda: nj.parse_phones(LEADS), "not a DataFrame"),  # type: ignore[arg-type]
    "parse_phones, region": (lambda: nj.parse_phones(LEADS["Phone"], 61), "such as region='AU', not an int"),  # type: ignore[arg-type]
    "parse_phones, regions": (lambda: nj.parse_phones(LEADS["Phone"], ["AU"]), "not a list"),  # type: ignore[arg-type]
    "guess, region": (lambda: nj.guess_phone_columns(LEADS, 61), "such as region='AU', not an int"),  # type: ignore[arg-type]
    "guess, regions": (lambda: nj.guess_phone_columns(LEADS, ["AU"]), "not a list"),  # type: ignore[arg-type]
    "submit, operation": (
        lambda: nj.submit(LEADS, CAMPAIGN, operation="isnert"),  # type: ignore[arg-type]
        "operation is 'insert' or 'update'; did you mean 'insert'?",
    ),
    "Campaign": (lambda: nj.Campaign("campaign.toml"), "Campaign.from_toml('campaign.toml') reads a file"),  # type: ignore[arg-type]
    "read_leads, encoding": (lambda: nj.read_leads("leads.csv", encoding=1252), "encoding must be text"),  # type: ignore[arg-type]
    "read_leads, delimiter": (lambda: nj.read_leads("leads.csv", delimiter=9), "delimiter must be text"),  # type: ignore[arg-type]
    "read_leads, sheet": (lambda: nj.read_leads("leads.csv", sheet=["A"]), "sheet must be the name of a sheet"),  # type: ignore[arg-type]
}


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NOOJEE_API_KEY", raising=False)
    Path("leads.csv").write_text("Phone\n0491 570 006\n", "utf-8")
    Path("campaign.toml").write_text(CAMPAIGN.to_toml(), "utf-8")


@pytest.mark.parametrize("call", OF_A_CAMPAIGN)
def test_what_is_no_campaign(call: str) -> None:
    for given in NO_CAMPAIGN:
        with pytest.raises(nj.CampaignError, match=r"campaign must be a Campaign, not .*from_toml\('campaign.toml'\)"):
            OF_A_CAMPAIGN[call](given)


@pytest.mark.parametrize("call", OF_A_FRAME)
def test_what_is_no_frame(call: str) -> None:
    for given in NO_FRAME:
        with pytest.raises(nj.LeadsError, match=r"leads must be a frame, not .*nj.read_leads\('leads.csv'\) reads one"):
            OF_A_FRAME[call](given)


class Polars:
    """A frame as polars has them: a collection of its columns."""

    columns = ("Phone",)

    def __iter__(self) -> Iterator[list[str]]:
        return iter([["0491 570 006"]])

    def __len__(self) -> int:
        return 1

    def __contains__(self, _: object) -> bool:
        return False

    def to_pandas(self) -> pd.DataFrame:
        return LEADS


Polars.__module__, Polars.__name__ = "polars.dataframe.frame", "DataFrame"
OF_ANOTHER_LIBRARY: dict[str, Any] = {
    "a DataFrame of polars": Polars(),
    "a Table of pyarrow": pa.table({"Phone": ["0491 570 006"]}),
}
OF_LISTS: dict[str, Call] = {
    "check, dnc": lambda given: nj.check(LEADS, CAMPAIGN, dnc=given),
    "check, dnc in a list": lambda given: nj.check(LEADS, CAMPAIGN, dnc=["0491 570 156", given]),
    "check, known": lambda given: nj.check(LEADS, CAMPAIGN, known=given),
    "check, allow": lambda given: nj.check(LEADS, CAMPAIGN, allow=given),
    "insert_schema": lambda given: nj.insert_schema(CAMPAIGN, dnc=given),
    "check_files, files": lambda given: nj.check_files(given, CAMPAIGN, out="out"),
    "parse_phones": lambda given: nj.parse_phones(given),
}


@pytest.mark.parametrize("kind", OF_ANOTHER_LIBRARY)
@pytest.mark.parametrize("call", [*OF_A_FRAME, *OF_A_PATH, *OF_LISTS])
def test_of_a_frame_of_another_library_it_is_said_how_it_becomes_one_of_pandas(call: str, kind: str) -> None:
    with pytest.raises(NoojeeError, match=rf"{kind} \(give its \.to_pandas\(\)\)"):
        (OF_A_FRAME | OF_A_PATH | OF_LISTS)[call](OF_ANOTHER_LIBRARY[kind])


@pytest.mark.parametrize("call", OF_A_PATH)
def test_what_is_no_path(call: str) -> None:
    for given in NO_PATH:
        with pytest.raises(NoojeeError, match=r"must be the path of a file or folder, such as '.*', not (None|a)"):
            OF_A_PATH[call](given)


@pytest.mark.parametrize("name", OTHERS)
def test_what_else_is_of_another_kind(name: str) -> None:
    call, said = OTHERS[name]
    with pytest.raises(NoojeeError) as error:
        call()
    assert said in str(error.value)


def test_every_public_function_is_tried() -> None:
    tried = {
        name.split(",")[0].split(" ")[0] for table in (OF_A_CAMPAIGN, OF_A_FRAME, OF_A_PATH, OTHERS) for name in table
    }
    functions = {name for name in dir(nj) if callable(getattr(nj, name)) and not isinstance(getattr(nj, name), type)}
    # It does as `submit` does, by the same task.
    assert functions - tried == {"asubmit"}
