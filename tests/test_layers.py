"""Imports point downwards, file by file: what stands lower in the list knows nothing of what stands above it.

Every import counts: also those inside functions, and those for type checkers alone.
"""

import ast
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import noojee_dq

PACKAGE = Path(noojee_dq.__file__).parent

#: From the top to the bottom; what stands on one line may not import each other either.
LAYERS = (
    ("__init__", "__main__"),
    ("cli",),
    ("accessor", "demo"),
    ("analysis",),
    ("sending",),
    ("client",),
    ("large",),
    ("explain", "preflight", "schema"),
    ("schema_backend",),
    ("validators",),
    ("lead_template", "report"),
    ("repairs",),
    ("checks",),
    ("returned_runs",),
    ("lists",),
    ("journal",),
    ("batch",),
    ("sandbox",),
    ("phones",),
    ("show",),
    ("leads",),
    ("campaign",),
    ("settings",),
    ("places",),
    ("words",),
    ("arrow",),
    ("fields",),
    ("codes",),
    ("errors", "memory", "startup"),
)
HEIGHT = {name: -place for place, names in enumerate(LAYERS) for name in names}

FILES = {
    ".".join(("noojee_dq", *file.relative_to(PACKAGE).with_suffix("").parts)): file for file in PACKAGE.rglob("*.py")
}


def imports_of(file: Path) -> set[str]:
    """The files of the package that a file imports, by their dotted names."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: imports are absolute"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            found |= {name if name in FILES else str(node.module) for name in names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    packages = {name.removesuffix(".__init__"): name for name in FILES if name.endswith(".__init__")}
    return {packages.get(name, name) for name in found if name.split(".")[0] == "noojee_dq"}


@cache
def imports() -> dict[str, set[str]]:
    """What each file imports."""
    return {name: imports_of(file) for name, file in FILES.items()}


def layer_of(name: str) -> str:
    return name.split(".")[1]


def test_every_file_has_its_place() -> None:
    assert {layer_of(name) for name in FILES} == set(HEIGHT)


def test_imports_name_files() -> None:
    assert {name for names in imports().values() for name in names} <= set(FILES)


@pytest.mark.parametrize("name", sorted(FILES))
def test_imports_point_downwards(name: str) -> None:
    own = layer_of(name)
    others = [imported for imported in imports()[name] if layer_of(imported) != own]
    assert [imported for imported in others if HEIGHT[layer_of(imported)] >= HEIGHT[own]] == []


def test_there_is_no_circle_of_files() -> None:
    """`TopologicalSorter` raises `CycleError`, which names the files, where there is one."""
    assert set(TopologicalSorter(imports()).static_order()) == set(FILES)


def test_a_package_is_not_imported_from_within() -> None:
    """Its `__init__` puts together what the files below it hold, so that those cannot ask it for anything."""
    packages = {name.removesuffix(".__init__"): name for name in FILES if name.endswith(".__init__")}
    own = {name: packages[name.rpartition(".")[0]] for name in FILES if not name.endswith(".__init__")}
    assert [name for name, package in own.items() if package in imports()[name]] == []


def test_no_two_files_have_one_name_for_two_things() -> None:
    """Commands, checks, repairs and renderers are named like their subjects."""
    families = ("cli", "checks", "repairs")
    names: dict[str, list[str]] = {}
    for name in FILES:
        stem = name.rpartition(".")[2]
        if layer_of(name) not in families and stem != "__init__" and not stem.startswith("render_"):
            names.setdefault(stem, []).append(name)
    assert {stem: twins for stem, twins in names.items() if len(twins) > 1} == {}


def test_no_two_classes_have_one_name() -> None:
    classes = [
        node.name
        for file in FILES.values()
        for node in ast.parse(file.read_text("utf-8")).body
        if isinstance(node, ast.ClassDef)
    ]
    assert sorted({name for name in classes if classes.count(name) > 1}) == []


@pytest.mark.parametrize(
    ("library", "users"),
    [
        ("httpx", {"client"}),
        ("pandera", {"validators", "schema", "schema_backend"}),
        ("xlsxwriter", {"leads", "words"}),
    ],
)
def test_only_one_place_knows_a_library(library: str, users: set[str]) -> None:
    found = set()
    for name, file in FILES.items():
        source = file.read_text("utf-8")
        for node in ast.walk(ast.parse(source)) if library in source else ():
            modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            modules += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            found |= {layer_of(name) for module in modules if module.split(".")[0] == library}
    assert found <= users
