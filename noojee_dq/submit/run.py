"""`submit`, `asubmit` and `resume`: leads in, the same rows with the API's real answers out."""

import os
import sys
import warnings
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
from noojee_dq.errors import CampaignError, JournalError, LeadsError, RunStoppedWarning
from noojee_dq.submit.bodies import Bodies
from noojee_dq.submit.brake import Brake, Stop
from noojee_dq.submit.engine import Engine, Facts, Interrupts
from noojee_dq.submit.governor import Governor
from noojee_dq.submit.interrupt import run_in_thread
from noojee_dq.submit.journal import Journal, Run
from noojee_dq.submit.order import shared
from noojee_dq.submit.pacing import Pacing
from noojee_dq.submit.plan import plan
from noojee_dq.submit.progress import Progress
from noojee_dq.submit.results import annotated
from noojee_dq.submit.resumption import recover, scheduled, settled_codes, to_send
from noojee_dq.submit.start import new_path, new_rows, require_same, start
from noojee_dq.submit.summary import exit_code, run_summary

_EXIT_INTERRUPTED = 130


def submit(
    leads: pd.DataFrame,
    campaign: Campaign,
    *,
    operation: Operation = "insert",
    api_key: str | ApiKey | None = None,
    journal: str | os.PathLike[str] | None = None,
    dry_run: bool = False,
    limit: int | None = None,
    pacing: Pacing = Pacing(),  # noqa: B008 - frozen
    progress: bool = True,
    send_dnc: bool = False,
) -> pd.DataFrame:
    """Send every lead to the PBX, and return the same rows with the API's real answers.

    Every row that is given is sent, whatever its `dq_status` says (give it `report.ready` to send only those), but for
    rows whose `dq_codes` hold 104. What is sent is in the journal before its first byte goes out, so a run that was
    interrupted or killed can be taken up again, by the same call with the same journal, or by `resume`: no lead is
    lost, and none is knowingly sent twice.

    It works in a notebook cell too. A first interrupt (Ctrl-C, or the stop button) lets the calls in flight
    finish and returns what is known; a second abandons them, and their leads are then in doubt ("unknown").

    Args:
        leads: the leads, one per row.
        campaign: where they go: needs `url` and the three ids.
        operation: "insert" or "update".
        api_key: the key of the API; None takes it from the environment variable `NOOJEE_API_KEY`.
        journal: the SQLite file that remembers the run; None makes a new one in the working directory and says its
            path. A file that holds a run of the same leads is taken up where it stopped.
        dry_run: send nothing, and say what would be sent.
        limit: send at most so many leads now; the others stay `not_sent`.
        pacing: the waits, in seconds.
        progress: show a progress bar, the journal's path and a summary on stderr.
        send_dnc: send leads too that the pre-flight found on the do-not-call list.

    Returns:
        The caller's index, order and columns, with the columns of `annotated` (`api_code`, `api_outcome`,
        `api_action`, ...). `attrs["run"]` holds the run's `id`, the `journal`, why it `stopped` (None = it did not),
        how many leads are `left` to be sent, and the `exit_code` of the command line; after a dry run `attrs["plan"]`
        says what would be sent.

    Raises:
        CampaignError: a setting that is needed to send, or an option, is missing or wrong.
        LeadsError: the leads cannot be sent as they are.
        PbxError: the PBX cannot be reached, or refuses the key.
        JournalError: the journal cannot be written, is in use, or holds another run.

    Warns:
        RunStoppedWarning: the run stopped before its end.

    Example:
        >>> campaign = Campaign(phone_fields=["Phone"])
        >>> results = submit(pd.DataFrame({"Phone": ["0491 570 006"]}), campaign, dry_run=True, progress=False)
        >>> results[["api_outcome", "api_action"]].values.tolist()
        [['not_sent', 'retry']]
    """
    try:
        key = None if dry_run else ApiKey.find(api_key)
    finally:
        del api_key  # the locals of a traceback would show it
    task = _Task(leads, campaign, operation, journal, limit, pacing, progress, send_dnc)
    if key is None:
        return task.planned()
    return _warned(run_in_thread(partial(task.run, key)))


async def asubmit(
    leads: pd.DataFrame,
    campaign: Campaign,
    *,
    operation: Operation = "insert",
    api_key: str | ApiKey | None = None,
    journal: str | os.PathLike[str] | None = None,
    dry_run: bool = False,
    limit: int | None = None,
    pacing: Pacing = Pacing(),  # noqa: B008 - frozen
    progress: bool = True,
    send_dnc: bool = False,
) -> pd.DataFrame:
    """`submit` for code that has an event loop (asyncio or trio); a cancellation abandons what is in flight.

    Args, result, exceptions and warnings are those of `submit`.

    Example:
        >>> import asyncio
        >>> leads = pd.DataFrame({"Phone": ["0491 570 006"]})
        >>> asyncio.run(asubmit(leads, Campaign(), dry_run=True, progress=False))["api_outcome"].tolist()
        ['not_sent']
    """
    try:
        key = None if dry_run else ApiKey.find(api_key)
    finally:
        del api_key  # the locals of a traceback would show it
    task = _Task(leads, campaign, operation, journal, limit, pacing, progress, send_dnc)
    if key is None:
        return await anyio.to_thread.run_sync(task.planned)
    return _warned(await task.run(key, Interrupts()))


def resume(
    journal: str | os.PathLike[str],
    leads: pd.DataFrame,
    campaign: Campaign,
    *,
    api_key: str | ApiKey | None = None,
    limit: int | None = None,
    pacing: Pacing = Pacing(),  # noqa: B008 - frozen
    progress: bool = True,
) -> pd.DataFrame:
    """Take up a run where it stopped; nothing is checked anew.

    Args:
        journal: the run's SQLite file.
        leads: the leads that were given to `submit`.
        campaign: the same campaign.
        api_key: the key of the API; None takes it from the environment variable `NOOJEE_API_KEY`.
        limit: send at most so many leads now.
        pacing: the waits, in seconds.
        progress: show a progress bar and a summary on stderr.

    Returns:
        What `submit` would have returned.

    Raises:
        JournalError: the journal holds no run, or one of other leads, of another url, ids or operation; it is in
            use, or cannot be written.
        CampaignError, PbxError: as for `submit`.

    Example:
        >>> resume("missing.sqlite", pd.DataFrame(), Campaign(), api_key="made-up")
        Traceback (most recent call last):
        ...
        noojee_dq.errors.JournalError: missing.sqlite: there is no such journal
    """
    try:
        key = ApiKey.find(api_key)
    finally:
        del api_key  # the locals of a traceback would show it
    with Journal(journal) as book:
        if book.run is None:
            raise JournalError(f"{journal}: holds no run, so nothing was sent: submit the leads")
        operation = book.run.operation
    task = _Task(leads, campaign, operation, journal, limit, pacing, progress, send_dnc=False)
    return _warned(run_in_thread(partial(task.run, key)))


class _Job(NamedTuple):
    """A run whose journal is open."""

    journal: Journal
    run: Run
    bodies: Bodies
    shared_keys: pd.DataFrame


@dataclass(slots=True)
class _Task:
    """One call to `submit`, `asubmit` or `resume`."""

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
        await _require_ids(self.campaign, key)
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
                open_pbx=partial(Pbx, self.campaign, key, self.operation, deadline=self.pacing.deadline),
                pacing=self.pacing,
                governor=Governor(self.campaign.max_concurrency),
                brake=brake,
                interrupts=interrupts,
                progress=progress,
            )
            await engine.run()
        return brake.stop

    def _say(self, text: str) -> None:
        if self.progress:
            sys.stderr.write(f"{text}\n")


async def _require_ids(campaign: Campaign, key: ApiKey) -> None:
    found = await ping(campaign, key)
    if found.problems:
        raise CampaignError("\n".join(problem.message for problem in found.problems))


def _warned(results: pd.DataFrame) -> pd.DataFrame:
    """The results, with a warning if the run stopped before its end."""
    reason = results.attrs["run"]["stopped"]
    if reason:
        warnings.warn(f"the run stopped: {reason}", RunStoppedWarning, stacklevel=3)
    return results
