"""DuckDB in the folder of a check: what does not fit into memory lies on disk."""

import importlib.util
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, Final

from noojee_dq.errors import CampaignError
from noojee_dq.large.folder import Folder, unwritable
from noojee_dq.words.arguments import kind_shown

#: Its bar would go to stdout, where a person expects the report.
_QUIET: Final = "SET enable_progress_bar = false"
#: DuckDB takes shares of the computer's memory too, and less than nothing for no limit at all.
_AMOUNT: Final = re.compile(r"\s*\d+(?:\.\d+)?\s*[a-zA-Z]+\s*")
_EXTRA: Final = 'DuckDB is not installed: pip install "noojee-dq[large]"'


def require_duckdb() -> None:
    """Refuse to begin where DuckDB is missing.

    Raises:
        CampaignError: it is.
    """
    if importlib.util.find_spec("duckdb") is None:
        raise CampaignError(_EXTRA)


def refuse_bad_memory(memory: str) -> None:
    """Refuse what is no amount of memory, before any work; to open DuckDB for it takes longer than a small file.

    Args:
        memory: such as "4GB".

    Raises:
        CampaignError: it is none.
    """
    if not isinstance(memory, str):
        raise CampaignError(f"memory must be text, such as memory='4GB', not {kind_shown(memory)}")
    _try_memory(memory)


@cache
def _try_memory(memory: str) -> None:
    import duckdb

    with duckdb.connect() as connection:
        _limit_memory(connection, memory)


@contextmanager
def database(folder: Folder, memory: str) -> Iterator[Any]:
    """Open a database that is gone at the end.

    Args:
        folder: where it spills to.
        memory: how much it may take, as in "4GB".

    Raises:
        CampaignError: it is too little, or no such amount.
        OutputError: the disk is full.
    """
    import duckdb

    spilled = folder.working / "duckdb"
    spilled.mkdir(exist_ok=True, mode=0o700)
    try:
        # In a file: what is in memory alone can spill too, but tables of it could not.
        with duckdb.connect(str(spilled / "keys.duckdb")) as connection:
            connection.execute(_QUIET)
            _limit_memory(connection, memory)
            connection.execute("SET temp_directory = $path", {"path": str(spilled)})
            connection.execute("SET preserve_insertion_order = false")
            yield connection
    except duckdb.OutOfMemoryException:
        raise CampaignError(
            f"memory={memory!r} is too little to compare these leads with: give more; 1GB is enough for most lists"
        ) from None
    except duckdb.IOException as error:
        raise unwritable(folder.path, str(error)) from None


def drop_tables(connection: Any) -> None:
    """Drop all tables of a database, so that nothing of them takes memory.

    Args:
        connection: of DuckDB.
    """
    for name, *_ in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall():
        connection.execute(f"DROP TABLE {name}")


def _limit_memory(connection: Any, memory: str) -> None:
    import duckdb

    try:
        if not _AMOUNT.fullmatch(memory):
            raise duckdb.InvalidInputException
        connection.execute("SET memory_limit = $memory", {"memory": memory})
    except (duckdb.ParserException, duckdb.InvalidInputException):
        raise CampaignError(f"memory={memory!r} is no amount of memory: write it like 4GB") from None
