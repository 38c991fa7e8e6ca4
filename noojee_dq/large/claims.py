"""Who holds which number or id, among leads that no memory holds: the server's rule as sets.

Leads are taken in file order, and one claims its keys (numbers and id) only if the API would accept it. That is the
first maximal independent set, in that order, of the graph whose edges join acceptable leads with a key in common.
"""

from itertools import groupby
from operator import itemgetter
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from noojee_dq.arrow.cells import is_in
from noojee_dq.arrow.columns import Positions, column_of
from noojee_dq.arrow.repeats import fingerprints, numbers_among
from noojee_dq.batch.batch import Batch
from noojee_dq.batch.external_ids import ids_of, plain_ids
from noojee_dq.batch.phone_column import LONG, comparable_keys, is_long
from noojee_dq.checks.duplicates import ID_COLUMN, IN_CAMPAIGN, Clashes, no_clashes
from noojee_dq.fields import EXTERNAL_ID
from noojee_dq.large.repeated_keys import repeated_keys
from noojee_dq.phones.digit_keys import Keys

#: Rounds after which what is left is walked: a chain of leads, each sharing a key with the next, falls one by one.
_ROUNDS: Final = 16
#: Leads that are walked at once, held in memory with their keys: some 100 MB.
_AT_ONCE: Final = 1 << 18

_LINES: Final = pa.schema(
    [
        ("position", pa.int64()),
        ("column", pa.int16()),
        # A number as an integer; of an id, or a number too long for one, what tells most texts apart.
        ("key", pa.int64()),
        # The text itself, where it is the key; else "".
        ("text", pa.large_string()),
        ("in_campaign", pa.bool_()),
        ("refused", pa.bool_()),
    ]
)

#: Who has claimed a key.
_HOLDERS: Final = pa.schema([("key", pa.int64()), ("turn", pa.int64())])


def claim_lines(batch: Batch) -> pa.Table:
    """List the keys that the leads of a part would claim: a line for each.

    Args:
        batch: leads of an insert, of which `refused_alone` is known.

    Returns:
        Columns `position`, `column` (of the phone columns; `ID_COLUMN` = it is the id), `key`, `text`, `in_campaign`
        (the campaign holds it), `refused` (the API would refuse the lead for another reason).
    """
    parts = [] if batch.campaign.allow_duplicates else [number_lines(batch)]
    if batch.heading(EXTERNAL_ID) is not None:
        parts.append(_id_lines(batch))
    return pa.concat_tables([_LINES.empty_table(), *parts])


def number_lines(batch: Batch) -> pa.Table:
    """List the numbers of the leads of a part as `claim_lines` does."""
    if not batch.phone_headings:
        return _LINES.empty_table()
    columns = [batch.phones(heading) for heading in batch.phone_headings]
    keys, held = comparable_keys(columns, batch.known.numbers)
    at = np.flatnonzero(keys)
    place, lead = np.divmod(at, max(len(batch), 1))
    numbers = keys[at]
    in_campaign = numbers_among(numbers, held)
    texts = pa.repeat(pa.scalar("", pa.large_string()), len(at))
    # Numbers too long for an integer have one that counts within this part alone.
    long = is_long(numbers)
    if long.any():
        written = pa.concat_arrays([column.number for column in columns]).take(pa.array(at))
        texts, numbers = pc.if_else(pa.array(long), written, ""), np.where(long, LONG, numbers)
    return _lines(batch, lead, place, numbers, texts, in_campaign)


def _id_lines(batch: Batch) -> pa.Table:
    ids = ids_of(batch)
    at = np.flatnonzero(ids.ne(""))
    held = is_in(ids, None if batch.known.ids is None else plain_ids(batch.known.ids))
    texts = column_of(ids).take(pa.array(at))
    # Integers are compared many times as fast; only where they are equal, the texts are.
    return _lines(batch, at, np.full(len(at), ID_COLUMN), fingerprints(texts).view(np.int64), texts, held[at])


def _lines(batch: Batch, lead: Any, column: Any, key: Any, text: Any, in_campaign: Any) -> pa.Table:
    refused = batch.no_lead if batch.refused_alone is None else batch.refused_alone
    values = [batch.positions[lead], column, key, text, in_campaign, refused[lead]]
    return pa.table(dict(zip(_LINES.names, values, strict=True)), schema=_LINES)


def settle_claims(database: Any, lines: list[str], taken: str, *, last: bool, at_once: int = _AT_ONCE) -> None:
    """Find which lines name a key that another lead, or the campaign, holds.

    Args:
        database: a connection of DuckDB.
        lines: Parquet files of `claim_lines`.
        taken: the Parquet file to write: `position`, `column`, and `holder` (of `Clashes`), in order.
        last: leads are taken in reverse.
        at_once: positions whose leads are held in memory where rounds have not decided all.
    """
    sign = -1 if last else 1
    note_repeated(database, lines)
    database.execute(_SHARED, {"lines": lines, "sign": sign})
    database.execute(_UNDECIDED)
    rounds = 0
    while (left := database.execute("SELECT count(*) FROM undecided").fetchall()[0][0]) and rounds < _ROUNDS:
        # The first undecided lead of all its keys is in: nothing before it can take one of them. Whoever shares a key
        # with it is out.
        for statement in _ROUND:
            database.execute(statement)
        rounds += 1
    if left:
        _walk(database, at_once)
    database.execute(_TAKEN, {"taken": taken, "sign": sign, "in_campaign": IN_CAMPAIGN})


def note_repeated(database: Any, lines: list[str]) -> None:
    """Write the keys that more than one line has, or the campaign, as table `repeated`: only these are compared.

    Args:
        database: a connection of DuckDB.
        lines: Parquet files of `claim_lines`.
    """
    database.execute("CREATE OR REPLACE TABLE repeated (key BIGINT)")
    for keys in repeated_keys(lines):
        database.register("found", pa.table({"key": keys}))
        database.execute("INSERT INTO repeated SELECT key FROM found")
        database.unregister("found")


def _walk(database: Any, at_once: int) -> None:
    """Let the leads that are left claim in turn, some positions at a time: who is out by earlier ones, DuckDB tells."""
    earliest, latest = database.execute("SELECT min(turn), max(turn) FROM undecided").fetchall()[0]
    for first in range(earliest, latest + 1, at_once):
        bounds = {"first": first, "last": first + at_once - 1}
        walked = _claimed(**database.execute(_UNCLAIMED, bounds).fetchnumpy())
        database.register("walked", walked)
        database.execute("INSERT INTO holders SELECT key, turn FROM walked")
        database.unregister("walked")


def _claimed(turn: Positions, key: Keys) -> pa.Table:
    """Return the keys that leads claim in turn: of those of a lead all, or none if one of them is claimed."""
    holder_of: dict[int, int] = {}
    # Whether a lead claims its keys depends on all before it, so this is a loop by nature.
    for one, lines in groupby(zip(turn.tolist(), key.tolist(), strict=True), itemgetter(0)):
        wanted = [own for _, own in lines]
        if holder_of.keys().isdisjoint(wanted):
            holder_of |= dict.fromkeys(wanted, one)
    return pa.table({"key": list(holder_of), "turn": list(holder_of.values())}, schema=_HOLDERS)


def clashes_of(batch: Batch, taken: pd.DataFrame) -> Clashes:
    """Return who stands in the way of whom, for the leads of a part.

    Args:
        batch: the leads.
        taken: their lines of what `settle_claims` wrote.
    """
    found = no_clashes(batch)
    leads = np.searchsorted(batch.positions, taken["position"].to_numpy())
    columns, holders = taken["column"].to_numpy(), taken["holder"].to_numpy()
    numbers = columns != ID_COLUMN
    usable = found.usable[leads, np.where(numbers, columns, 0)] if found.usable.size else ~numbers
    # Of the numbers of a lead that somebody holds one is named: the first that can be dialled, or the first.
    turns = pd.DataFrame({"lead": leads, "bad": ~usable, "column": columns})[numbers]
    first = turns.sort_values(["lead", "bad", "column"]).drop_duplicates("lead").index.to_numpy()
    named = np.concatenate([np.flatnonzero(~numbers), first])
    found.note_each(leads[named], columns[named], holders[named])
    found.taken[leads[numbers], columns[numbers]] = True
    return found


_SHARED: Final = """
CREATE TABLE shared AS
WITH lines AS MATERIALIZED (
    SELECT * FROM read_parquet($lines, hive_partitioning = false) SEMI JOIN repeated USING (key)
), keys AS (
    SELECT row_number() OVER () AS id, key, text, bool_or(in_campaign) AS held
    FROM lines GROUP BY key, text HAVING count(*) > 1 OR bool_or(in_campaign)
)
SELECT lines.position * $sign AS turn, lines."column", keys.id AS key, keys.held, lines.refused
FROM lines JOIN keys ON lines.key = keys.key AND lines.text = keys.text
"""

_UNDECIDED: Final = """
CREATE TABLE holders (key BIGINT, turn BIGINT);
CREATE TABLE undecided AS
SELECT DISTINCT turn, key FROM shared ANTI JOIN (SELECT turn FROM shared WHERE held OR refused) USING (turn)
"""

_ROUND: Final = (
    """
    CREATE OR REPLACE TEMP TABLE winners AS
    SELECT turn FROM undecided JOIN (SELECT key, min(turn) AS earliest FROM undecided GROUP BY key) USING (key)
    GROUP BY turn HAVING bool_and(turn = earliest)
    """,
    """
    CREATE OR REPLACE TEMP TABLE won AS SELECT key, turn FROM undecided SEMI JOIN winners USING (turn)
    """,
    "INSERT INTO holders SELECT key, turn FROM won",
    """
    CREATE OR REPLACE TEMP TABLE decided AS SELECT DISTINCT turn FROM undecided SEMI JOIN won USING (key)
    """,
    "CREATE OR REPLACE TABLE undecided AS SELECT * FROM undecided ANTI JOIN decided USING (turn)",
)

#: The leads of some turns of which nobody before holds a key.
_UNCLAIMED: Final = """
WITH these AS MATERIALIZED (SELECT turn, key FROM undecided WHERE turn BETWEEN $first AND $last)
SELECT turn, key FROM these ANTI JOIN (
    SELECT these.turn FROM these JOIN holders USING (key)
) USING (turn) ORDER BY turn
"""

_TAKEN: Final = """
COPY (
    SELECT turn * $sign AS position, "column", CASE WHEN held THEN $in_campaign ELSE holder * $sign END AS holder
    FROM shared LEFT JOIN (SELECT key, turn AS holder FROM holders) USING (key)
    WHERE held OR holder < turn ORDER BY position, "column"
) TO $taken (FORMAT PARQUET)
"""
