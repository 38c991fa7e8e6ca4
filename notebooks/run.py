"""Run the notebooks of this folder from top to bottom, and write their outputs into them: python notebooks/run.py"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

FOLDER = Path(__file__).parent
#: The number of a widget in a kernel that has ended.
_LIVE_WIDGET = "application/vnd.jupyter.widget-view+json"


def executed(path: Path, settings: Mapping[str, str] | None = None) -> NotebookNode:
    """Run a notebook in a kernel of its own, which imports this project.

    Args:
        path: the notebook; it is not changed.
        settings: what an analyst would put into the first cell, such as {"LEADS": "mine.csv"}.

    Returns:
        The notebook with its outputs.

    Raises:
        CellExecutionError: a cell has failed.
    """
    notebook = nbformat.read(path, as_version=4)
    first = next(cell for cell in notebook.cells if cell.cell_type == "code")
    first.source += "".join(f"\n{name} = {value!r}" for name, value in (settings or {}).items())
    client = NotebookClient(
        notebook,
        kernel_name="python3",
        timeout=60,
        record_timing=False,
        coalesce_streams=True,
        store_widget_state=False,
        resources={"metadata": {"path": str(FOLDER)}},
    )
    client.execute(env=os.environ | {"PYTHONPATH": str(FOLDER.parent)})
    # What differs between computers, and says nothing.
    notebook.metadata["language_info"] = {"name": "python"}
    for output in (one for cell in notebook.cells for one in cell.get("outputs", ())):
        output.get("data", {}).pop(_LIVE_WIDGET, None)
    return notebook


def main() -> None:
    """Run all of them."""
    for path in sorted(FOLDER.glob("*.ipynb")):
        nbformat.write(executed(path), path)
        sys.stdout.write(f"{path.name}\n")


if __name__ == "__main__":
    main()
