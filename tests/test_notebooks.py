"""The committed notebooks run from top to bottom in a real kernel, and show what they would show now."""

import html
import re
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode

from notebooks.made_up import messy_workbook
from notebooks.run import FOLDER, executed

NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
SAMPLE = resources.files("noojee_dq") / "sample"
#: A cell with this tag shows something that depends on the moment, such as how far a run had come.
VARIES = "varies"
MOST_BYTES = 300_000

# jupyter_client and its zmq sockets are closed by their garbage collector, not by us; and it warns of its own ports.
pytestmark = pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning", "ignore::RuntimeWarning"
)

_DATE = re.compile(r"\b(?:20\d\d([-/.])\d\d\1\d\d|\d\d?([-/.])\d\d?\2(?:20)\d\d)(?: \d\d:\d\d(?::\d\d)?)?\b")
_NUMBER = re.compile(r"\d(?:(?:\) |[ ().\-/]?)\d){5,}")
_KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_ABSOLUTE_PATH = re.compile(r"(?<![\w./<])/(?:[\w.~-]+/)+[\w.-]*|\b[A-Z]:\\|127\.0\.0\.1|file://")


# Of the module, so that the tests of a notebook stand together, and workers get notebooks of their own.
@pytest.fixture(scope="module", params=NOTEBOOKS, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


@pytest.mark.parametrize(
    "text",
    ["0491570006", "(02) 5550 1234", "+61 491 570 006", "491570006.0", "<td>0491 570 006</td>", "55501234"],
)
def test_a_number_would_be_found(text: str) -> None:
    assert _NUMBER.search(_DATE.sub("a date", _plain(text)))


@pytest.mark.parametrize("text", ["'/home/ann/leads.csv'", "(/tmp/run.sqlite)", "C:\\leads", "http://127.0.0.1:8321"])
def test_a_path_or_an_address_would_be_found(text: str) -> None:
    assert _ABSOLUTE_PATH.search(_plain(text))


def test_there_are_the_five_notebooks() -> None:
    names = ["01_explore", "02_preflight", "03_submit", "04_error_analysis", "05_large"]
    assert [path.stem for path in NOTEBOOKS] == names


@pytest.mark.long
def test_a_notebook_shows_what_its_code_shows(path: Path) -> None:
    committed, now = nbformat.read(path, as_version=4), executed(path)
    for before, after in zip(_code_cells(committed), _code_cells(now), strict=True):
        assert [_kind(output) for output in before.outputs] == [_kind(output) for output in after.outputs]
        if VARIES not in before.metadata.get("tags", []):
            assert _texts(before) == _texts(after), "run notebooks/run.py, and look at what has changed"


def test_a_committed_notebook_was_run_once_from_top_to_bottom(path: Path) -> None:
    cells = _code_cells(nbformat.read(path, as_version=4))
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert cells[0].source.splitlines()[0].split("  #")[0] in ("LEADS = None", "RESULTS = None")
    assert not [one for cell in cells for one in cell.outputs if one.get("name") == "stderr"]
    assert path.stat().st_size < MOST_BYTES


@pytest.mark.parametrize("secret", [_NUMBER, _KEY, _ABSOLUTE_PATH], ids=["number", "key", "path"])
def test_committed_outputs_hold_no_secret(path: Path, secret: re.Pattern[str]) -> None:
    shown = [text for cell in _code_cells(nbformat.read(path, as_version=4)) for text in _texts(cell)]
    assert shown
    assert [found for text in shown for found in secret.findall(_DATE.sub("a date", _plain(text)))] == []


def _with_semicolons(folder: Path) -> Path:
    """A list as a European Excel saves it, with headings of its own and faults of each kind."""
    path = folder / "liste.csv"
    lines = ["Customer No;Surname;Home phone;Mobile No.;State;Post code;Call back;Prio"]
    for number in range(60):
        phone = ("(02) 5550 {:04}", "25550{:04}", "5550 {:04}", "02 5550 {:04}", "n/a", "+61 2 5550 {:04}")[number % 6]
        moment = ("", "2031/04/02 10:30", "2 Apr 2031 15:00", "04/03/2031 10:30", "soon")[number % 5]
        lines.append(f"K{number % 55};Müller;{phone.format(number)};0491 570 006;NSW;2042;{moment};{number % 3}")
    path.write_text("\n".join(lines), "cp1252")
    return path


def _as_a_workbook(folder: Path) -> Path:
    path = folder / "from a supplier.xlsx"
    messy_workbook(path)
    return path


def _without_a_fault(folder: Path) -> Path:
    path = folder / "good.csv"
    path.write_text("Ref,Phone\n" + "".join(f"A{number},02 5550 {number:04}\n" for number in range(30)), "utf-8")
    return path


@pytest.mark.long
@pytest.mark.parametrize("list_in", [_with_semicolons, _as_a_workbook, _without_a_fault])
def test_a_notebook_runs_with_a_list_of_your_own_and_nothing_else(
    path: Path, list_in: Callable[[Path], Path], tmp_path: Path
) -> None:
    _refuse_noise(executed(path, {"LEADS": str(list_in(tmp_path))}))


@pytest.mark.long
def test_a_notebook_runs_with_all_files_of_your_own(path: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text((SAMPLE / "leads.csv").read_text("utf-8"), "utf-8")
    files = {"KNOWN": str(SAMPLE / "known.csv"), "DNC": str(SAMPLE / "dnc.csv"), "OUT": str(tmp_path)}
    _refuse_noise(executed(path, {"LEADS": str(own), "CAMPAIGN": str(SAMPLE / "campaign.toml"), **files}))


def _refuse_noise(notebook: NotebookNode) -> None:
    assert not [one for cell in _code_cells(notebook) for one in cell.outputs if one.get("name") == "stderr"]


def _code_cells(notebook: NotebookNode) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def _kind(output: NotebookNode) -> tuple[str, ...]:
    return (output.output_type, *sorted(output.get("data", {})))


def _texts(cell: NotebookNode) -> list[str]:
    """All that a cell shows as text; figures are left out, since each version of matplotlib draws its own."""
    texts = []
    for output in cell.outputs:
        data = output.get("data", {"text/plain": output.get("text", "")})
        texts += [text for kind, text in sorted(data.items()) if kind.startswith("text/")]
    return texts


def _plain(text: str) -> str:
    """What a person sees of HTML."""
    return html.unescape(re.sub(r"<style.*?</style>|<[^<>]*>", "\n", text, flags=re.DOTALL))
