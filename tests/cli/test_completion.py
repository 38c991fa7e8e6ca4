"""Completion in shells: what a word may go on with."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run

PROGRAM = Path(sys.executable).with_name("noojee-dq")

#: A command line that is being typed, and what its last word may be.
TYPED = [
    ("noojee-dq che", "check"),
    ("noojee-dq check --format j", "json jsonl junit"),
    ("noojee-dq check --operation ", "insert update"),
    ("noojee-dq check --fail-on n", "never"),
    ("noojee-dq explain 10", "101 102 103 104 105 106 107 108 109"),
    ("noojee-dq schema sub", "submit"),
    ("noojee-dq check --quie", "--quiet"),
]


@pytest.mark.parametrize(("typed", "completed"), TYPED)
def test_words_are_completed(
    typed: str, completed: str, run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("_NOOJEE_DQ_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", typed)
    monkeypatch.setenv("COMP_CWORD", str(len(typed.split(" ")) - 1))
    assert run().out.split() == completed.split()


@pytest.mark.parametrize(("typed", "completed"), TYPED)
def test_zsh_gets_words_with_what_they_mean(
    typed: str, completed: str, run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("_NOOJEE_DQ_COMPLETE", "complete_zsh")
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", typed)
    out = run().out
    assert [word for word in completed.split() if f'"{word}"' in out] == completed.split()


def script_of(shell: str) -> str:
    environment = os.environ | {"_NOOJEE_DQ_COMPLETE": f"source_{shell}"}
    return subprocess.run([PROGRAM], env=environment, capture_output=True, text=True, check=True).stdout  # noqa: S603


@pytest.mark.skipif(not (shutil.which("bash") and PROGRAM.exists()), reason="bash, or the program, is not there")
def test_bash_completes_with_the_script_that_is_installed(tmp_path: Path) -> None:
    script = script_of("bash") + (
        "\nCOMP_WORDS=(noojee-dq check --format j); COMP_CWORD=3"
        '\n_noojee_dq_completion noojee-dq; echo "${COMPREPLY[@]}"; complete -p noojee-dq'
    )
    environment = os.environ | {"PATH": f"{PROGRAM.parent}{os.pathsep}{os.environ['PATH']}"}
    bash = str(shutil.which("bash"))
    ended = subprocess.run([bash, "-c", script], env=environment, capture_output=True, text=True, check=True)  # noqa: S603
    assert ended.stdout.splitlines()[0] == "json jsonl junit"
    # Where nothing of ours fits, names of files do.
    assert "-o default" in ended.stdout


@pytest.mark.skipif(not (shutil.which("zsh") and PROGRAM.exists()), reason="zsh, or the program, is not there")
def test_zsh_takes_the_script_that_is_installed() -> None:
    script = "autoload -Uz compinit; compinit -D; " + script_of("zsh") + '\nprint "${_comps[noojee-dq]}"'
    zsh = str(shutil.which("zsh"))
    ended = subprocess.run([zsh, "-f", "-c", script], capture_output=True, text=True, check=True)  # noqa: S603
    assert ended.stdout.strip() == "_noojee_dq_completion"
