"""What a wheel of the project needs and holds."""

import ast
import re
import subprocess
import sys
import tomllib
import venv
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

#: Imported where somebody has it already: a notebook, or a test.
BROUGHT_ALONG = {"IPython", "hypothesis"}


def name_of(requirement: str) -> str:
    """The distribution that a requirement names, as PEP 503 compares names."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~; ]", requirement)[0]).lower()


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (one.name.split(".")[0] for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


def test_whatever_is_imported_is_declared_once() -> None:
    extras = PROJECT["optional-dependencies"]
    for_users = [PROJECT["dependencies"], *(extras[one] for one in ("large", "dask", "notebook"))]
    for requirements in for_users:
        names = [name_of(one) for one in requirements]
        assert sorted(names) == sorted(set(names))
    declared = {name_of(one) for requirements in for_users for one in requirements}
    modules = {one for path in (ROOT / "noojee_dq").rglob("*.py") for one in imported(path)}
    foreign = modules - set(sys.stdlib_module_names) - BROUGHT_ALONG - {"noojee_dq"}
    distributions = packages_distributions()
    assert {one for one in foreign if not declared & {name_of(name) for name in distributions[one]}} == set()


def test_no_python_is_shut_out() -> None:
    assert PROJECT["requires-python"] == ">=3.11"


@pytest.mark.long
def test_the_wheel_alone_runs_the_demo_in_another_folder(tmp_path: Path) -> None:
    wheel: list[str | Path] = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--wheel-dir", tmp_path, ROOT]
    subprocess.run(wheel, check=True, timeout=300)  # noqa: S603
    (built,) = tmp_path.glob("noojee_dq-*.whl")
    with ZipFile(built) as parts:
        folders = {name.split("/")[0] for name in parts.namelist()}
        metadata = parts.read(next(name for name in parts.namelist() if name.endswith("METADATA"))).decode()
    assert {one.split("-")[0] for one in folders} == {"noojee_dq"}
    assert "\nKeywords: " in metadata
    assert "Classifier: Programming Language :: Python :: 3" in metadata
    venv.create(tmp_path / "venv", with_pip=True)
    there = tmp_path / "venv" / "bin"
    install: list[str | Path] = [there / "pip", "install", "-q", "-c", ROOT / "constraints.txt", built]
    subprocess.run(install, check=True, timeout=600)  # noqa: S603
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    demo = subprocess.run([there / "noojee-dq", "demo"], cwd=elsewhere, capture_output=True, text=True, timeout=300)  # noqa: S603
    assert demo.returncode == 0, demo.stderr
    assert "of 1" in demo.stdout
    assert "are not ready" in demo.stdout
