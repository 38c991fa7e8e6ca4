"""`submit` in a cell of a running notebook, and what the stop button does."""

import importlib.util
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager, start_new_kernel

# jupyter_client and its zmq sockets are closed by their garbage collector, not by us; and it warns of its own ports.
pytestmark = [
    pytest.mark.long,
    pytest.mark.filterwarnings(
        "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning", "ignore::RuntimeWarning"
    ),
]

_PATIENCE = 30

_SET_UP = """
import warnings; warnings.simplefilter("error")
import asyncio, pandas as pd, noojee_dq as nj
from noojee_dq.sandbox import Faults, Sandbox
asyncio.get_running_loop()
campaign = nj.Campaign(template_id=41, campaign_id=41, allocation_id=38, phone_fields=["Phone"])
pbx = Sandbox(campaign, api_key="3f0c9c1e-made-up-key", concurrency=4, latency=0.05)
pbx.start()
def send(count, journal, first=0):
    leads = pd.DataFrame({"Phone": [f"04915{place:05d}" for place in range(first, first + count)]})
    return nj.submit(leads, pbx.campaign, api_key=pbx.api_key, journal=journal)
def outcomes(results):
    return results["api_outcome"].value_counts().to_dict()
"""


class Notebook:
    """A kernel, and what its cells print."""

    def __init__(self, manager: KernelManager, client: BlockingKernelClient) -> None:
        self.manager = manager
        self._client = client

    def start(self, cell: str) -> str:
        return str(self._client.execute(cell))

    def outputs(self, request: str, until: str = "") -> str:
        """All that a cell shows, to its end, or until it has shown a text."""
        shown = ""
        ends_at = time.monotonic() + _PATIENCE
        while time.monotonic() < ends_at:
            try:
                message = self._client.get_iopub_msg(timeout=1)
            except Empty:
                continue
            if message["parent_header"].get("msg_id") != request:
                continue
            content = message["content"]
            if content.get("execution_state") == "idle":
                return shown
            shown += _text(content)
            if until and until in shown:
                return shown
        raise AssertionError(f"the cell did not end: {shown}")

    def run(self, cell: str) -> str:
        return self.outputs(self.start(cell))


def _text(content: dict[str, Any]) -> str:
    """What of a message a person would see: text, errors, and the texts of widgets."""
    if "traceback" in content:
        return "\n".join(content["traceback"])
    value = content.get("data", {}).get("state", {}).get("value") if "comm_id" in content else None
    return str(content.get("text", "")) + (f"{value}\n" if isinstance(value, str) else "")


@pytest.fixture(scope="module")
def notebook(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Notebook]:
    root = str(Path(__file__).parents[2])
    manager, client = start_new_kernel(kernel_name="python3", cwd=str(tmp_path_factory.mktemp("kernel")))
    try:
        notebook = Notebook(manager, client)
        assert notebook.run(f"import sys; sys.path.insert(0, {root!r})\n{_SET_UP}") == ""
        yield notebook
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


WITHOUT_WIDGETS = "sys.modules['ipywidgets'] = None"
WITH_WIDGETS = "sys.modules.pop('ipywidgets', None)"


@pytest.mark.parametrize(
    ("bar", "first"),
    [
        (WITHOUT_WIDGETS, 90_000),
        pytest.param(
            WITH_WIDGETS,
            91_000,
            marks=pytest.mark.skipif(importlib.util.find_spec("ipywidgets") is None, reason="no ipywidgets"),
        ),
    ],
    ids=["text", "widget"],
)
def test_a_cell_submits_and_shows_its_progress(notebook: Notebook, bar: str, first: int) -> None:
    notebook.run(bar)
    journal = f"cell{first}.sqlite"
    shown = notebook.run(f"print(outcomes(send(20, {journal!r}, {first})))")
    assert "'accepted': 20" in shown
    assert f"journal: {journal}" in shown
    assert "20 leads: 20" in shown
    assert "20/20 [" in shown.replace("\N{FIGURE SPACE}", " ")
    assert "Warning" not in shown
    assert "Traceback" not in shown


def test_an_interrupt_returns_what_is_known_and_the_kernel_stays_usable(notebook: Notebook) -> None:
    request = notebook.start("results = send(2000, 'drained.sqlite'); print(outcomes(results))")
    notebook.outputs(request, until="journal:")
    time.sleep(0.3)
    notebook.manager.interrupt_kernel()
    shown = notebook.outputs(request)
    assert "KeyboardInterrupt" not in shown
    assert "'not_sent'" in shown
    assert "'unknown'" not in shown
    assert "Left to be sent" in shown
    assert notebook.run("print(len(results), 6 * 7)") == "2000 42\n"


def test_a_second_interrupt_abandons_what_is_in_flight(notebook: Notebook) -> None:
    notebook.run("pbx.faults = Faults(rates={'hang': 1.0})")
    request = notebook.start("results = send(50, 'abandoned.sqlite'); print(outcomes(results))")
    notebook.outputs(request, until="journal:")
    time.sleep(0.5)
    notebook.manager.interrupt_kernel()
    time.sleep(0.5)
    notebook.manager.interrupt_kernel()
    shown = notebook.outputs(request)
    assert "'not_sent': 49, 'unknown': 1" in shown
    assert notebook.run("print(6 * 7)") == "42\n"


def test_await_works_in_a_cell_too(notebook: Notebook) -> None:
    notebook.run("pbx.faults = Faults()")
    cell = "leads = pd.DataFrame({'Phone': ['0491570006']})\n"
    call = "await nj.asubmit(leads, pbx.campaign, api_key=pbx.api_key, journal='await.sqlite', progress=False)"
    assert notebook.run(f"{cell}print(outcomes({call}))") == "{'accepted': 1}\n"
