"""The interactive view in JupyterLab with a browser, and on a page that nbconvert makes of the notebook."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

import noojee_dq as nj
from tests.report.browser import BINARY, Browser

pytestmark = [
    pytest.mark.long,
    # jupyter_client and its zmq sockets are closed by their garbage collector, not by us; it warns of its own ports.
    pytest.mark.filterwarnings(
        "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning", "ignore::RuntimeWarning"
    ),
]

_CODE = """
import pandas as pd
import noojee_dq as nj

phones = ["491570156.0", *["12345"] * 23, "0491570006"]
leads = pd.DataFrame({"Name": [f"Lead {n}" for n in range(25)], "Phone": phones})
report = nj.check(leads.set_axis(range(2, 27)), nj.Campaign(phone_fields=["Phone"]))
report.explore()
"""
_VERDICT = "24 of 25 leads are not ready to send: 24 to fix."


@pytest.fixture
def notebook(tmp_path: Path) -> Path:
    path = tmp_path / "leads.ipynb"
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(_CODE)], metadata=kernel), path)
    return path


@pytest.fixture
def lab(notebook: Path, tmp_path: Path) -> Iterator[str]:
    """The address of the notebook in a JupyterLab of its own."""
    pytest.importorskip("jupyterlab")
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {name: str(tmp_path / "jupyter") for name in ("HOME", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR")}
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--expose-app-in-browser"]
    options = [f"--ServerApp.port={port}", "--ServerApp.port_retries=0", "--IdentityProvider.token=only-here"]
    where = {"PYTHONPATH": str(Path(nj.__file__).parents[1]), "JUPYTER_RUNTIME_DIR": str(tmp_path / "runtime")}
    server = subprocess.Popen(  # noqa: S603
        [*command, *options, f"--ServerApp.root_dir={tmp_path}"],
        env=os.environ | own | where,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert server.stderr is not None
    # It says where it serves once it does; the rest is read so that it never waits for us.
    said = []
    for line in server.stderr:
        said.append(line)
        if "is running at" in line:
            break
    else:
        pytest.fail("".join(said))
    yield f"http://127.0.0.1:{port}/lab/tree/{notebook.name}?token=only-here"
    server.terminate()
    server.communicate(timeout=60)


def _click(browser: Browser, within: str, text: str) -> None:
    """Click with the mouse on what has a text, once it is there."""
    place = browser.until(
        f"(() => {{ const one = [...document.querySelectorAll({json.dumps(within)})].find(one => one.offsetParent &&"
        f" one.innerText.trim() === {json.dumps(text)}); if (!one) return null;"
        " one.scrollIntoView({block: 'center'}); const box = one.getBoundingClientRect();"
        " return {x: box.x + box.width / 2, y: box.y + box.height / 2}; })()"
    )
    for kind in ("mousePressed", "mouseReleased"):
        browser.call("Input.dispatchMouseEvent", type=kind, button="left", clickCount=1, **place)


def _pick(label: str) -> str:
    """JavaScript that picks a check by its label."""
    return (
        "(() => { const list = document.querySelector('.widget-dropdown select');"
        f" list.value = {json.dumps(label)}; list.dispatchEvent(new Event('change', {{bubbles: true}}));"
        " return list.value; })()"
    )


def _shown(text: str) -> str:
    return f"document.querySelector('.jp-OutputArea')?.innerText.includes({json.dumps(text)})"


@pytest.mark.skipif(BINARY is None, reason="no Chromium")
def test_a_check_is_picked_a_repair_tried_and_the_ready_leads_written(lab: str, tmp_path: Path) -> None:
    with Browser() as browser:
        browser.open(lab)
        browser.until("window.jupyterapp?.restored.then(() => true)")
        browser.until("jupyterapp.shell.currentWidget?.context?.isReady")
        browser.until("jupyterapp.shell.currentWidget.sessionContext.ready.then(() => true)")
        browser.call("Runtime.evaluate", expression="jupyterapp.commands.execute('notebook:run-all-cells')")
        browser.until(_shown(_VERDICT))
        browser.until("document.querySelectorAll('.widget-dropdown select').length")

        browser.until(_pick("undialable-number: 1 lead (error)"))
        browser.until(_shown("1 to 1 of 1"))
        browser.until(_pick("no-phone: 23 leads (error)"))
        browser.until(_shown("1 to 10 of 23"))
        browser.until(_shown("Lead 10"))
        _click(browser, "button", "Next")
        browser.until(_shown("11 to 20 of 23"))
        browser.until(_shown("Lead 20"))
        assert not browser.value(_shown("12345"))

        _click(browser, ".lm-TabBar-tabLabel", "Repairs")
        browser.until(_shown("Nothing is changed here."))
        browser.until(_shown("49•••••56.0"))

        _click(browser, ".lm-TabBar-tabLabel", "Ready")
        _click(browser, "button", "Write 1 lead")
        browser.until(_shown("1 lead written to ready.xlsx"))
    assert nj.read_leads(tmp_path / "ready.xlsx")["Name"].tolist() == ["Lead 24"]


def test_a_page_made_of_the_notebook_has_the_report(notebook: Path) -> None:
    nbconvert = pytest.importorskip("nbconvert")
    ran = nbformat.read(notebook, as_version=4)
    NotebookClient(ran, timeout=60).execute(env=os.environ | {"PYTHONPATH": str(Path(nj.__file__).parents[1])})
    page, _ = nbconvert.HTMLExporter().from_notebook_node(ran)
    assert f'<p class="verdict">{_VERDICT}</p>' in page
    ran.metadata.pop("widgets")
    page, _ = nbconvert.HTMLExporter().from_notebook_node(ran)
    assert f'<p class="verdict">{_VERDICT}</p>' in page
    assert "Run this cell in Jupyter to pick a check" in page
