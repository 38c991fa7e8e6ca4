"""The folder of a large check: whole only when its `report.json` is there, which comes last.

Results are written to the working folder, so that an earlier check stays until another has succeeded.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import uuid4

import pyarrow as pa
import pyarrow.ipc
import pyarrow.parquet
from filelock import FileLock, Timeout

from noojee_dq.errors import CampaignError, OutputError

REPORT: Final = "report.json"
ANNOTATED: Final = "annotated"
FINDINGS: Final = "findings"
#: The first findings of each check, and what many errors share.
SAMPLES: Final = "samples.parquet"
SHARED: Final = "shared.parquet"
#: What each column holds.
PROFILE: Final = "profile.parquet"
#: The findings that concern no single lead stand before those of the parts, which count from 1.
OF_FILES: Final = f"{0:06}.parquet"
#: What is needed while the check runs, and what it has found so far: it holds phone numbers too.
WORKING: Final = "working"
#: What a check leaves: without its report the rest is of no use, so that comes last.
_RESULTS: Final = (ANNOTATED, FINDINGS, SAMPLES, SHARED, PROFILE, REPORT)
#: How files are named that `Folder.keep` writes.
KEPT: Final = ".arrow"
#: It tells a folder of ours from a person's.
_MARK: Final = ".noojee-dq"
#: What no name of a folder may hold.
_PATTERN: Final = "*?["
_OWNER_ONLY: Final = 0o700
_FILE_OF_OWNER: Final = 0o600
#: Rows by which it is seen whether the values of a column repeat.
_SAMPLE: Final = 4096


@dataclass(frozen=True)
class Folder:
    """Where a large check writes; only its owner can read it.

    Args:
        path: the folder.
    """

    path: Path

    @property
    def report(self) -> Path:
        """What is written last."""
        return self.path / REPORT

    @property
    def working(self) -> Path:
        """What is gone at the end."""
        return self.path / WORKING

    @contextmanager
    def held(self, *work: str, force: bool) -> Iterator[None]:
        """Keep others from writing to the folder; the working folder is empty, and gone at the end.

        Args:
            work: what stands in the working folder beside the results.
            force: what an earlier check wrote may be replaced, by `finish`.

        Raises:
            CampaignError: it holds a whole check or other files, another check writes to it, or its name is a pattern.
            OutputError: it cannot be made, or emptied.
        """
        self._refuse_unfit()
        with said_of(self.path):
            self.path.mkdir(parents=True, exist_ok=True, mode=_OWNER_ONLY)
            self.path.chmod(_OWNER_ONLY)
        with self._locked():
            self.refuse_checked(force=force)
            try:
                with said_of(self.path):
                    self._make_working(*work, ANNOTATED, FINDINGS)
                yield
            finally:
                self.clear()

    def refuse_checked(self, *, force: bool) -> None:
        """Refuse a folder that holds a whole check.

        Args:
            force: it may be replaced.

        Raises:
            CampaignError: it may not.
        """
        if self.report.exists() and not force:
            raise CampaignError(
                f"{self.path} holds a check already: name another folder, or replace it with force=True, --force"
            )

    def _refuse_unfit(self) -> None:
        if any(character in str(self.path.resolve()) for character in _PATTERN):
            raise CampaignError(f"{self.path}: DuckDB takes {_PATTERN} for a pattern: name a folder without these")
        if self.path.exists() and not self.path.is_dir():
            raise CampaignError(f"{self.path} is a file: name a folder for the results")
        if self.path.exists() and any(self.path.iterdir()) and not (self.path / _MARK).exists():
            raise CampaignError(f"{self.path} holds other files: name a folder of its own for the results")

    @contextmanager
    def _locked(self) -> Iterator[None]:
        lock = FileLock(self.path / _MARK, mode=_FILE_OF_OWNER, thread_local=False)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise CampaignError(f"{self.path}: another check writes to this folder: wait, or name another") from None
        except OSError as error:
            raise unwritable(self.path, error.strerror or str(error)) from None
        try:
            yield
        finally:
            lock.release()
            (self.path / _MARK).touch()

    def _make_working(self, *names: str) -> None:
        shutil.rmtree(self.working, ignore_errors=True)
        for place in (self.working, *(self.working / name for name in names)):
            place.mkdir(mode=_OWNER_ONLY)

    def files(self, *where: str, suffix: str = ".parquet") -> list[str]:
        """Return the files of one kind at a place of the folder, in order."""
        return sorted(str(file) for file in self.path.joinpath(*where).iterdir() if file.suffix == suffix)

    def write(self, table: pa.Table, *where: str) -> None:
        """Write a Parquet file of the folder, so that it is there as a whole or not at all.

        Args:
            table: its rows.
            where: its place in the folder.
        """
        path = self.path.joinpath(*where)
        with said_of(self.path), written_aside(path) as aside:
            # Of text, the least and the greatest value help no reader, and take half of the time; so does a dictionary
            # of values that stand once.
            few = [name for name in table.column_names if _has_few_values(table[name].slice(0, _SAMPLE))]
            pyarrow.parquet.write_table(table, aside, compression="lz4", write_statistics=False, use_dictionary=few)
            # The folder is its owner's alone, and so is what is copied or moved out of it.
            aside.chmod(_FILE_OF_OWNER)

    def keep(self, table: pa.Table, *where: str) -> Path:
        """Write what is read again by `read_kept` while the check runs, likewise.

        Args:
            table: its rows.
            where: its place in the working folder.
        """
        path = self.working.joinpath(*where)
        # As it lies in memory, so that to write and read it takes next to no time.
        with said_of(self.path), written_aside(path) as aside, pa.ipc.new_file(aside, table.schema) as file:
            file.write_table(table)
        return path

    def finish(self, report: str) -> None:
        """Put the results in the place of those of an earlier check, and the report last: with it the folder is whole.

        Args:
            report: what is to stand in it.

        Raises:
            OutputError: it cannot be written.
        """
        with said_of(self.path):
            # All that takes room is written before anything is lost.
            (self.working / REPORT).write_text(report, "utf-8")
            (self.working / REPORT).chmod(_FILE_OF_OWNER)
            self._clear_results()
            for name in _RESULTS:
                (self.working / name).rename(self.path / name)

    def _clear_results(self) -> None:
        for name in reversed(_RESULTS):
            place = self.path / name
            if place.is_dir():
                shutil.rmtree(place)
            else:
                place.unlink(missing_ok=True)

    def clear(self) -> None:
        """Delete what was needed on the way, and results that are not whole: they hold leads too."""
        shutil.rmtree(self.working, ignore_errors=True)
        if not self.report.exists():
            with suppress(OSError):
                self._clear_results()


def _has_few_values(cells: pa.ChunkedArray) -> bool:
    # Of lists Arrow counts no different ones.
    return not pa.types.is_nested(cells.type) and len(cells.unique()) * 8 <= len(cells)


def read_kept(path: Path) -> pa.Table:
    """Read what `Folder.keep` wrote; it stays on disk until it is used."""
    with pa.memory_map(str(path)) as source:
        return pa.ipc.open_file(source).read_all()


@contextmanager
def said_of(path: Path) -> Iterator[None]:
    """Turn an error of the system into one that names the folder."""
    try:
        yield
    except OSError as error:
        raise unwritable(path, error.strerror or str(error)) from None


def unwritable(path: Path, reason: str) -> OutputError:
    """Return the error that names the folder where there is no more room."""
    return OutputError(f"{path}: the results cannot be written ({reason}): make room there, or name another folder")


@contextmanager
def written_aside(path: Path) -> Iterator[Path]:
    """Give another name to write to, so that a file is there as a whole or not at all; its folder must be there.

    Args:
        path: of the file.
    """
    aside = path.with_name(f"{path.name}.{uuid4().hex}")
    # No folder is made here: a worker that comes too late finds none, and leaves nothing.
    try:
        yield aside
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
