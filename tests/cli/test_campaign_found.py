"""Which campaign file a command takes, and that it says so."""

import io
import json
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

import noojee_dq as nj
from tests.conftest import Run

pytestmark = pytest.mark.slow

LEADS = "Phone\n0491570006\n"
KEY = "3f0c9c1e-made-up-key"
_IDS = {"template_id": 41, "campaign_id": 41, "allocation_id": 38}


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
    said = used["path"] and Path(used["path"]).relative_to(tmp_path).as_posix()
    assert (said, used["found"]) == (path, found)


def test_json_says_that_the_campaign_file_of_the_working_folder_was_taken(
    run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("lists").mkdir()
    Path("lists/leads.csv").write_text(LEADS, "utf-8")
    put("work", 7)
    monkeypatch.chdir("work")
    document = json.loads(run("check", "../lists/leads.csv", "--format", "json").out)
    assert document["campaign"] == {"path": str(Path("campaign.toml").absolute()), "found": "here"}


@pytest.mark.parametrize(
    ("file", "link", "found"),
    [
        ("shared/campaign.toml", "lists/campaign.toml", "beside"),
        ("lists/new/campaign.toml", "lists/campaign.toml", "beside"),
        ("lists/new/campaign.toml", "campaign.toml", "above"),
    ],
)
def test_a_link_is_found_where_it_lies(file: str, link: str, found: str, run: Callable[..., Run]) -> None:
    put(str(Path(file).parent), 7)
    Path("lists").mkdir(exist_ok=True)
    Path("lists/leads.csv").write_text(LEADS, "utf-8")
    Path(link).symlink_to(Path(file).resolve())
    assert json.loads(run("check", "lists/leads.csv", "--format", "json").out)["campaign"]["found"] == found


def test_links_to_one_file_are_campaigns_of_their_own(run: Callable[..., Run]) -> None:
    # The lists that it names lie to each link.
    put("shared", 7)
    for folder in ("a", "b"):
        Path(folder).mkdir()
        Path(folder, "leads.csv").write_text(LEADS, "utf-8")
        Path(folder, "campaign.toml").symlink_to(Path("shared/campaign.toml").resolve())
    assert "the files belong to several campaigns" in run("check", "a/leads.csv", "b/leads.csv").err


@pytest.mark.parametrize(("folder", "found"), [(".", "above"), ("work", "here")])
def test_leads_from_standard_input_are_beside_nothing(
    folder: str, found: str, run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder, 7)
    Path("work").mkdir(exist_ok=True)
    monkeypatch.chdir("work")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(LEADS.encode())))
    assert json.loads(run("check", "-", "--format", "json").out)["campaign"]["found"] == found


@pytest.mark.parametrize(
    ("folder", "options", "named"),
    [
        ("lists/new", [], "{}/lists/new/campaign.toml"),
        ("lists", [], "{}/lists/campaign.toml"),
        ("work", [], "./campaign.toml"),
        ("lists", ["-c", "../lists/campaign.toml"], "../lists/campaign.toml"),
    ],
)
@pytest.mark.parametrize(
    ("phone", "command", "following"),
    [
        ("0491570006", ["check"], "submit"),
        ("491570006.0", ["check"], "repair"),
        ("none", ["check"], "check"),
        ("491570006.0", ["repair", "-o", "fixed.csv"], "submit"),
        ("0491570006", ["check", "--out", "parts"], "submit"),
    ],
)
def test_the_next_command_names_the_campaign_file_that_was_found(
    phone: str,
    command: list[str],
    following: str,
    folder: str,
    options: list[str],
    named: str,
    run: Callable[..., Run],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Path("lists/new").mkdir(parents=True)
    Path("lists/new/leads.csv").write_text(f"Phone\n{phone}\n", "utf-8")
    Path("work").mkdir()
    put(folder, 7)
    monkeypatch.chdir("work")
    name, *more = command
    said = run(name, "../lists/new/leads.csv", *more, *options).out.splitlines()[-1]
    words = shlex.split(said.removeprefix("Next: noojee-dq "))
    assert (words[0], words[words.index("--campaign") + 1]) == (following, named.format(tmp_path))


def test_no_campaign_file_is_named_where_none_was_found(run: Callable[..., Run]) -> None:
    Path("leads.csv").write_text(LEADS, "utf-8")
    assert run("check", "leads.csv").out.splitlines()[-1] == "Next: noojee-dq submit leads.csv"


def test_the_command_that_gives_reasons_names_the_campaign_file_that_was_found(run: Callable[..., Run]) -> None:
    put("lists", 7)
    Path("lists/leads.csv").write_text("Phone\nnone\n", "utf-8")
    said = run("submit", "lists/leads.csv").err
    assert "noojee-dq check lists/leads.csv --campaign ./lists/campaign.toml" in said


def test_who_follows_the_next_commands_keeps_the_do_not_call_list_of_the_campaign(
    run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("lists", "work"):
        Path(folder).mkdir()
    Path("lists/dnc.csv").write_text(LEADS, "utf-8")
    Path("lists/leads.csv").write_text("njExternalLeadId,Phone\nA,491570006.0\nB,491570156.0\n", "utf-8")
    here, there = (nj.Sandbox(nj.Campaign(**_IDS, phone_fields=["Phone"]), api_key=KEY) for _ in range(2))
    with here, there:
        with_list = there.campaign.model_copy(update={"dnc": ("dnc.csv",)})
        Path("lists/campaign.toml").write_text(with_list.to_toml(), "utf-8")
        Path("work/campaign.toml").write_text(here.campaign.to_toml(), "utf-8")
        monkeypatch.chdir("work")
        monkeypatch.setenv("NOOJEE_API_KEY", KEY)
        command = ["check", "../lists/leads.csv"]
        gone: list[str] = []
        while command[0] not in ("resume", "analyse"):
            gone.append(command[0])
            said = run(*command).out.splitlines()[-1]
            command = shlex.split(said.removeprefix("Next: noojee-dq "))
    assert gone == ["check", "repair", "submit", "submit"]
    assert (sorted(here.inserts()), sorted(there.inserts())) == ([], ["B"])


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
