"""`Task`: one call to `submit` carried out, from its leads to the annotated rows."""

import logging
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal, NamedTuple

import anyio
import numpy as np
import pandas as pd

from noojee_dq.arrow.columns import Mask
from noojee_dq.batch.sent_numbers import differing
from noojee_dq.campaign import Campaign
from noojee_dq.client import ApiKey, Pbx, ping
from noojee_dq.codes import Remedy
from noojee_dq.errors import CampaignError, JournalError, UnwrittenAnswer
from noojee_dq.fields import API_ACTION, API_RUN
from noojee_dq.journal.format import State, Taken
from noojee_dq.journal.writer import Journal, Settled
from noojee_dq.sending.brake import Brake, Stop
from noojee_dq.sending.changed_since import changed_since
from noojee_dq.sending.dry_run import obstacle, plan, time_needed
from noojee_dq.sending.engine import Engine, Facts, Interrupts
from noojee_dq.sending.governor import Governor
from noojee_dq.sending.kin import (
    notes_on_others,
)
from noojee_dq.sending.matching import (
    Ways,
    as_in_frame,
    differences,
    labels_in_run,
    ways_on,
)
from noojee_dq.sending.pacing import Pacing, require_quarantine
from noojee_dq.sending.prepared_leads import PreparedLeads
from noojee_dq.sending.progress import Progress, say
from noojee_dq.sending.results import annotated
from noojee_dq.sending.resumption import (
    as_recovered,
    nothing_left,
    recover,
    scheduled,
    settled_codes,
    to_send,
)
from noojee_dq.sending.schedule import Schedule
from noojee_dq.sending.shared_keys import chained
from noojee_dq.sending.start import (
    new_path,
    new_run,
    partly_listed,
    require_same,
    rows_at_first,
    unsent,
    who_has_them,
)
from noojee_dq.sending.submit_call import SubmitCall
from noojee_dq.sending.summary import exit_code, run_summary
from noojee_dq.words.arguments import kind_shown
from noojee_dq.words.counts import counted
from noojee_dq.words.log import log
from noojee_dq.words.rows import leads_at

EXIT_INTERRUPTED = 130
_INTERRUPTED = "it was interrupted"
#: Seconds from which on it is said beforehand how long a run takes.
_LONG = 600


class _Job(NamedTuple):
    """A run whose journal is open."""

    journal: Journal
    read: PreparedLeads
    shared: pd.DataFrame


# Without a text of its own: what names a task in a message would show leads.
@dataclass(slots=True, repr=False)
class Task:
    """One call to `submit`, `asubmit` or `resume`, carried out.

    Args:
        call: what it was given.
        limit, pacing, progress: as for `submit`.

    Raises:
        CampaignError: an option makes no sense.

    Example:
        >>> leads = pd.DataFrame({"Phone": ["0491 570 006"]})
        >>> task = Task(SubmitCall(leads, Campaign(), "insert"), None, Pacing(), False)
        >>> task.planned()["api_outcome"].tolist()
        ['not_sent']
    """

    call: SubmitCall
    limit: int | None
    pacing: Pacing
    progress: bool | Literal["bar"]

    def __post_init__(self) -> None:
        if self.limit is not None and not (isinstance(self.limit, int | np.integer) and self.limit >= 0):
            raise CampaignError(f"limit: {self.limit!r} is no number of leads")
        if not isinstance(self.pacing, Pacing):
            raise CampaignError(f"pacing must be Pacing(...), not {kind_shown(self.pacing)}")

    def planned(self) -> pd.DataFrame:
        """Return what `run` would return had it sent nothing."""
        read = self.call.prepared()
        begun = self._begun(read)
        if begun is None:
            rows = unsent(rows_at_first(read.batch, read.keys, read.told))
            notes = self._notes(read, rows)
        else:
            read, rows, ways = begun
            notes = [*self._notes(read, rows), *self._differences(read, rows, ways)]
        results = self._in_frame(self._found(read, rows), run_id="")
        going = rows[~read.held_back(rows)]
        to_go = to_send(going, self.limit, send_dnc=self.call.send_dnc)
        in_other_form = map(read.match.of_rows, differing(read.batch).values())
        plain_cells = sum(int(cells[to_go["position"]].sum()) for cells in in_other_form)
        chains = chained(read.keys, read.batch)
        results.attrs["plan"] = plan(
            going,
            read.bodies,
            self.call.campaign,
            self.limit,
            chains=chains,
            pacing=self.pacing,
            send_dnc=self.call.send_dnc,
            absent=len(rows) - len(going),
            plain_cells=plain_cells,
        )
        results.attrs["planned"] = {
            "leads": len(rows),
            "no_part_of_run": int(read.match.strange.sum()),
            "to_be_sent": len(to_go),
            "plain_cells": plain_cells,
            "withheld": 0 if self.call.send_dnc else int(rows["state"].eq(State.WITHHELD).sum()),
            "sent_elsewhere": int(rows["state"].eq(State.SENT_ELSEWHERE).sum()),
            "notes": notes,
        }
        results.attrs["obstacle"] = obstacle(self.call.campaign)
        self._say("\n".join([*notes, results.attrs["plan"]]))
        return results

    def _begun(self, read: PreparedLeads) -> tuple[PreparedLeads, pd.DataFrame, Ways] | None:
        """Return the leads and rows of the run that the journal holds already, and how to go on; None = none."""
        if self.call.journal is None or not Path(self.call.journal).exists():
            return None
        with Journal(self.call.journal) as journal:
            require_same(journal.path, journal.run, self.call.campaign, self.call.operation)
            read = self.call.in_order_of(journal, read)
            rows = as_recovered(journal.rows(), self.pacing)
            ways = ways_on(journal.path, journal.run, self.call.leads)
        listed = read.listed
        left = rows["state"].isin([State.PENDING, State.WAITING])
        state = rows["state"].mask(left & listed, State.WITHHELD.value)
        out = read.sent & (left | rows["state"].eq(State.WITHHELD))
        state = state.mask(out, State.SENT_ELSEWHERE.value)
        return read, rows.assign(state=state, resend_at=rows["resend_at"].mask(listed | read.sent)), ways

    def _in_frame(self, found: pd.DataFrame, run_id: str) -> pd.DataFrame:
        """Return the caller's leads with what is known of them; one that is no part of the run has no `api_run`."""
        results = annotated(self.call.leads, found, run_id)
        strange = found["position"].lt(0).to_numpy()
        if not strange.any():
            return results
        # To take the run up would not send these.
        action = results[API_ACTION].mask(strange, Remedy.REVIEW.value)
        return results.assign(**{API_ACTION: action, API_RUN: results[API_RUN].mask(strange, "")})

    def _notes(self, read: PreparedLeads, rows: pd.DataFrame) -> list[str]:
        """Say which leads go, or went, although one of their numbers is on the list, and which other runs have sent."""
        labels = labels_in_run(rows, read.match, self.call.leads)
        said = [*read.came_back, *notes_on_others(rows, labels, read.elsewhere, read.over, read.own)]
        said += filter(None, (one.note(rows, labels) for one in read.open_there))
        partly = read.match.of_rows(partly_listed(read.batch))
        if not partly.any():
            return said
        return [
            *said,
            f"{leads_at(labels[partly])}: one number is on the do-not-call list and the lead has another, so that it "
            "is not held back; `repair --fix blank-listed` takes the listed number out of the file that was checked",
        ]

    def _differences(self, read: PreparedLeads, rows: pd.DataFrame, ways: Ways) -> list[str]:
        """Say what of the leads is not as it was when the run began."""
        call, given_up = self.call, self._given_up(read, rows)
        journals = [call.journal] if call.journal is not None and read.match.strange.any() else []
        changed = changed_since(call.leads, call.campaign, call.operation, journals)
        return differences(rows, read.match, call.leads, ways, given_up=given_up, changed=changed)

    def _found(self, read: PreparedLeads, rows: pd.DataFrame) -> pd.DataFrame:
        return as_in_frame(rows, read.match, self.call.leads, Path(str(self.call.journal)).name)

    def _given_up(self, read: PreparedLeads, rows: pd.DataFrame) -> Mask:
        """Find the rows that are not sent and not in doubt, whose leads are gone, where that was said to be meant."""
        is_open = rows["state"].isin([State.PENDING, State.WAITING]).to_numpy()
        return is_open & read.match.absent & self.call.accepted.gone

    def _exit_code(self, job: _Job, rows: pd.DataFrame, results: pd.DataFrame) -> int:
        """Return the exit code of all rows of the run, those that are not among the leads included."""
        waiting = job.read.held_back(rows) & ~self._given_up(job.read, rows)
        held = int(len(to_send(rows[waiting])) > 0)
        absent = rows[job.read.match.absent]
        if absent.empty:
            return max(exit_code(results), held)
        behind = annotated(pd.DataFrame(index=absent.index), absent, "")
        return max(exit_code(results), exit_code(behind), held)

    async def run(self, key: ApiKey, interrupts: Interrupts) -> pd.DataFrame:
        """Send what is left to send, and return the rows with what is known of them."""
        if self.call.journal is None or not nothing_left(self.call.journal, send_dnc=self.call.send_dnc):
            require_quarantine(self.pacing, self.call.campaign)
            async with self._pbx(key):
                pass  # a wrong setting is an error before any lead is claimed
            await _require_ids(self.call.campaign, key, interrupts)
        job = await self._opened()
        with job.journal:
            self._say(f"journal: {job.journal.path}")
            log(f"the run in {job.journal.path.name} starts: {self.call.operation}")
            left, stop = await self._send(job, key, interrupts)
            results = await anyio.to_thread.run_sync(self._results, job, left, stop, interrupts.count > 0)
        _log_end(results)
        if self.progress is True:
            self._say(run_summary(results))
        return results

    def _results(self, job: _Job, left: int, stop: Stop | None, interrupted: bool) -> pd.DataFrame:
        rows = job.journal.rows()
        results = self._in_frame(self._found(job.read, rows), job.journal.run.id)
        there = ~job.read.match.absent
        ways = ways_on(job.journal.path, job.journal.run, self.call.leads)
        code = stop.exit_code if stop else self._exit_code(job, rows, results)
        given_up = self._given_up(job.read, rows)
        resumable = to_send(rows[~job.read.held_back(rows)])
        results.attrs["run"] = {
            "notes": [*self._notes(job.read, rows), *self._differences(job.read, rows, ways)],
            "resume": ways.resume,
            "id": job.journal.run.id,
            "journal": str(job.journal.path),
            "stopped": stop.reason if stop else _INTERRUPTED if interrupted else None,
            "nothing_now": not (left or self.limit == 0 or job.journal.is_new),
            "left": len(to_send(rows[~given_up])),
            "given_up": int(given_up.sum()),
            "settling": int(resumable["state"].eq(State.UNKNOWN).sum()),
            "withheld": int(rows["state"].eq(State.WITHHELD).sum()),
            "sent_elsewhere": int(rows["state"].eq(State.SENT_ELSEWHERE).sum()),
            "resumable": len(resumable),
            "absent": rows[~there].to_dict("records"),
            "exit_code": EXIT_INTERRUPTED if interrupted else code,
        }
        return results

    async def _opened(self) -> _Job:
        """Open the journal in a thread, to the end: asyncio's cancellation would leave the thread alone with it."""
        opened: list[_Job] = []
        try:
            async with anyio.create_task_group() as opening:
                opening.start_soon(anyio.to_thread.run_sync, lambda: opened.append(self._open()))
        except BaseException as error:
            for job in opened:
                job.journal.close()
            if isinstance(error, ExceptionGroup):
                raise error.exceptions[0] from None
            raise
        return opened[0]

    def _open(self) -> _Job:
        read = new = self.call.prepared()
        files = self.call.made_from(new.lists.journals)
        begin = partial(new_run, new.batch, new.bodies, new.keys, new.told, files, self.call.with_lists_given())
        journal = Journal(self.call.journal or new_path(Path.cwd()), begin)
        try:
            if not journal.is_new:
                require_same(journal.path, journal.run, self.call.campaign, self.call.operation)
                read = self.call.in_order_of(journal, read)
                # First, so that a list finds these rows too.
                self._recover(journal)
                journal.leave_out(np.flatnonzero(read.sent).tolist())
                if read.told:
                    self._tell(journal, read)
                if not self.call.send_dnc:
                    journal.withhold(np.flatnonzero(read.listed).tolist())
        except BaseException:
            journal.close()
            raise
        return _Job(journal, read, chained(read.keys, read.batch))

    def _tell(self, journal: Journal, read: PreparedLeads) -> None:
        """Keep what `known=` tells by now."""
        match = read.match
        keys = read.keys.assign(position=match.leads[read.keys["position"]])
        # Of a row that is not among the leads nothing is told.
        numbers, ids = (
            np.where(match.absent, Taken.UNTOLD, one[match.leads]) for one in who_has_them(read.batch, keys, read.told)
        )
        if read.lists.told_at > journal.run.started_at:
            # Such an export holds what the run itself has brought in.
            tried = journal.rows()["attempts"].gt(0).to_numpy()
            numbers, ids = (np.where(tried & (one == Taken.HELD), Taken.PERHAPS, one) for one in (numbers, ids))
        journal.tell(numbers.tolist(), ids.tolist())

    def _recover(self, journal: Journal) -> None:
        rows = journal.rows()
        in_flight = rows["state"].eq(State.IN_FLIGHT)
        if in_flight.any():
            recover(journal, rows[in_flight], self.pacing)

    async def _send(self, job: _Job, key: ApiKey, interrupts: Interrupts) -> tuple[int, Stop | None]:
        """Send what is left; return how many leads that was, and why it stopped before its end."""
        rows, left, schedule = await anyio.to_thread.run_sync(self._rest, job)
        brake = Brake(self.pacing, settled_codes(rows))
        with Progress(left, shown=bool(self.progress)) as progress:
            engine = Engine(
                journal=job.journal,
                bodies=job.read.bodies,
                schedule=schedule,
                facts=Facts.of(rows),
                open_pbx=partial(self._pbx, key),
                pacing=self.pacing,
                governor=Governor(self.call.campaign.max_concurrency),
                brake=brake,
                interrupts=interrupts,
                progress=progress,
            )
            try:
                await engine.run()
            except JournalError as error:
                raise JournalError(str(error), _answers(engine.unwritten, rows)) from None
        return left, brake.stop

    def _rest(self, job: _Job) -> tuple[pd.DataFrame, int, Schedule]:
        """Return the rows of the run, how many are left to be sent, and their schedule."""
        rows = job.journal.rows()
        left = to_send(rows[~job.read.held_back(rows)], self.limit, send_dnc=self.call.send_dnc)
        needed = time_needed(left, self.call.campaign, job.shared, self.pacing)
        if needed.seconds >= _LONG:
            self._say(
                f"{counted(len(left), 'lead')} to be sent now: {needed.words}. To send from more processes or "
                "computers is no quicker, as the PBX takes no more at once"
            )
        return rows, len(left), scheduled(left, rows, job.shared, self.pacing)

    def _pbx(self, key: ApiKey) -> Pbx:
        return Pbx(self.call.campaign, key, self.call.operation, deadline=self.pacing.deadline)

    def _say(self, text: str) -> None:
        if self.progress:
            say(text)


def _answers(unwritten: list[Settled], rows: pd.DataFrame) -> list[UnwrittenAnswer]:
    rows = rows[rows["position"].isin([one.position for one in unwritten])]
    numbers = rows["row"].fillna(rows["position"] + 1).set_axis(rows["position"])
    sources = rows["source"].astype("object").where(rows["source"].notna(), None).set_axis(rows["position"])
    return [
        UnwrittenAnswer(int(numbers[one.position]), one.code, one.http_status, one.message, sources[one.position])
        for one in unwritten
    ]


async def _require_ids(campaign: Campaign, key: ApiKey, interrupts: Interrupts) -> None:
    """Make sure that the PBX takes the key and knows the ids; an interrupt ends it, and nothing is sent then."""
    with anyio.CancelScope() as scope:
        interrupts.wake = scope.cancel
        found = await ping(campaign, key)
        if found.problems:
            raise CampaignError("\n".join(problem.message for problem in found.problems))


def _log_end(results: pd.DataFrame) -> None:
    run = results.attrs["run"]
    # Not by its id, which looks like a number that is to be masked.
    name = Path(run["journal"]).name
    if run["stopped"]:
        log(f"the run in {name} stopped: {run['stopped']}", logging.WARNING)
    log(f"the run in {name} ended: {counted(run['left'], 'lead')} left, exit code {run['exit_code']}")
