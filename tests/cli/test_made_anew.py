"""Files that a check makes anew: those of yesterday do not outlive a check that could not be made."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import noojee_dq as nj
from tests.conftest import Run

RunCli = Callable[..., Run]

README = Path(__file__).parents[2] / "README.md"
CAMPAIGN = "[campaign]\ntemplate_id = 41\ncampaign_id = 42\nallocation_id = 38\n[phone]\nfields = ['Phone']\n"


@pytest.fixture(autouse=True)
def _yesterday(run: RunCli) -> None:
    """A campaign, leads, and what a check of them has written."""
    Path("campaign.toml").write_text(CAMPAIGN, "utf-8")
    Path("leads.csv").write_text("Phone\n0491 570 006\n", "utf-8")
    for name in ("ready.csv", "page.html", "rejected.csv"):
        Path(name).write_text("yesterday's", "utf-8")


@pytest.mark.parametrize(
    ("leads", "options", "code", "stays"),
    [
        ("Phone\n0491 570 006\n", [], 0, ["page.html", "ready.csv"]),
        ("Phone\n12\n", [], 1, ["page.html", "ready.csv"]),
        # It could not be made: the page of yesterday bears its date, and may be somebody's own file.
        (None, [], 3, ["page.html"]),
        ("", [], 3, ["page.html"]),
        ("Phone\n", [], 3, ["page.html"]),
        ("Phone\n0491 570 006\n", ["--dnc", "nowhere.csv"], 3, ["page.html"]),
        ("Phone\n0491 570 006\n", ["--region-column", "Land"], 2, ["page.html"]),
        ("Phone\n0491 570 006\n", ["--sheet", "Old"], 3, ["page.html"]),
        ("Phone\n0491 570 006\n", ["--rejected", "rejected.csv"], 2, ["page.html"]),
        # Where it would be lost, nothing is touched.
        ("Phone\n0491 570 006\n", ["--dnc", "ready.csv"], 2, ["page.html", "ready.csv"]),
    ],
)
def test_what_was_ready_yesterday_is_not_taken_for_today(
    run: RunCli, leads: str | None, options: list[str], code: int, stays: list[str]
) -> None:
    Path("leads.csv").unlink()
    if leads is not None:
        Path("leads.csv").write_text(leads, "utf-8")
    done = run("check", "leads.csv", "--ready", "ready.csv", "--report", "page.html", *options)
    assert done.code == code
    assert sorted(one for one in ("ready.csv", "page.html") if Path(one).exists()) == stays
    assert Path("rejected.csv").read_text("utf-8") == "yesterday's"


def test_what_a_whole_check_in_parts_has_found_ready_stays(run: RunCli) -> None:
    command = ["check", "leads.csv", "--out", "checked", "--ready", "ready.csv"]
    assert (run(*command).code, run(*command).code) == (0, 2)
    assert len(nj.read_leads("ready.csv")) == 1


def test_a_list_of_the_campaign_is_not_taken_away(run: RunCli) -> None:
    Path("campaign.toml").write_text(f"{CAMPAIGN}[lists]\ndnc = ['ready.csv']\n", "utf-8")
    assert run("check", "nowhere.csv", "--ready", "ready.csv").code == 2
    assert Path("ready.csv").read_text("utf-8") == "yesterday's"


def test_a_link_stays_a_link(run: RunCli) -> None:
    Path("link.csv").symlink_to("ready.csv")
    assert run("check", "nowhere.csv", "--ready", "link.csv").code == 3
    assert not Path("ready.csv").exists()
    assert run("check", "leads.csv", "--ready", "link.csv").code == 0
    assert (Path("link.csv").is_symlink(), len(nj.read_leads("ready.csv"))) == (True, 1)


# --- the recipe for each night ------------------------------------------------------------------------------------


@pytest.fixture
def night(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str | None], int]:
    """Runs the script of the README in a folder of its own, on a day and with a list; returns its exit code."""
    script = re.search(r"```bash\n(#!/bin/sh\n.*?)```", README.read_text("utf-8"), re.DOTALL)
    assert script
    Path("nightly.sh").write_text(script[1].replace("/srv/leads", str(tmp_path)), "utf-8")
    Path("dnc.csv").write_text("Phone\n0491 570 159\n", "utf-8")
    Path("bin").mkdir()
    program = f'#!/bin/sh\nexec "{sys.executable}" -m noojee_dq "$@"\n'
    for name, text in (("noojee-dq", program), ("date", "#!/bin/sh\ncat day\n")):
        Path("bin", name).write_text(text, "utf-8")
        Path("bin", name).chmod(0o755)
    path = f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PATH": path, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}

    def of(day: str, leads: str | None) -> int:
        Path("day").write_text(day, "utf-8")
        Path("today.csv").unlink(missing_ok=True)
        if leads is not None:
            Path("today.csv").write_text(f"Ref,Phone\n{leads}", "utf-8")
        return subprocess.run(["/bin/sh", "nightly.sh"], env=environment, capture_output=True, check=False).returncode

    return of


@pytest.mark.long
@pytest.mark.skipif(os.name != "posix", reason="a script for a shell of Unix")
def test_the_recipe_for_each_night_works_every_night(night: Callable[[str, str | None], int]) -> None:
    campaign = nj.Campaign.from_toml("campaign.toml").model_copy(update={"allow_duplicates": True})
    with nj.Sandbox(campaign, latency=0) as pbx:
        Path("campaign.toml").write_text(pbx.campaign.to_toml(), "utf-8")
        Path("key").write_text(pbx.api_key, "utf-8")
        assert night("2026-12-01", "A,0491 570 006\nB,0491 570 156\n") == 0
        # One of them once more, another beside it, and one that is not to be called.
        assert night("2026-12-02", "B,0491 570 156\nC,0491 570 157\nD,0491 570 159\n") == 1
        assert (night("2026-12-03", None), night("2026-12-03", "E,0491 570 158\n")) == (3, 0)
        # Twice in one night.
        assert night("2026-12-03", "E,0491 570 158\n") == 0
        assert pbx.inserts("Ref") == {"A": 1, "B": 1, "C": 1, "E": 1}
