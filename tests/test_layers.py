"""Imports point downwards: what stands lower in the list knows nothing of what stands above it."""

import ast
from pathlib import Path

import noojee_dq

PACKAGE = Path(noojee_dq.__file__).parent

#: From the top to the bottom.
LAYERS = (
    *("__main__", "cli", "accessor", "demo", "sandbox", "explain", "analysis", "submit", "client", "preflight"),
    *(
        "report",
        "schema",
        "checks",
        "repairs",
        "cells",
        "phones",
        "journal_format",
        "leads",
        "campaign",
        "codes",
        "errors",
    ),
)


def module_of(file: Path) -> str:
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports_of(file: Path) -> set[str]:
    """The modules of the package that a file imports when it runs; those under `if TYPE_CHECKING` do not count."""
    tree = ast.parse(file.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            node.body = []
    names = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
    parts = [name.split(".") for name in names]
    return {part[1] for part in parts if part[0] == "noojee_dq" and len(part) > 1}


FILES = [file for file in sorted(PACKAGE.rglob("*.py")) if file != PACKAGE / "__init__.py"]


def test_every_module_has_its_place() -> None:
    assert {module_of(file) for file in FILES} == set(LAYERS)


def test_imports_point_downwards() -> None:
    upwards = [
        (str(file.relative_to(PACKAGE)), name)
        for file in FILES
        for name in imports_of(file)
        if LAYERS.index(name) < LAYERS.index(module_of(file))
    ]
    assert upwards == []


def test_the_sandbox_can_disagree_with_the_checks() -> None:
    imported = {name for file in FILES if module_of(file) == "sandbox" for name in imports_of(file)}
    assert imported <= {"sandbox", "campaign", "codes", "errors"}


def test_only_one_place_knows_the_http_library() -> None:
    users = [file for file in FILES if "import httpx" in file.read_text("utf-8").replace(">>> import httpx", "")]
    assert {module_of(file) for file in users} == {"client"}
