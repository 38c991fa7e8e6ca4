"""The README keeps step with the code."""

import re
import tomllib
from pathlib import Path

from noojee_dq.explain import checks_table, fixes_table

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def test_the_table_of_checks_is_that_of_the_catalogue() -> None:
    """When it differs: put the output of `noojee-dq explain` between the two marks."""
    table = README.split("<!-- checks -->\n")[1].split("\n<!-- /checks -->")[0]
    assert table == checks_table()


def test_the_table_of_fixes_is_that_of_the_catalogue() -> None:
    """When it differs: put between the two marks what `fixes_table` of `noojee_dq.explain` gives."""
    table = README.split("<!-- fixes -->\n")[1].split("\n<!-- /fixes -->")[0]
    assert table == fixes_table()


def test_there_are_two_set_up_commands_of_one_line_each() -> None:
    commands = re.findall(r"^```sh\n(.*?)\n```$", README, flags=re.MULTILINE | re.DOTALL)
    assert [command.split()[-1] for command in commands] == ["demo", ".venv/bin/pytest"]
    assert all("\n" not in command and " && " in command for command in commands)


def test_the_commands_that_it_shows_exist() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert "noojee-dq" in project["scripts"]
    assert set(re.findall(r"^\$ noojee-dq (\w+)", README, flags=re.MULTILINE)) == {
        *("init", "check", "explain", "repair", "schema"),
        *("submit", "status", "resume", "sandbox", "analyse", "wizard"),
    }


def test_only_the_agreed_folders_stand_at_the_top() -> None:
    visible = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")}
    assert visible - {"__pycache__", "dist", "noojee-dq-demo"} == {"noojee_dq", "notebooks", "tests"}
