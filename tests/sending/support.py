"""What the tests of `submit` share: leads, a bench that sends them to a sandbox, a PBX that answers from a script."""

import json
import shlex
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

import noojee_dq as nj
from noojee_dq.journal.reader import reading
from tests.conftest import Run

#: The key of every server in these tests: what the tests look for everywhere.
MARKED = "0badc0de-marked-key-f00d"

#: Waits that end at once where nothing goes wrong; the deadline is for tests in which every call is answered.
PACING = nj.Pacing(quarantine=0.1, deadline=30, pauses=(0.02,), reconnects=(0.02,), unreachable=30)

CAMPAIGN = nj.Campaign(
    template_id=41, campaign_id=42, allocation_id=38, phone_fields=["Phone"], columns={"Id": "njExternalLeadId"}
)


def some_leads(count: int, *, ids: bool = False) -> pd.DataFrame:
    """Leads with numbers of their own; `Ref` is a field like any other, by which they are found again."""
    leads = pd.DataFrame(
        {
            "Phone": [f"04915{place:05d}" for place in range(count)],
            "Ref": [f"R{place}" for place in range(count)],
        }
    )
    return leads.assign(Id=[f"A{place}" for place in range(count)]) if ids else leads


class Bench:
    """A sandbox, a journal, and leads on their way.

    Args:
        pbx: a running sandbox, whose key is `MARKED`.
        journal: where the run is kept.
    """

    def __init__(self, pbx: nj.Sandbox, journal: Path) -> None:
        self.pbx = pbx
        self.journal = journal

    def submit(self, leads: pd.DataFrame, **settings: Any) -> pd.DataFrame:
        """Submit, quickly and quietly unless told otherwise."""
        usual: dict[str, Any] = {"api_key": MARKED, "journal": self.journal, "pacing": PACING, "progress": False}
        return nj.submit(leads, settings.pop("campaign", self.pbx.campaign), **(usual | settings))

    def resume(self, leads: pd.DataFrame, **settings: Any) -> pd.DataFrame:
        """Resume, likewise."""
        usual: dict[str, Any] = {"api_key": MARKED, "pacing": PACING, "progress": False}
        return nj.resume(self.journal, leads, settings.pop("campaign", self.pbx.campaign), **(usual | settings))

    @property
    def calls(self) -> pd.DataFrame:
        """The sandbox's log of insert and update calls, in the order in which they came."""
        log = self.pbx.log
        return log[log["call"] > 0].sort_values("call", ignore_index=True)

    def times_in(self, leads: pd.DataFrame) -> list[int]:
        """How often each lead was inserted, by the sandbox's own count."""
        inserts = self.pbx.inserts("Ref")
        return [inserts.get(ref, 0) for ref in leads["Ref"]]

    @property
    def attempts(self) -> pd.DataFrame:
        """The journal's attempts."""
        return attempts(self.journal)


def attempts(journal: Path) -> pd.DataFrame:
    """The attempts of a journal, in the order in which they began."""
    with reading(journal) as database:
        return pd.read_sql_query("SELECT * FROM attempts ORDER BY started_at, position, attempt", database)


def outcomes(results: pd.DataFrame) -> list[str]:
    """What became of each lead."""
    return list(results["api_outcome"])


def broken_promises(bench: Bench, results: pd.DataFrame) -> list[str]:
    """What the results say that the sandbox's own count contradicts."""
    outcome = results["api_outcome"].reset_index(drop=True)
    times_in = pd.Series(bench.times_in(results))
    broken = {
        "a lead is in twice": times_in.gt(1),
        "a lead reported accepted is absent": outcome.isin(["accepted", "accepted_inferred"]) & times_in.eq(0),
        "a lead reported refused or not sent is in": outcome.isin(["rejected", "conflict", "not_sent"])
        & times_in.gt(0),
    }
    return [promise for promise, rows in broken.items() if rows.any()]


class Scripted(NamedTuple):
    """What a scripted PBX answers to one call."""

    status: int
    body: str
    headers: Sequence[tuple[str, str]] = ()


OK = Scripted(200, '{"code": 0, "message": "OK"}')


def result(code: int, message: str = "", status: int = 400) -> Scripted:
    """An answer of the API."""
    return Scripted(status, json.dumps({"code": code, "message": message}))


class ScriptedPbx:
    """A PBX that knows the ids of `CAMPAIGN`, and answers lead calls from a list: the last answer for ever.

    Args:
        answers: to the first lead call, the second, ...
    """

    def __init__(self, answers: Sequence[Scripted]) -> None:
        self.answers = list(answers)
        listed = [{"id": number, "name": "made up"} for number in (41, 42, 38)]
        #: The answer to every call for a list.
        self.lists = Scripted(200, json.dumps({"entities": listed}))
        self.bodies: list[dict[str, str]] = []
        self._lock = threading.Lock()

    def answer(self, body: bytes) -> Scripted:
        """The answer to the next lead call."""
        with self._lock:
            self.bodies.append(json.loads(body))
            return self.answers[min(len(self.bodies), len(self.answers)) - 1]

    @contextmanager
    def running(self) -> Iterator[nj.Campaign]:
        """The campaign on this PBX, while it runs."""
        server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield CAMPAIGN.model_copy(update={"url": f"http://127.0.0.1:{server.server_port}"})
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


def _handler(pbx: ScriptedPbx) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # head and body in one packet, or the client waits for the second

        def do_GET(self) -> None:
            self._answer(pbx.lists)

        def do_POST(self) -> None:
            self._answer(pbx.answer(self.rfile.read(int(self.headers["Content-Length"]))))

        def _answer(self, answer: Scripted) -> None:
            body = answer.body.replace("{path}", self.path).encode()
            self.send_response(answer.status)
            for name, value in answer.headers:
                self.send_header(name, value.replace("{path}", self.path))
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            self.wfile.flush()

        def log_message(self, *_: object) -> None:
            """Say nothing: the key stands in the address."""

    return Handler


def tables(path: Path) -> set[str]:
    """The names of the tables of an SQLite file."""
    database = sqlite3.connect(path)
    try:
        return {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    finally:
        database.close()


def next_command(run: Run) -> list[str]:
    """The arguments of the command that the last line says to type."""
    line = (run.out or run.err).splitlines()[-1]
    assert line.startswith("Next: noojee-dq ")
    return shlex.split(line)[2:]
