"""`Task`: one call to `submit`, from its options to the annotated rows."""

import os
import sys
from dataclasses import dataclass
from functools import partial
from itertools import repeat
from pathlib import Path
from typing import NamedTuple, get_args

import anyio
import numpy as np
import pandas as pd

from noojee_dq.campaign import Campaign
from noojee_dq.checks import Batch, Operation
from noojee_dq.checks.accepted import claimed_keys
from noojee_dq.client import ApiKey, Pbx, ping
from noojee_dq.errors import CampaignError, LeadsError
from noojee_dq.submit.bodies import Bodies
from noojee_dq.submit.brake import Brake, Stop
from noojee_dq.submit.engine import Engine, Facts, Interrupts
from noojee_dq.submit.governor import Governor
from noojee_dq.submit.journal import Journal, Run
from noojee_dq.submit.order import shared
from noojee_dq.submit.pacing import Pacing
from noojee_dq.submit.plan import plan
from noojee_dq.submit.progress import Progress
from noojee_dq.submit.results import annotated
from noojee_dq.submit.resumption import nothing_left, recover, scheduled, settled_codes, to_send
from noojee_dq.submit.start import new_path, new_rows, require_same, start
from noojee_dq.submit.summary import exit_code, run_summary

_EXIT_INTERRUPTED = 130


class _Job(NamedTuple):
    """A run whose journal is open."""

    journal: Journal
    run: Run
    bodies: Bodies
    shared_keys: pd.DataFrame


@dataclass(slots=True)
class Task:
    """One call to `submit`, `asubmit` or `resume`.

    Args:
        leads, campaign, operation, journal, limit, pacing, progress, send_dnc: as for `submit`.

    Raises:
        CampaignError: an option makes no sense.

    Example:
        >>> leads = pd.DataFrame({"Phone": ["0491 570 006"]})
        >>> task = Task(leads, Campaign(), "insert", None, None, Pacing(), progress=False, send_dnc=False)
        >>> task.planned()["api_outcome"].tolist()
        ['not_sent']
    """

    leads: pd.DataFrame
    campaign: Campaign
    operation: Operation
    journal: str | os.PathLike[str] | None
    limit: int | None
    pacing: Pacing
    progress: bool
    send_dnc: bool

    def __post_init__(self) -> None:
        if self.operation not in get_args(Operation):
            raise CampaignError(f"operation is {' or '.join(map(repr, get_args(Operation)))}, not {self.operation!r}")
        if self.limit is not None and self.limit < 0:
            raise CampaignError(f"limit: {self.limit} is no number of leads")
        # Whoever goes on working with the frame while it is being sent must not change what is sent. pandas copies
        # columns only when they are written to.
        self.leads = self.leads.copy(deep=False)

    def planned(self) -> pd.DataFrame:
        """What `run` would return had it sent nothing."""
        batch, bodies, keys = self._read()
        rows = self._begun(bodies)
        if rows is None:
            planned = pd.DataFrame(new_rows(batch, repeat(b""), keys, send_dnc=self.send_dnc))
            rows = planned.assign(
                code=None, http_status=None, message=None, attempts=0, sent_at=np.nan, resend_at=np.nan
            )
        results = annotated(self.leads, rows, run_id="")
        results.attrs["plan"] = plan(rows, bodies, self.campaign, self.limit)
        self._say(results.attrs["plan"])
        return results

    def _begun(self, bodies: Bodies) -> pd.DataFrame | None:
        """The rows of the run that the journal holds already; None = it holds none."""
        if self.journal is None or not Path(self.journal).exists():
            return None
        with Journal(self.journal) as journal:
            if journal.run is None:
                return None
            require_same(journal, journal.run, self.campaign, self.operation, bodies)
            return journal.rows()

    async def run(self, key: ApiKey, interrupts: Interrupts) -> pd.DataFrame:
        """Send what is left to send, and return the rows with what is known of them."""
        if self.journal is None or not nothing_left(self.journal):
            async with self._pbx(key):
                pass  # a wrong setting is an error before any lead is claimed
            await _require_ids(self.campaign, key, interrupts)
        job = await anyio.to_thread.run_sync(self._open)
        with job.journal:
            self._say(f"journal: {job.journal.path}")
            stop = await self._send(job, key, interrupts)
            rows = job.journal.rows()
        results = annotated(self.leads, rows, job.run.id)
        code = _EXIT_INTERRUPTED if interrupts.count else stop.exit_code if stop else exit_code(results)
        results.attrs["run"] = {
            "id": job.run.id,
            "journal": str(job.journal.path),
            "stopped": stop.reason if stop else None,
            "left": len(to_send(rows, None)),
            "exit_code": code,
        }
        self._say(run_summary(results))
        return results

    def _read(self) -> tuple[Batch, Bodies, pd.DataFrame]:
        if self.leads.empty:
            raise LeadsError("there is no lead to send")
        batch = Batch(self.leads, self.campaign, operation=self.operation)
        return batch, Bodies(self.leads, self.campaign, self.operation), claimed_keys(batch)

    def _open(self) -> _Job:
        return self._opened(*self._read())

    def _opened(self, batch: Batch, bodies: Bodies, keys: pd.DataFrame) -> _Job:
        journal = Journal(self.journal or new_path(Path.cwd()), create=True)
        try:
            if journal.run is None:
                run = start(journal, batch, bodies, keys, send_dnc=self.send_dnc)
            else:
                run = journal.run
                require_same(journal, run, self.campaign, self.operation, bodies)
                if self.send_dnc:
                    journal.release_withheld()
        except BaseException:
            journal.close()
            raise
        return _Job(journal, run, bodies, shared(keys))

    async def _send(self, job: _Job, key: ApiKey, interrupts: Interrupts) -> Stop | None:
        await anyio.to_thread.run_sync(recover, job.journal, self.pacing)
        rows = job.journal.rows()
        left = to_send(rows, self.limit)
        brake = Brake(self.pacing, settled_codes(rows))
        with Progress(len(left), shown=self.progress) as progress:
            engine = Engine(
                journal=job.journal,
                bodies=job.bodies,
                schedule=scheduled(left, job.shared_keys, self.pacing),
                facts=Facts.of(rows),
                open_pbx=partial(self._pbx, key),
                pacing=self.pacing,
                governor=Governor(self.campaign.max_concurrency),
                brake=brake,
                interrupts=interrupts,
                progress=progress,
            )
            await engine.run()
        return brake.stop

    def _pbx(self, key: ApiKey) -> Pbx:
        return Pbx(self.campaign, key, self.operation, deadline=self.pacing.deadline)

    def _say(self, text: str) -> None:
        if self.progress:
            sys.stderr.write(f"{text}\n")


async def _require_ids(campaign: Campaign, key: ApiKey, interrupts: Interrupts) -> None:
    """Make sure that the PBX takes the key and knows the ids; an interrupt ends it, and nothing is sent then."""
    with anyio.CancelScope() as scope:
        interrupts.wake = scope.cancel
        found = await ping(campaign, key)
        if found.problems:
            raise CampaignError("\n".join(problem.message for problem in found.problems))
