"""No command writes over what it, or the run that it takes up, was made from."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import noojee_dq as nj
from noojee_dq.sandbox import Sandbox
from tests.conftest import Run
from tests.examples import mostly_long

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
