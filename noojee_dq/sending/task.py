"""`Task`: one call to `submit`, from its options to the annotated rows."""

import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal, NamedTuple, get_args

import anyio
import numpy as np
import pandas as pd

from noojee_dq.arrow.columns import Mask
from noojee_dq.batch.batch import Batch
from noojee_dq.batch.keys import claimed_keys
from noojee_dq.batch.reference import CORRECT_ENTRIES, SentBefore, named
from noojee_dq.batch.sent_numbers import differing
from noojee_dq.campaign import Campaign, refuse_no_campaign
from noojee_dq.checks.base import NO_PHONES
from noojee_dq.client import ApiKey, Pbx, ping
from noojee_dq.codes import Remedy
from noojee_dq.errors import CampaignError, JournalError, LeadsError, UnwrittenAnswer
from noojee_dq.fields import API_ACTION, API_RUN, DQ_CODES, MADE_FROM, TOLD, Operation
from noojee_dq.journal.format import State, Taken
from noojee_dq.journal.sent_before import sent_before
from noojee_dq.journal.writer import Journal, Settled
from noojee_dq.lists import KnownLeads, Lists, NumberList, files_of, moment, read_lists, together
from noojee_dq.returned_runs import returned_runs
from noojee_dq.sending.bodies import Bodies
from noojee_dq.sending.brake import Brake, Stop
from noojee_dq.sending.dry_run import obstacle, plan, time_needed
from noojee_dq.sending.engine import Engine, Facts, Interrupts
from noojee_dq.sending.governor import Governor
from noojee_dq.sending.kin import (
    OwnAnswers,
    TakenOver,
    held_back,
    kin_of,
    notes_on_others,
    older_versions,
    others,
    taken_over,
)
from noojee_dq.sending.matching import (
    Match,
    Ways,
    as_in_frame,
    differences,
    labels_in_run,
    matched,
    none_among,
    ways_on,
)
from noojee_dq.sending.other_folder import OpenThere, open_in_other_folders
from noojee_dq.sending.pacing import Pacing, require_quarantine
from noojee_dq.sending.progress import Progress, say
from noojee_dq.sending.reread import with_lists_of
from noojee_dq.sending.results import annotated
from noojee_dq.sending.resumption import (
    as_recovered,
    is_unfinished,
    nothing_left,
    recover,
    scheduled,
    settled_codes,
    to_send,
)
from noojee_dq.sending.schedule import Schedule
from noojee_dq.sending.shared_keys import chained
from noojee_dq.sending.start import (
    Told,
    new_path,
    new_run,
    partly_listed,
    require_same,
    rows_at_first,
    to_withhold,
    unsent,
    who_has_them,
)
from noojee_dq.sending.summary import exit_code, run_summary
from noojee_dq.words.arguments import kind_shown, path_of, refuse_no_frame
from noojee_dq.words.counts import counted
from noojee_dq.words.log import log
from noojee_dq.words.rows import leads_at

EXIT_INTERRUPTED = 130
_INTERRUPTED = "it was interrupted"
#: Seconds from which on it is said beforehand how long a run takes.
_LONG = 600


class _Read(NamedTuple):
    """The leads of a call, and what is known of the rows of the run, which can stand in another order."""

    #: The caller's leads, in their order.
    batch: Batch
    #: What is sent for each row, and what it claims.
    bodies: Bodies
    keys: pd.DataFrame
    #: What `known=` tells of that.
    told: Told
    lists: Lists
    #: Which of the leads are which rows.
    match: Match
    #: What other runs have done with these very leads.
    elsewhere: tuple[SentBefore, ...] = ()
    #: The rows of which runs that were made from this one have other leads.
    over: tuple[TakenOver, ...] = ()
    #: The leads that runs which could not see this one still have to send.
    open_there: tuple[OpenThere, ...] = ()
    #: What there is to say of the runs from which the leads come back.
    came_back: tuple[str, ...] = ()

    @property
    def own(self) -> OwnAnswers:
        """What the leads' own columns say of the rows."""
        return OwnAnswers.of(self.batch, self.match)

    @property
    def sent(self) -> Mask:
        """The rows whose leads another run has brought in."""
        return np.logical_or.reduce([self.own.accepted, *(one.accepted for one in self.elsewhere)])

    @property
    def listed(self) -> Mask:
        """The rows that must not be sent."""
        return self.match.of_rows(to_withhold(self.batch))

    def held_back(self, rows: pd.DataFrame) -> Mask:
        """Find the rows of the run that are not sent now, whatever is open: their leads are not there, or not ours."""
        held = self.match.absent | held_back(rows, self.elsewhere, self.over, self.own)
        return np.logical_or.reduce([held, *(one.open(rows) for one in self.open_there)])


class _Job(NamedTuple):
    """A run whose journal is open."""

    journal: Journal
    read: _Read
    shared: pd.DataFrame


class Accepted(NamedTuple):
    """What is taken as it is: do-not-call lists that are empty, or read in part; leads of the run that are gone."""

    empty: bool = False
    partial: bool = False
    gone: bool = False


# Without a text of its own: what names a task in a message would show leads.
@dataclass(slots=True, repr=False)
class Task:
    """One call to `submit`, `asubmit` or `resume`.

    Args:
        leads, campaign, operation, journal, limit, pacing, progress, send_dnc, known, dnc, allow: as for `submit`.
        accepted: what is taken as it is.

    Raises:
        CampaignError: an option makes no sense.

    Example:
        >>> leads = pd.DataFrame({"Phone": ["0491 570 006"]})
        >>> task = Task(leads, Campaign(), "insert", None, None, Pacing(), False, False, None, None, None, Accepted())
        >>> task.planned()["api_outcome"].tolist()
        ['not_sent']
    """

    leads: pd.DataFrame
    campaign: Campaign
    operation: Operation
    journal: str | os.PathLike[str] | None
    limit: int | None
    pacing: Pacing
    progress: bool | Literal["bar"]
    send_dnc: bool
    known: KnownLeads | None
    dnc: NumberList | None
    allow: NumberList | None
    accepted: Accepted

    def __post_init__(self) -> None:
        refuse_no_frame(self.leads)
        refuse_no_campaign(self.campaign)
        if self.journal is not None:
            path_of(self.journal, "journal", "run.sqlite", CampaignError)
        if self.operation not in get_args(Operation):
            raise CampaignError(f"operation is {' or '.join(map(repr, get_args(Operation)))}, not {self.operation!r}")
        if self.limit is not None and not (isinstance(self.limit, int | np.integer) and self.limit >= 0):
            raise CampaignError(f"limit: {self.limit!r} is no number of leads")
        if not isinstance(self.pacing, Pacing):
            raise CampaignError(f"pacing must be Pacing(...), not {kind_shown(self.pacing)}")
        # Whoever goes on working with the frame while it is being sent must not change what is sent. pandas copies
        # columns only when they are written to.
        self.leads = self.leads.copy(deep=False)

    def planned(self) -> pd.DataFrame:
        """Return what `run` would return had it sent nothing."""
        read = self._read_anew()
        begun = self._begun(read)
        if begun is None:
            rows = unsent(rows_at_first(read.batch, read.keys, read.told))
            notes = self._notes(read, rows)
        else:
            read, rows, ways = begun
            given_up = self._given_up(read, rows)
            notes = [*self._notes(read, rows), *differences(rows, read.match, self.leads, ways, given_up)]
        results = self._in_frame(self._found(read, rows), run_id="")
        going = rows[~read.held_back(rows)]
        to_go = to_send(going, self.limit, send_dnc=self.send_dnc)
        in_other_form = map(read.match.of_rows, differing(read.batch).values())
        plain_cells = sum(int(cells[to_go["position"]].sum()) for cells in in_other_form)
        chains = chained(read.keys, read.batch)
        results.attrs["plan"] = plan(
            going,
            read.bodies,
            self.campaign,
            self.limit,
            chains=chains,
            pacing=self.pacing,
            send_dnc=self.send_dnc,
            absent=len(rows) - len(going),
            plain_cells=plain_cells,
        )
        results.attrs["planned"] = {
            "leads": len(rows),
            "no_part_of_run": int(read.match.strange.sum()),
            "to_be_sent": len(to_go),
            "plain_cells": plain_cells,
            "withheld": 0 if self.send_dnc else int(rows["state"].eq(State.WITHHELD).sum()),
            "sent_elsewhere": int(rows["state"].eq(State.SENT_ELSEWHERE).sum()),
            "notes": notes,
        }
        results.attrs["obstacle"] = obstacle(self.campaign)
        self._say("\n".join([*notes, results.attrs["plan"]]))
        return results

    def _begun(self, read: _Read) -> tuple[_Read, pd.DataFrame, Ways] | None:
        """Return the leads and rows of the run that the journal holds already, and how to go on; None = none."""
        if self.journal is None or not Path(self.journal).exists():
            return None
        with Journal(self.journal) as journal:
            require_same(journal.path, journal.run, self.campaign, self.operation)
            read = self._matched(journal, read)
            rows = as_recovered(journal.rows(), self.pacing)
            ways = ways_on(journal.path, journal.run, self.leads)
        listed = read.listed
        left = rows["state"].isin([State.PENDING, State.WAITING])
        state = rows["state"].mask(left & listed, State.WITHHELD.value)
        out = read.sent & (left | rows["state"].eq(State.WITHHELD))
        state = state.mask(out, State.SENT_ELSEWHERE.value)
        return read, rows.assign(state=state, resend_at=rows["resend_at"].mask(listed | read.sent)), ways

    def _matched(self, journal: Journal, read: _Read) -> _Read:
        """Put what was read in the order of the run, by what is sent for each lead; the leads themselves stay."""
        match = matched(journal.digests(), read.bodies.digests(journal.run.salt))
        if match.strange.all():
            raise JournalError(none_among(journal.path.name, ways_on(journal.path, journal.run, self.leads)))
        found = taken_over(journal.path, journal.run, journal.rows())
        over = tuple(older_versions(found, self.leads, match.leads, self.campaign, self.operation))
        if np.array_equal(match.leads, np.arange(len(self.leads))):
            return read._replace(over=over)
        return read._replace(
            bodies=read.bodies.in_order(match.leads),
            keys=_keys_in_order(read.keys, match),
            match=match,
            elsewhere=tuple(_in_order(one, match) for one in read.elsewhere),
            over=over,
            open_there=tuple(one.in_order(match) for one in read.open_there),
        )

    def _in_frame(self, found: pd.DataFrame, run_id: str) -> pd.DataFrame:
        """Return the caller's leads with what is known of them; one that is no part of the run has no `api_run`."""
        results = annotated(self.leads, found, run_id)
        strange = found["position"].lt(0).to_numpy()
        if not strange.any():
            return results
        # To take the run up would not send these.
        action = results[API_ACTION].mask(strange, Remedy.REVIEW.value)
        return results.assign(**{API_ACTION: action, API_RUN: results[API_RUN].mask(strange, "")})

    def _notes(self, read: _Read, rows: pd.DataFrame) -> list[str]:
        """Say which leads go, or went, although one of their numbers is on the list, and which other runs have sent."""
        labels = labels_in_run(rows, read.match, self.leads)
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

    def _found(self, read: _Read, rows: pd.DataFrame) -> pd.DataFrame:
        return as_in_frame(rows, read.match, self.leads, Path(str(self.journal)).name)

    def _given_up(self, read: _Read, rows: pd.DataFrame) -> Mask:
        """Find the rows that are not sent and not in doubt, whose leads are gone, where that was said to be meant."""
        is_open = rows["state"].isin([State.PENDING, State.WAITING]).to_numpy()
        return is_open & read.match.absent & self.accepted.gone

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
        if self.journal is None or not nothing_left(self.journal, send_dnc=self.send_dnc):
            require_quarantine(self.pacing, self.campaign)
            async with self._pbx(key):
                pass  # a wrong setting is an error before any lead is claimed
            await _require_ids(self.campaign, key, interrupts)
        job = await self._opened()
        with job.journal:
            self._say(f"journal: {job.journal.path}")
            log(f"the run in {job.journal.path.name} starts: {self.operation}")
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
        ways = ways_on(job.journal.path, job.journal.run, self.leads)
        code = stop.exit_code if stop else self._exit_code(job, rows, results)
        given_up = self._given_up(job.read, rows)
        resumable = to_send(rows[~job.read.held_back(rows)])
        results.attrs["run"] = {
            "notes": [*self._notes(job.read, rows), *differences(rows, job.read.match, self.leads, ways, given_up)],
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

    def _read_anew(self) -> _Read:
        if self.leads.empty:
            raise LeadsError(
                f"{named(self.leads)}there is no lead to send: give the file or frame that holds the leads"
            )
        came_back = returned_runs(self.leads, self.campaign, self.operation, self.known, self.journal)
        lists = self._lists(came_back.beside(self.known))
        read = self._read(lists)
        # Of leads that were checked the report has said it.
        said = () if self._is_checked else came_back.notes
        there = open_in_other_folders(lists.journals, Path(self.journal or new_path(Path.cwd())), read.batch)
        return read._replace(elsewhere=self._elsewhere(read), open_there=there, came_back=said)

    def _read(self, lists: Lists) -> _Read:
        batch = lists.batch(self.leads, self.campaign, self.operation)
        if batch.dnc is not None and not batch.phone_headings:
            raise CampaignError(f"no lead can be compared with the do-not-call list: {NO_PHONES}")
        bodies = Bodies(self.leads, self.campaign, self.operation)
        told = lists.told.union(self.leads.attrs.get(TOLD, ()))
        return _Read(batch, bodies, claimed_keys(batch), told, lists, Match.in_order(len(self.leads)))

    def _elsewhere(self, read: _Read) -> tuple[SentBefore, ...]:
        """Find what other runs have done with the leads: those that were named and, of a begun run, its kin."""
        named = read.batch.known.sent
        if self.journal is None or not is_unfinished(self.journal, send_dnc=self.send_dnc):
            return named
        own = Path(self.journal)
        unnamed = others(kin_of(own), [own, *read.lists.journals])
        by_kin = [one for journal in unnamed for one in sent_before(journal, read.batch).sent]
        return (*(one for one in named if others([one.journal], [own])), *by_kin)

    def _with_lists_given(self) -> Campaign:
        """Return the campaign as the run keeps it: with the lists that were given beside it, to be looked at anew."""
        return self.campaign.model_copy(update={"dnc": together(self.campaign.dnc, files_of(self.dnc))})

    @property
    def _is_checked(self) -> bool:
        return DQ_CODES in self.leads.columns

    def _lists(self, known: KnownLeads | None) -> Lists:
        """Read the lists, as they are now; those of a begun run too."""
        # Leads that were checked were compared with what is required.
        required = () if self._is_checked else tuple(name for name in self.campaign.require if name == "dnc")
        campaign = self.campaign.model_copy(update={"require": required})
        if self.journal is not None and is_unfinished(self.journal, send_dnc=self.send_dnc):
            campaign = with_lists_of(campaign, [self.journal], others_named=self.dnc is not None)
        accept_empty = self.accepted.empty
        lists = read_lists(known, self.dnc, campaign, moment(None), allow=self.allow, accept_empty=accept_empty)
        for name, unread in lists.unread.items():
            if unread.entries and not self.accepted.partial:
                raise CampaignError(f"{unread.told(name)}: {CORRECT_ENTRIES}")
        return lists

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
        read = new = self._read_anew()
        files = self._files(new.lists.journals)
        begin = partial(new_run, new.batch, new.bodies, new.keys, new.told, files, self._with_lists_given())
        journal = Journal(self.journal or new_path(Path.cwd()), begin)
        try:
            if not journal.is_new:
                require_same(journal.path, journal.run, self.campaign, self.operation)
                read = self._matched(journal, read)
                # First, so that a list finds these rows too.
                self._recover(journal)
                journal.leave_out(np.flatnonzero(read.sent).tolist())
                if read.told:
                    self._tell(journal, read)
                if not self.send_dnc:
                    journal.withhold(np.flatnonzero(read.listed).tolist())
        except BaseException:
            journal.close()
            raise
        return _Job(journal, read, chained(read.keys, read.batch))

    def _files(self, journals: Sequence[Path]) -> list[str]:
        """Return the files that the run is made from, beside that of the leads: lists, and journals of other runs."""
        named = [*files_of(self.known, self.dnc, self.allow), *journals, *self.leads.attrs.get(MADE_FROM, ())]
        lists = [*self.campaign.known, *self.campaign.dnc, *self.campaign.allow]
        return [str(Path(file).absolute()) for file in dict.fromkeys(map(str, [*named, *lists]))]

    def _tell(self, journal: Journal, read: _Read) -> None:
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
                governor=Governor(self.campaign.max_concurrency),
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
        left = to_send(rows[~job.read.held_back(rows)], self.limit, send_dnc=self.send_dnc)
        needed = time_needed(left, self.campaign, job.shared, self.pacing)
        if needed.seconds >= _LONG:
            self._say(
                f"{counted(len(left), 'lead')} to be sent now: {needed.words}. To send from more processes or "
                "computers is no quicker, as the PBX takes no more at once"
            )
        return rows, len(left), scheduled(left, rows, job.shared, self.pacing)

    def _pbx(self, key: ApiKey) -> Pbx:
        return Pbx(self.campaign, key, self.operation, deadline=self.pacing.deadline)

    def _say(self, text: str) -> None:
        if self.progress:
            say(text)


def _in_order(before: SentBefore, match: Match) -> SentBefore:
    """Return what became of the leads of a run in its order; of those that are not there nothing is said."""
    return SentBefore(before.journal, match.of_rows(before.accepted), match.of_rows(before.in_doubt))


def _keys_in_order(keys: pd.DataFrame, match: Match) -> pd.DataFrame:
    """Return what the rows of a run claim, in its order; other leads claim nothing in it."""
    moved = keys.assign(position=match.rows[keys["position"]])
    return moved[moved["position"].ge(0)].sort_values("position", kind="stable", ignore_index=True)


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
