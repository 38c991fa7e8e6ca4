"""Which campaign file a command takes, and that it says so."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run

LEADS = "Phone\n0491570006\n"


def put(folder: str, template: int) -> None:
    """A campaign file by which a check tells which of them it has read."""
    path = Path(folder, "campaign.toml")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'[campaign]\ntemplate_id = {template}\n[phone]\nfields = ["Phone"]\n', "utf-8")


@pytest.mark.parametrize(
    ("folders", "options", "taken", "said"),
    [
        ([], [], "", ""),
        (["."], [], ".", "campaign: ./campaign.toml\n"),
        (["lists/new", "."], [], "lists/new", "lists/new/campaign.toml, which is nearer to the leads than ./campaign"),
        (["lists", "."], [], "lists", "campaign: ./lists/campaign.toml, which"),
        (["lists"], [], "lists", "campaign: ./lists/campaign.toml\n"),
        (["lists", "other"], ["-c", "other/campaign.toml"], "other", ""),
    ],
)
def test_the_campaign_file_nearest_to_the_leads_is_taken(
    folders: list[str], options: list[str], taken: str, said: str, run: Callable[..., Run]
) -> None:
    Path("lists/new").mkdir(parents=True)
    Path("lists/new/leads.csv").write_text(LEADS, "utf-8")
    for folder in folders:
        # No template has the id 0: a check of the file that is to be taken finds that.
        put(folder, 0 if folder == taken else 7)
    ended = run("check", "lists/new/leads.csv", *options, "--format", "json")
    assert json.loads(ended.out)["by_code"] == ({"116": 1} if taken else {})
    assert said in ended.err
    assert bool(said) == ("campaign: " in ended.err)


@pytest.mark.parametrize(
    ("folders", "options", "path", "found"),
    [
        ([], [], None, None),
        (["."], [], "campaign.toml", "above"),
        (["lists"], [], "lists/campaign.toml", "above"),
        (["lists/new"], [], "lists/new/campaign.toml", "beside"),
        (["other"], ["-c", "other/campaign.toml"], "other/campaign.toml", "named"),
    ],
)
@pytest.mark.parametrize("command", [["check"], ["repair", "-o", "fixed.csv"], ["submit"], ["check", "--out", "parts"]])
def test_json_says_which_campaign_file_was_taken_and_why(
    command: list[str],
    folders: list[str],
    options: list[str],
    path: str | None,
    found: str | None,
    tmp_path: Path,
    run: Callable[..., Run],
) -> None:
    # Outside of any folder that could have a campaign file of its own.
    Path("lists/new").mkdir(parents=True)
    Path("lists/new/leads.csv").write_text(LEADS, "utf-8")
    for folder in folders:
        put(folder, 7)
    name, *more = command
    document = json.loads(run(name, "lists/new/leads.csv", *more, *options, "--format", "json", "-q").out)
    used = document["campaign"]
    said = used["path"] and Path(used["path"]).resolve().relative_to(tmp_path.resolve()).as_posix()
    assert (said, used["found"]) == (path, found)


def test_json_says_that_the_campaign_file_of_the_working_folder_was_taken(
    run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("lists").mkdir()
    Path("lists/leads.csv").write_text(LEADS, "utf-8")
    put("work", 7)
    monkeypatch.chdir("work")
    document = json.loads(run("check", "../lists/leads.csv", "--format", "json").out)
    assert document["campaign"] == {"path": "campaign.toml", "found": "here"}


def test_a_campaign_file_is_named_by_the_environment(run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> None:
    Path("leads.csv").write_text(LEADS, "utf-8")
    put(".", 7)
    put("other", 0)
    monkeypatch.setenv("NOOJEE_DQ_CAMPAIGN", "other/campaign.toml")
    ended = run("check", "leads.csv", "--format", "json")
    assert json.loads(ended.out)["by_code"] == {"116": 1}
    assert "from the environment: NOOJEE_DQ_CAMPAIGN" in ended.err


def test_files_of_several_campaigns_need_one_that_is_named(run: Callable[..., Run]) -> None:
    for folder in ("a", "b"):
        put(folder, 7)
        Path(folder, "leads.csv").write_text(LEADS, "utf-8")
    ended = run("check", "a/leads.csv", "b/leads.csv", "--out", "checked")
    assert ended.code == 2
    assert "the files belong to several campaigns (./a/campaign.toml and ./b/campaign.toml)" in ended.err


def test_a_campaign_file_where_anybody_could_put_it_is_not_looked_for(run: Callable[..., Run]) -> None:
    put("open", 0)
    Path("open").chmod(0o777)
    Path("open/lists").mkdir()
    for file in ("open/lists/leads.csv", "open/leads.csv"):
        Path(file).write_text(LEADS, "utf-8")
    assert "campaign: " not in run("check", "open/lists/leads.csv").err
    # Beside the leads it is: whoever writes there writes the leads as well.
    assert "campaign: ./open/campaign.toml" in run("check", "open/leads.csv").err
