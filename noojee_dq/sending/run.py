"""`submit`, `asubmit` and `resume`: leads in, the same rows with the API's real answers out."""

import os
import warnings
from functools import partial
from typing import Literal

import anyio
import pandas as pd

from noojee_dq.campaign import Campaign, refuse_no_campaign
from noojee_dq.client import ApiKey
from noojee_dq.errors import CampaignError, RunStoppedWarning
from noojee_dq.fields import Operation
from noojee_dq.journal.writer import Journal
from noojee_dq.lists import KnownLeads, NumberList
from noojee_dq.sending.engine import Interrupts
from noojee_dq.sending.interrupt import run_in_thread
from noojee_dq.sending.pacing import Pacing
from noojee_dq.sending.submit_call import Accepted, SubmitCall
from noojee_dq.sending.task import EXIT_INTERRUPTED, Task
from noojee_dq.words.arguments import path_of, refuse_no_frame


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
    progress: bool | Literal["bar"] = True,
    send_dnc: bool = False,
    known: KnownLeads | None = None,
    dnc: NumberList | None = None,
    allow: NumberList | None = None,
    accept_empty_lists: bool = False,
    accept_partial_lists: bool = False,
    accept_gone: bool = False,
) -> pd.DataFrame:
    """Send every lead to the PBX, and return the same rows with the API's real answers.

    Every row that is given is sent, whatever its `dq_status` says (give it `report.ready` to send only those), but for
    rows whose `dq_codes` hold 104, those on a do-not-call list of `dnc` or of the campaign now, those that are marked
    do not call, or share a number with one, where the campaign says so, and results of an earlier run that come in
    again: inserts that are accepted by their own `api_outcome`, and rows in doubt. What is sent is in the
    journal before its first byte goes out, so a run that was interrupted or killed can be taken up again, by the same
    call with the same journal, or by `resume`: no lead is lost, and none is knowingly sent twice.

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
        progress: show a progress bar, the journal's path and a summary on stderr; "bar" leaves the summary out.
        send_dnc: send leads too that are on the do-not-call list, or marked in their file.
        known: what the campaign held before the run, as for `noojee_dq.check`: a number that turns out to be taken
            after an answer was lost is then known to be our own doing, or not to be. Leads that were checked with it
            need it no more. An insert that a journal among these has sent just as it is does not go out again.
        dnc: numbers not to be called, as for `noojee_dq.check`; the lists of the campaign come on top,
            and for a run that is taken up those that it began with.
        allow: numbers that may be called all the same.
        accept_empty_lists: take a list that holds nothing.
        accept_partial_lists: take a list although some entries of it cannot be read.
        accept_gone: leads of a begun run that were not sent, and are no longer among `leads` as they were, are not to
            be sent any more: they do not count as left.

    Returns:
        The caller's index, order and columns, with the columns of `annotated` (`api_code`, `api_outcome`,
        `api_action`, ...); a lead that is no part of the run, as it was added or changed since that began, has no
        `api_run`. `attrs["run"]` holds the run's `id`, the `journal`, why it `stopped` (None = it did not), how many
        leads are `left` to be sent and how many of these are `resumable`, as they are among the leads as they were,
        `notes` on what was changed, and the `exit_code` of the command line; after a dry run `attrs["plan"]`
        says what would be sent, `attrs["planned"]` holds its numbers and `notes`, and `attrs["obstacle"]` says what the
        campaign lacks to be sent to (None = nothing).

    Raises:
        CampaignError: a setting that is needed to send, or an option, is missing or wrong.
        LeadsError: the leads cannot be sent as they are.
        PbxError: the PBX cannot be reached, or refuses the key.
        JournalError: the journal cannot be written, is in use, or holds another run.

    Warns:
        RunStoppedWarning: the run stopped before its end, and by no interrupt.

    Example:
        >>> campaign = Campaign(phone_fields=["Phone"])
        >>> results = submit(pd.DataFrame({"Phone": ["0491 570 006"]}), campaign, dry_run=True, progress=False)
        >>> results[["api_outcome", "api_action"]].values.tolist()
        [['not_sent', 'retry']]
    """
    accepted = Accepted(accept_empty_lists, accept_partial_lists, accept_gone)
    try:
        call = SubmitCall(leads, campaign, operation, journal, send_dnc, known, dnc, allow, accepted)
        task = Task(call, limit, pacing, progress)
        key = None if dry_run else ApiKey.find(api_key)
    finally:
        del api_key  # the locals of a traceback would show it
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
    progress: bool | Literal["bar"] = True,
    send_dnc: bool = False,
    known: KnownLeads | None = None,
    dnc: NumberList | None = None,
    allow: NumberList | None = None,
    accept_empty_lists: bool = False,
    accept_partial_lists: bool = False,
    accept_gone: bool = False,
) -> pd.DataFrame:
    """Do as `submit` does, within a running event loop (asyncio or trio); a cancellation abandons what is in flight.

    Args, result, exceptions and warnings are those of `submit`.

    Example:
        >>> import asyncio
        >>> leads = pd.DataFrame({"Phone": ["0491 570 006"]})
        >>> asyncio.run(asubmit(leads, Campaign(), dry_run=True, progress=False))["api_outcome"].tolist()
        ['not_sent']
    """
    accepted = Accepted(accept_empty_lists, accept_partial_lists, accept_gone)
    try:
        call = SubmitCall(leads, campaign, operation, journal, send_dnc, known, dnc, allow, accepted)
        task = Task(call, limit, pacing, progress)
        key = None if dry_run else ApiKey.find(api_key)
    finally:
        del api_key  # the locals of a traceback would show it
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
    progress: bool | Literal["bar"] = True,
    known: KnownLeads | None = None,
    dnc: NumberList | None = None,
    allow: NumberList | None = None,
    accept_empty_lists: bool = False,
    accept_partial_lists: bool = False,
    accept_gone: bool = False,
) -> pd.DataFrame:
    """Take up a run where it stopped; nothing is checked anew but the do-not-call lists and other runs.

    Leads that are on a list now are withheld, whatever the list said when the run began; one in doubt stays in doubt.
    So it is with inserts that another run has sent by now: one whose journal is named, that this one was made from, or
    that was made from this one and has its journal beside it.

    Args:
        journal: the run's SQLite file.
        leads: the leads that were given to `submit`.
        campaign: the same campaign.
        api_key: the key of the API; None takes it from the environment variable `NOOJEE_API_KEY`.
        limit: send at most so many leads now.
        pacing: the waits, in seconds.
        progress: show a progress bar and a summary on stderr; "bar" leaves the summary out.
        known: what the campaign held before the run, as for `noojee_dq.check`: a number that turns out to be taken
            after an answer was lost is then known to be our own doing, or not to be. Leads that were checked with it
            need it no more. An insert that a journal among these has sent just as it is does not go out again.
        dnc: numbers not to be called, as for `noojee_dq.check`; the lists of the campaign come on top, and
            those that the run began with.
        allow: numbers that may be called all the same.
        accept_empty_lists: take a list that holds nothing.
        accept_partial_lists: take a list although some entries of it cannot be read.
        accept_gone: leads of a begun run that were not sent, and are no longer among `leads` as they were, are not to
            be sent any more: they do not count as left.

    Returns:
        What `submit` would have returned.

    Raises:
        JournalError: it is no journal, or its run is one of other leads, of another url, ids or operation; it is in
            use, or cannot be written.
        CampaignError, PbxError: as for `submit`.

    Example:
        >>> resume("missing.sqlite", pd.DataFrame(), Campaign(), api_key="made-up")  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        ...
        noojee_dq.errors.JournalError: missing.sqlite: there is no such journal...
    """
    try:
        refuse_no_frame(leads)
        refuse_no_campaign(campaign)
        path_of(journal, "journal", "run.sqlite", CampaignError)
        key = ApiKey.find(api_key)
    finally:
        del api_key  # the locals of a traceback would show it
    with Journal(journal) as book:
        operation = book.run.operation
    accepted = Accepted(accept_empty_lists, accept_partial_lists, accept_gone)
    call = SubmitCall(leads, campaign, operation, journal, False, known, dnc, allow, accepted)
    task = Task(call, limit, pacing, progress)
    return _warned(run_in_thread(partial(task.run, key)))


def _warned(results: pd.DataFrame) -> pd.DataFrame:
    """Return the results, with a warning if the run stopped before its end; who interrupts it knows."""
    run = results.attrs["run"]
    if run["stopped"] and run["exit_code"] != EXIT_INTERRUPTED:
        warnings.warn(f"the run stopped: {run['stopped']}", RunStoppedWarning, stacklevel=3)
    return results
