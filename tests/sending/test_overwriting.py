"""No command writes over what it, or the run that it takes up, was made from."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import noojee_dq as nj
from noojee_dq.sandbox import Sandbox
from tests.conftest import Run
from tests.examples import mostly_long

pytestmark = pytest.mark.slow

RunCli = Callable[..., Run]

KEY = "3f0c9c1e-made-up-key"
CAMPAIGN = nj.Campaign(
    template_id=41, campaign_id=41, allocation_id=38, phone_fields=["Phone"], columns={"Ref": "njExternalLeadId"}
)
FILES = {
    "leads.csv": "Ref,Phone\nA,0491 570 006\nB,0491 570 156\nC,\n",
    "dnc.csv": "Phone\n0491 570 157\n",
    "export.csv": "Phone\n0491 570 158\n",
    "register.csv": "Phone\n0491 570 159\n",
}


@pytest.fixture
def pbx(run: RunCli, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    monkeypatch.setenv("NOOJEE_API_KEY", KEY)
    with Sandbox(CAMPAIGN, api_key=KEY, time_scale=0.01) as pbx:
        lists = pbx.campaign.model_copy(update={"dnc": ("register.csv",)})
        Path("campaign.toml").write_text(lists.to_toml(), "utf-8")
        for name, text in FILES.items():
            Path(name).write_text(text, "utf-8")
        yield pbx


def spellings(name: str) -> list[str]:
    """Other names of a file: by its folder, by links."""
    Path("symbolic.csv").symlink_to(name)
    Path("hard.csv").hardlink_to(name)
    return [name, f"../{Path.cwd().name}/{name}", str(Path(name).absolute()), "symbolic.csv", "hard.csv"]


@pytest.mark.skipif(os.name != "posix", reason="links")
@pytest.mark.parametrize("name", mostly_long(FILES, ["leads.csv"]))
def test_a_run_that_is_taken_up_writes_over_nothing_that_it_was_made_from(pbx: Sandbox, run: RunCli, name: str) -> None:
    begin = ["submit", "leads.csv", "--send", "--limit", "1", "--dnc", "dnc.csv", "--known", "export.csv"]
    assert run(*begin).code == 0
    before = {path.name: path.read_bytes() for path in Path().iterdir()}
    for other in spellings(name):
        for command in (
            ["resume", "noojee-run-leads.sqlite", "--results", other],
            [*begin, "--results", other],
            ["submit", "leads.csv", "--send", "--results", other],
            ["analyse", "noojee-run-leads.sqlite", "--leads", "leads.csv", "--fix", other],
        ):
            result = run(*command)
            assert (result.code, "give another name, so that it is not lost" in result.err) == (2, True), command
    assert {path.name: path.read_bytes() for path in Path().iterdir() if path.name in before} == before
    assert pbx.inserted == 1


@pytest.mark.parametrize("name", ["leads.csv", "dnc.csv", "register.csv"])
def test_a_check_and_a_repair_write_over_nothing_that_they_read(pbx: Sandbox, run: RunCli, name: str) -> None:
    for command in (
        ["check", "leads.csv", "--dnc", "dnc.csv", "--rejected", name],
        ["repair", "leads.csv", "--dnc", "dnc.csv", "-o", name],
    ):
        result = run(*command)
        assert (result.code, "give another name" in result.err) == (2, True)
    assert Path(name).read_text("utf-8") == FILES[name]


def test_a_lead_file_that_was_moved_is_not_written_over_either(pbx: Sandbox, run: RunCli) -> None:
    run("submit", "leads.csv", "--send", "--limit", "1")
    Path("leads.csv").rename("moved.csv")
    result = run("resume", "noojee-run-leads.sqlite", "moved.csv", "--results", "moved.csv")
    assert result.code == 2
    assert Path("moved.csv").read_text("utf-8") == FILES["leads.csv"]


#: A command of each kind that is given the journal of an earlier run, up to the name of the file that it writes.
GIVEN_A_RUN = (
    ["check", "others.csv", "--known", "run.sqlite", "--ready"],
    ["check", "others.csv", "--known", "run.sqlite", "--rejected"],
    ["repair", "others.csv", "--known", "run.sqlite", "-o"],
    ["repair", "others.csv", "-o", "fixed.csv", "--known", "run.sqlite", "--changes"],
    ["submit", "others.csv", "--known", "run.sqlite", "--send", "--journal", "other.sqlite", "--results"],
    ["submit", "leads.csv", "--only-new", "run.sqlite", "--send", "--results"],
    ["resume", "other.sqlite", "--results"],
    ["analyse", "other.sqlite", "--retry"],
    # Of which the campaign file names the journal.
    ["check", "others.csv", "-c", "known.toml", "--ready"],
    ["repair", "others.csv", "-c", "known.toml", "-o"],
    ["submit", "others.csv", "-c", "known.toml", "--send", "--journal", "third.sqlite", "--results"],
)


@pytest.fixture
def earlier_runs(pbx: Sandbox, run: RunCli) -> None:
    """Two runs, the second made from the first, both with a lead left; and a campaign that names the second."""
    begin = ["--send", "--limit", "1", "--dnc", "dnc.csv", "--known"]
    assert run("submit", "leads.csv", *begin, "export.csv", "--journal", "run.sqlite").code == 0
    Path("others.csv").write_text("Ref,Phone\nX,0491 570 110\nY,0491 570 313\n", "utf-8")
    assert run("submit", "others.csv", *begin, "run.sqlite", "--journal", "other.sqlite").code == 0
    named = pbx.campaign.model_copy(update={"known": ("other.sqlite",)})
    Path("known.toml").write_text(named.to_toml(), "utf-8")


@pytest.mark.usefixtures("earlier_runs")
@pytest.mark.parametrize("name", mostly_long(FILES, ["leads.csv", "dnc.csv"]))
def test_no_command_writes_over_what_the_run_in_a_journal_that_it_is_given_was_made_from(
    pbx: Sandbox, run: RunCli, name: str
) -> None:
    inserted = pbx.inserted
    for command in GIVEN_A_RUN:
        result = run(*command, name)
        assert (result.code, "give another name, so that it is not lost" in result.err) == (2, True), command
        assert f"{name} is " in result.err
    assert {file: Path(file).read_text("utf-8") for file in FILES} == FILES
    assert pbx.inserted == inserted


@pytest.mark.usefixtures("earlier_runs")
def test_a_run_from_which_another_was_made_can_still_be_taken_up(pbx: Sandbox, run: RunCli) -> None:
    begin = ["submit", "leads.csv", "--send", "--dnc", "dnc.csv", "--journal", "run.sqlite"]
    assert run(*begin, "--known", "other.sqlite").code == 0
    assert sorted(pbx.inserts()) == ["A", "B", "X"]


def test_a_run_that_is_taken_up_writes_over_no_list_of_the_campaign_of_now(pbx: Sandbox, run: RunCli) -> None:
    assert run("submit", "leads.csv", "--send", "--limit", "1", "--journal", "run.sqlite").code == 0
    Path("now").mkdir()
    now = pbx.campaign.model_copy(update={"dnc": ("today.csv",), "allow": ("clients.csv",)})
    Path("now/campaign.toml").write_text(now.to_toml(), "utf-8")
    for name in ("today.csv", "clients.csv"):
        Path("now", name).write_text(FILES["dnc.csv"], "utf-8")
        result = run("resume", "run.sqlite", "-c", "now/campaign.toml", "--results", f"now/{name}")
        assert (result.code, "is an input" in result.err) == (2, True)
        assert Path("now", name).read_text("utf-8") == FILES["dnc.csv"]


def test_init_writes_over_no_leads(run: RunCli) -> None:
    Path("leads.csv").write_text(FILES["leads.csv"], "utf-8")
    Path("link.toml").symlink_to("leads.csv")
    for arguments, text in (
        (["leads.csv", "-o", "leads.csv"], "is an input"),
        (["leads.csv", "-o", "link.toml"], "is an input"),
        (["-o", "leads.csv"], "must end with .toml"),
    ):
        result = run("init", *arguments, "--force")
        assert (result.code, text in result.err) == (2, True)
    assert Path("leads.csv").read_text("utf-8") == FILES["leads.csv"]


@pytest.mark.skipif(os.name != "posix", reason="named pipes")
def test_a_key_that_comes_through_a_pipe_is_read_once(pbx: Sandbox, run: RunCli) -> None:
    os.mkfifo("key")
    with ThreadPoolExecutor() as threads:
        writing = threads.submit(Path("key").write_text, KEY, "utf-8")
        result = run("submit", "leads.csv", "--send", "--api-key-file", "key", "--results", "results.csv")
        assert (result.code, writing.result()) == (0, len(KEY))
