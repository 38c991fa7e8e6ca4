"""Every command and every example that the README shows is run here, in the order of the README."""

import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

import pytest

import noojee_dq as nj
from noojee_dq.checks import CHECKS
from noojee_dq.client.key import VARIABLE
from tests.conftest import Run

README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")

#: Run by tests of their own: a server that ends when told to, questions that a person answers, the set-up of a shell.
ELSEWHERE = ("sandbox", "wizard", "--install-completion")
#: What the README's files are in the sample.
SAMPLE = {
    "leads.csv": "leads.csv",
    "updates.csv": "updates.csv",
    "export.csv": "known.csv",
    **dict.fromkeys(("dnc.csv", "register.csv", "complaints.csv", "clients.csv", "today.csv"), "dnc.csv"),
}


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)\n```$", README, flags=re.MULTILINE | re.DOTALL)


def commands() -> Iterator[list[str]]:
    for line in re.findall(r"^\$ noojee-dq (.+)", "\n".join(blocks("console")), flags=re.MULTILINE):
        words = shlex.split(line, comments=True)
        if words[0] not in ELSEWHERE:
            yield [one for word in words for one in (sorted(map(str, Path().glob(word))) if "*" in word else [word])]


@pytest.fixture
def pbx(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[nj.Sandbox]:
    """A PBX, and beside its campaign file the files that the README names."""
    monkeypatch.chdir(tmp_path)
    sample = resources.files("noojee_dq") / "sample"
    for name, of_sample in SAMPLE.items():
        Path(name).write_bytes((sample / of_sample).read_bytes())
    leads = nj.read_leads("leads.csv")
    leads.to_parquet("everybody.parquet", index=False)
    Path("leads").mkdir()
    for half, part in (("a", leads.iloc[:60]), ("b", leads.iloc[60:])):
        for folder in (".", "leads"):
            part.to_csv(f"{folder}/{half}.csv", index=False)
    with nj.Sandbox(nj.Campaign.from_toml(str(sample / "campaign.toml"))) as pbx:
        Path("campaign.toml").write_text(pbx.campaign.to_toml(), "utf-8")
        monkeypatch.setenv(VARIABLE, pbx.api_key)
        yield pbx


@contextmanager
def runs_elsewhere(words: list[str]) -> Iterator[None]:
    """Put away the journals of the runs that a submission does not name: it sends leads that they have sent."""
    away = [one for one in Path().glob("*.sqlite") if words[0] == "submit" and str(one) not in words]
    with tempfile.TemporaryDirectory() as folder:
        for one in away:
            shutil.move(one, folder)
        yield
        for one in away:
            shutil.move(Path(folder, one), one)


@pytest.mark.long
def test_every_command_runs(pbx: nj.Sandbox, run: Callable[..., Run]) -> None:
    for words in commands():
        if words[0] == "init":
            Path("campaign.toml").unlink()
        with runs_elsewhere(words):
            result = run(*words)
        if words[0] == "init":
            # A person fills in what the PBX expects.
            Path("campaign.toml").write_text(pbx.campaign.to_toml(), "utf-8")
        assert result.code in (0, 1), f"noojee-dq {shlex.join(words)}\n{result.err}"


@pytest.mark.long
@pytest.mark.usefixtures("pbx")
def test_what_another_program_gives_is_checked() -> None:
    (line,) = re.findall(r"^\$ (.+ \| noojee-dq .+)", README, flags=re.MULTILINE)
    command = line.replace("noojee-dq", f"{shlex.quote(sys.executable)} -m noojee_dq")
    assert subprocess.run(command, shell=True, check=False, capture_output=True).returncode == 1  # noqa: S602


@pytest.mark.long
@pytest.mark.filterwarnings("default::pandera.errors.SchemaWarning", "default::noojee_dq.errors.RunStoppedWarning")
def test_every_example_runs(pbx: nj.Sandbox) -> None:
    names: dict[str, object] = {}
    shipped = CHECKS[:]
    try:
        for example in blocks("python"):
            exec(compile(example, "README.md", "exec"), names)  # noqa: S102
    finally:
        CHECKS[:] = shipped
