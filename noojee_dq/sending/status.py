"""What a journal knows of its run, as text for a person."""

import os
from datetime import datetime
from pathlib import Path

import pandas as pd

from noojee_dq.journal.format import NOT_TO_BE_CALLED, Run, State
from noojee_dq.journal.lock import is_locked
from noojee_dq.journal.reader import reading, rows_frame, run_of
from noojee_dq.lists import moment
from noojee_dq.sending.kin import notes_of_status
from noojee_dq.sending.next_commands import key_wanted, resume_command, submit_command
from noojee_dq.sending.outcome import NOT_SURE, SURE, is_sure
from noojee_dq.sending.render_json import status_json
from noojee_dq.sending.resumption import to_send
from noojee_dq.sending.summary import code_lines
from noojee_dq.words.commands import command
from noojee_dq.words.counts import counted

_WORDS = {
    State.ACCEPTED: "accepted",
    State.REJECTED: "refused",
    State.CONFLICT: "in conflict: somebody was editing the lead (look in the dialler)",
    State.IN_FLIGHT: "in flight",
    State.WAITING: "waiting, since the PBX was busy or could not be reached",
    State.PENDING: "not sent yet",
    State.WITHHELD: f"withheld: {NOT_TO_BE_CALLED}, now or earlier in the run",
    State.SENT_ELSEWHERE: "left out: another run has sent these very leads",
}


def status(journal: str | os.PathLike[str], *, as_json: bool = False, now: datetime | None = None) -> str:
    """Say what became of the leads of a run, and what to type next; also while the run is being sent.

    Args:
        journal: the run's SQLite file.
        as_json: for a program, as `status_json` has it.
        now: the moment that the JSON names, with its zone; None = now.

    Returns:
        Lines of text without a lead's values.

    Raises:
        JournalError: the file is missing, or no journal.

    Example:
        >>> status("missing.sqlite")  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        ...
        noojee_dq.errors.JournalError: missing.sqlite: there is no such journal...
    """
    path = Path(journal)
    # Before its rows are read: what is in flight while a run ends was not cut off.
    sending = is_locked(path)
    with reading(path) as database:
        run, rows = run_of(database), rows_frame(database)
    notes, with_others = notes_of_status(path, run, rows)
    if as_json:
        return status_json(path, run, rows, sending=sending, left=_left(rows), notes=notes, at=moment(now))
    lines = [
        *_head(path, run),
        *_counts(rows, sending),
        *_in_doubt(rows, sending),
        *notes,
        *_by_mistake(path, run, rows),
    ]
    sends = not sending and (_left(rows) > with_others or rows["state"].eq(State.WITHHELD).any())
    key = [key_wanted(run)] if sends else []
    return "\n".join([*lines, *filter(None, key), *_next(path, run, rows, sending, with_others)])


def _head(path: Path, run: Run) -> list[str]:
    begun = f"{datetime.fromtimestamp(run.started_at):%Y-%m-%d %H:%M}"
    url = run.settings.url
    of = f" of {run.path}" if run.path else ""
    return [f"{path.name}: {run.operation} of {counted(run.leads, 'lead')}{of} at {url}, begun {begun}"]


def _counts(rows: pd.DataFrame, sending: bool) -> list[str]:
    cut_off = {} if sending else {State.IN_FLIGHT: "in doubt: under way when the program was cut off"}
    inferred, sure = rows["state"].eq(State.ACCEPTED_INFERRED), is_sure(rows)
    counts = rows["state"].value_counts()
    lines = []
    for state, words in (_WORDS | cut_off).items():
        if state in counts:
            lines.append(f"  {counts[state]:,} {words}")
        if state is State.ACCEPTED:
            lines += _inferred(int((inferred & sure).sum()), int((inferred & ~sure).sum()))
        if state in (State.REJECTED, State.CONFLICT):
            lines += [f"    {line}" for line in code_lines(rows["code"][rows["state"].eq(state)])]
    return lines


def _inferred(sure: int, not_sure: int) -> list[str]:
    words = {f"{SURE} (number or id are taken, by nobody else)": sure, f"{NOT_SURE} (look in the dialler)": not_sure}
    return [f"  {count:,} accepted, to all appearance: {reason}" for reason, count in words.items() if count]


def _in_doubt(rows: pd.DataFrame, sending: bool) -> list[str]:
    unknown = rows[rows["state"].eq(State.UNKNOWN)]
    again = unknown["resend_at"].dropna()
    for_good = len(unknown) - len(again)
    lines = []
    if len(again):
        asks = f"from {datetime.fromtimestamp(again.max()):%H:%M:%S} on the run" if sending else "`resume`"
        lines.append(
            f"  {len(again):,} in doubt: no answer came back, so that the dialler may have them or not; {asks} "
            "asks the PBX once more, which refuses what it has"
        )
    if for_good:
        lines.append(
            f"  {for_good:,} in doubt for good: no answer came back, and they are not sent again, as nobody is to be "
            "called twice: look for them in the dialler"
        )
    return lines


def _by_mistake(path: Path, run: Run, rows: pd.DataFrame) -> list[str]:
    """Say how a lead goes out that was withheld because of a wrong list: not in this run, which never lifts that."""
    if not rows["state"].eq(State.WITHHELD).any():
        return []
    other = path.with_name(f"{path.stem}-again{path.suffix}")
    again = submit_command(run, run.path or "LEADS", known=[str(path)], journal=other, send=True)
    return [f"Where a do-not-call list was wrong, correct it; then, for the leads withheld: {again}"]


def _left(rows: pd.DataFrame) -> int:
    return len(to_send(rows, None)) + int(rows["state"].eq(State.IN_FLIGHT).sum())


def _next(path: Path, run: Run, rows: pd.DataFrame, sending: bool, with_others: int) -> list[str]:
    left = _left(rows)
    if sending:
        return ["This run is being sent right now.", f"Next: {command('status', path)}"]
    if not left:
        return ["Nobody is sending it, and nothing is left to be sent."]
    rest = counted(left, "lead is", "leads are")
    if left == with_others:
        return [f"Nobody is sending it; {rest} left, in rows of which another run has leads."]
    if run.path is None or rows["row"].isna().any():
        return [
            f"Nobody is sending it; {rest} left.",
            f"Next, in Python: noojee_dq.resume({str(path)!r}, leads, campaign)",
        ]
    changed = "Of these, `resume` sends none that was changed in its file since, or is gone from it, but names it."
    return [f"Nobody is sending it; {rest} left.", changed, f"Next: {resume_command(path, run)}"]
