"""How a run begins, or is taken up again: its rows in the journal."""

import json
import secrets
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from noojee_dq.arrow.cells import is_in
from noojee_dq.arrow.columns import Mask, column_of
from noojee_dq.arrow.repeats import repeated
from noojee_dq.batch.batch import Batch
from noojee_dq.batch.external_ids import has_id_among
from noojee_dq.batch.keys import ID_KEY, NUMBER_KEY, key_hashes
from noojee_dq.campaign import Campaign, as_compared
from noojee_dq.checks.answered import accepted_before
from noojee_dq.checks.dnc import held, listed
from noojee_dq.checks.refusals import not_to_be_called
from noojee_dq.checks.sent_by_run import sent_already
from noojee_dq.codes import DependsOn, ResultCode, depending_on
from noojee_dq.errors import JournalError
from noojee_dq.fields import DISPOSITION, DQ_CODES, DQ_EXPECTED_CODE, DQ_SOURCE, GIVEN, Operation
from noojee_dq.journal.creation import Key, NewRow, NewRun
from noojee_dq.journal.format import Run, State, Taken
from noojee_dq.sending.bodies import Bodies
from noojee_dq.sending.next_commands import resume_command
from noojee_dq.sending.shared_keys import shared_keys

#: The kinds of keys of which `known=` tells whether the campaign holds them.
Told: TypeAlias = frozenset[str]

_SALT_BYTES = 16
#: Rows of a run whose values are Python's own at once.
_SLICE = 20_000
#: Where the leads go.
_PLACE = ("url", "template_id", "campaign_id", "allocation_id")
#: And what is sent of them, and which of them count as the same.
_DECISIVE = (
    *_PLACE,
    "allow_duplicates",
    "columns",
    "phone_fields",
    "region",
    "region_column",
    "phone_patterns",
    "phone_send",
)

#: What to do where one of these settings is another.
_ELSEWHERE = "to send to another place, give another journal, and only leads that are new"
_OTHERWISE = (
    "to go on here, put {setting} back as it was, in the campaign file or on the command line; to send further leads "
    "with it as it is now, give another journal, and {name} with --known (known= in Python), so that no lead goes twice"
)


def new_run(
    batch: Batch, bodies: Bodies, keys: pd.DataFrame, told: Told, files: Sequence[str], campaign: Campaign
) -> NewRun:
    """Make a run of some leads, to be written into a new journal.

    Args:
        batch: the leads.
        bodies: what is sent for each.
        keys: what the leads claim, from `claimed_keys`.
        told: what `known=` tells of the campaign.
        files: what the run is made from, beside the file of the leads.
        campaign: where the leads go, with the lists that are to be looked at whenever the run is taken up.

    Returns:
        All that the journal is to hold.
    """
    now = datetime.now(UTC)
    leads, salt = batch.leads, secrets.token_bytes(_SALT_BYTES)
    run = Run(
        id=f"{now:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}",
        started_at=now.timestamp(),
        operation=batch.operation,
        campaign=campaign.model_dump_json(),
        leads=len(leads),
        salt=salt,
        path=None if (path := leads.attrs.get("path")) is None else str(path),
        reading=json.dumps(leads.attrs.get("reading", {})),
        inputs=json.dumps(files),
        sources=json.dumps(_sources(leads)),
        options=json.dumps(leads.attrs.get(GIVEN, {})),
    )
    return NewRun(run, new_rows(rows_at_first(batch, keys, told), bodies.digests(salt)), _hashed(keys, salt))


def new_rows(rows: pd.DataFrame, digests: Iterable[bytes]) -> Iterator[NewRow]:
    """Make the rows of a new journal.

    Args:
        rows: from `rows_at_first`.
        digests: a hash of each body, in order.

    Returns:
        A row for each lead, in order.
    """
    columns = {name: _values(rows[name]) for name in rows} | {"digest": digests}
    return map(NewRow, *(columns[name] for name in NewRow._fields))


def rows_at_first(batch: Batch, keys: pd.DataFrame, told: Told) -> pd.DataFrame:
    """Say how the rows of a run stand before anything is sent.

    Args:
        batch: the leads.
        keys: what the leads claim, from `claimed_keys`.
        told: what `known=` tells of the campaign.

    Returns:
        A row for each lead, in order, with the columns of `NewRow` but for the digest.
    """
    states = np.full(len(batch), State.PENDING, dtype=object)
    states[to_withhold(batch)] = State.WITHHELD
    states[brought_in(batch)] = State.SENT_ELSEWHERE
    numbers, ids = who_has_them(batch, keys, told)
    columns = {"guarded": _guarded(batch, keys), "number_taken": numbers, "id_taken": ids, "state": states}
    rows = {"position": np.arange(len(batch)), "row": _row_numbers(batch.leads), "expected": _expected(batch.leads)}
    return pd.DataFrame(rows | columns)


def who_has_them(batch: Batch, keys: pd.DataFrame, told: Told) -> list[NDArray[np.object_]]:
    """Say who but a lead itself could have its number, and who its id.

    Args:
        batch: the leads.
        keys: what they claim, from `claimed_keys`.
        told: what `known=` tells of the campaign.

    Returns:
        For numbers and for ids, a `Taken` for each lead in order.
    """
    shared = shared_keys(keys)
    numbers = is_in(keys["key"], batch.known.numbers) & keys["kind"].eq(NUMBER_KEY).to_numpy()
    held = {NUMBER_KEY: _at(len(batch), keys["position"][numbers]), ID_KEY: has_id_among(batch, batch.known.ids)}
    found = []
    for kind, code in ((NUMBER_KEY, ResultCode.DUPLICATE), (ID_KEY, ResultCode.DUPLICATE_EXTERNAL_ID)):
        taken = np.full(len(batch), Taken.NOBODY if kind in told else Taken.UNTOLD, dtype=object)
        # An update changes a lead that is in: 105 or 112 then means another lead, never an earlier attempt.
        perhaps = _expects(batch, [code]) | _at(len(batch), shared["position"][shared["kind"].eq(kind)])
        taken[perhaps | (batch.operation == "update")] = Taken.PERHAPS
        taken[held[kind] & (batch.operation == "insert")] = Taken.HELD
        found.append(taken)
    return found


def to_withhold(batch: Batch) -> Mask:
    """Find the leads that must not be sent: 104 is expected, a do-not-call list has them now, or their file marks them.

    Args:
        batch: the leads, with the do-not-call list where there is one.
    """
    refused = _expects(batch, depending_on(DependsOn.LISTS)) | not_to_be_called(batch)
    return refused if batch.dnc is None else refused | held(batch, "")


def brought_in(batch: Batch) -> Mask:
    """Find the leads that another run has brought in: by its journal, or by what stands in the leads' own columns.

    Args:
        batch: the leads, with the journals of earlier runs.
    """
    return sent_already(batch) | accepted_before(batch)


def partly_listed(batch: Batch) -> Mask:
    """Find the leads that are sent although one of their numbers is on a do-not-call list: they have another.

    Args:
        batch: the leads, with the do-not-call list where there is one.
    """
    if batch.dnc is None:
        return batch.no_lead
    return np.logical_or.reduce([listed(batch, heading) for heading in batch.phone_headings]) & ~held(batch, "")


def unsent(rows: pd.DataFrame) -> pd.DataFrame:
    """Return new rows with the other columns that the journal would have for them.

    Example:
        >>> unsent(pd.DataFrame({"state": ["pending"]}))["attempts"].tolist()
        [0]
    """
    return rows.assign(code=None, http_status=None, message=None, attempts=0, sent_at=np.nan, resend_at=np.nan)


def require_same(path: Path, run: Run, campaign: Campaign, operation: Operation) -> None:
    """Make sure that a journal's run does the same, and goes to the same place.

    Args:
        path: the journal.
        run: its run.
        campaign: where the leads would go.
        operation: what would be done with them.

    Raises:
        JournalError: something differs; the text says what.
    """
    finish = f"to finish that run as it began: {resume_command(path, run)}"
    before = run.settings
    for setting in _DECISIVE:
        was, now = getattr(before, setting), getattr(campaign, setting)
        if as_compared(was) != as_compared(now):
            instead = _ELSEWHERE if setting in _PLACE else _OTHERWISE.format(setting=setting, name=path.name)
            differs = f"another {setting} ({_shown(was)}, now {_shown(now)})"
            raise JournalError(f"{path.name}: holds a run with {differs}; {finish}; {instead}")
    if operation != run.operation:
        raise JournalError(
            f"{path.name}: holds a run of {run.operation}s, not of {operation}s; {finish}; for {operation}s give "
            "another journal"
        )


def other_place(before: Campaign, now: Campaign) -> str:
    """Say in what a campaign names another place than a run goes to; "" = in nothing.

    Args:
        before: that of the run.
        now: may leave settings open.

    Example:
        >>> other_place(Campaign(template_id=41, campaign_id=41), Campaign(template_id=42))
        'another template_id (42, the run 41)'
    """
    pairs = [(setting, getattr(before, setting), getattr(now, setting)) for setting in _PLACE]
    differ = [one for one in pairs if as_compared(one[2]) and as_compared(one[1]) != as_compared(one[2])]
    return ", ".join(f"another {setting} ({_shown(is_now)}, the run {_shown(was)})" for setting, was, is_now in differ)


def _shown(value: object) -> str:
    """Return a setting as it stands in a campaign file."""
    return "not set" if value is None else repr(list(value) if isinstance(value, tuple) else value)


def new_path(directory: Path) -> Path:
    """Make a name for a new journal that no file has yet.

    Example:
        >>> new_path(Path("out")).suffix
        '.sqlite'
    """
    return directory / f"noojee-run-{datetime.now():%Y%m%d-%H%M%S}-{secrets.token_hex(2)}.sqlite"


def _guarded(batch: Batch, keys: pd.DataFrame) -> Mask:
    """Find rows of which a second attempt can do no harm, whatever became of the first."""
    if batch.operation == "update":
        # A disposition triggers actions, and they would be triggered twice.
        heading = batch.heading(DISPOSITION)
        return np.ones(len(batch), dtype=bool) if heading is None else ~np.asarray(batch.filled(heading))
    ids = keys[keys["kind"] == ID_KEY]
    own = _at(len(batch), ids["position"][~repeated(column_of(ids["key"]))])
    numbers = keys["position"][keys["kind"] == NUMBER_KEY]
    return own if batch.campaign.allow_duplicates else own | _at(len(batch), numbers)


def _expects(batch: Batch, expected: Iterable[ResultCode]) -> Mask:
    """Find rows for which the pre-flight expects one of some codes."""
    if DQ_CODES not in batch.all_text.columns:
        return np.zeros(len(batch), dtype=bool)
    codes = "|".join(str(code.value) for code in expected)
    return batch.all_text[DQ_CODES].str.contains(rf"\b(?:{codes})\b").to_numpy(dtype=bool)


def _at(count: int, positions: pd.Series) -> Mask:
    mask = np.zeros(count, dtype=bool)
    mask[positions.to_numpy(dtype=np.int64)] = True
    return mask


def has_row_numbers(leads: pd.DataFrame) -> bool:
    """Say whether leads stand under the numbers of their rows in a file; other labels may be anything.

    Example:
        >>> has_row_numbers(pd.DataFrame(index=pd.RangeIndex(2, 4, name="row"))), has_row_numbers(pd.DataFrame())
        (True, False)
    """
    return leads.index.name == "row" and bool(pd.api.types.is_integer_dtype(leads.index))


def _row_numbers(leads: pd.DataFrame) -> pd.Series:
    numbers = leads.index.array if has_row_numbers(leads) else pd.NA
    return pd.Series(numbers, index=range(len(leads)), dtype="Int64")


def _sources(leads: pd.DataFrame) -> list[tuple[str, int]]:
    """Return the files of leads that come from several: the name of each, and how many leads follow that it has."""
    if DQ_SOURCE not in leads.columns or not has_row_numbers(leads):
        return []
    names = leads[DQ_SOURCE].astype("str").reset_index(drop=True)
    first = np.flatnonzero(names.ne(names.shift()))
    counts = np.diff(first, append=len(names))
    return list(zip(names[first].tolist(), counts.tolist(), strict=True))


def _expected(leads: pd.DataFrame) -> pd.Series:
    if DQ_EXPECTED_CODE not in leads.columns:
        return pd.Series(pd.NA, index=range(len(leads)), dtype="Int64")
    codes = pd.to_numeric(leads[DQ_EXPECTED_CODE], errors="coerce").to_numpy(dtype="float64", na_value=np.nan)
    return pd.Series(np.trunc(codes)).astype("Int64")


def _hashed(keys: pd.DataFrame, salt: bytes) -> Iterator[Key]:
    return map(Key, *(_values(keys[name]) for name in ("position", "kind")), key_hashes(_values(keys["key"]), salt))


def _values(column: pd.Series) -> Iterator[Any]:
    """Return the values of a column one by one, missing ones as None; a million of them are never there at once."""
    for first in range(0, len(column), _SLICE):
        some = column.iloc[first : first + _SLICE].astype("object")
        yield from some.where(some.notna(), None).tolist()
