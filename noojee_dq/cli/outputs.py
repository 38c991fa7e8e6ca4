"""The files that commands write: refused before any work where they would destroy others."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from noojee_dq.cli.messages import announced, fail, note
from noojee_dq.errors import LeadsError
from noojee_dq.words.counts import counted
from noojee_dq.words.output_paths import free_path, path_problem, worked_on

LEAD_SUFFIXES = (".csv", ".tsv", ".xlsx", ".parquet")
#: A journal may have any name: it is taken up, and never written over.
JOURNAL = ()


def refuse_bad_outputs(inputs: Sequence[Path | None], outputs: Iterable[tuple[Path | None, tuple[str, ...]]]) -> None:
    """End before any work where an output would destroy a file, or could not be written.

    Args:
        inputs: files that are read; None = not given. What the run of a journal among them was made from is not
            written over either.
        outputs: files that will be written, each with the suffixes that its name may have.
    """
    from noojee_dq.journal.reader import made_from

    read = [path for path in inputs if path is not None]
    taken = [(path, "an input") for path in read]
    behind = [(one, f"a file that the run in {path} was made from") for path in read for one in made_from(path)]
    for path, suffixes in outputs:
        if path is None:
            continue
        for other, role in [*taken, *(behind if suffixes != JOURNAL else [])]:
            if _same(path, other):
                fail(f"{path} is {role}: give another name, so that it is not lost", 2)
            if other.is_dir() and other.resolve() in path.resolve().parents:
                fail(f"{path} lies in {other}, {role}: name another place, so that nothing there is lost", 2)
        problem = path_problem(path, suffixes)
        if problem:
            fail(problem, 2)
        taken.append((path, "another output"))


def refuse_existing(*paths: Path | None, force: bool, folder: Path | None = None) -> None:
    """End where a file exists that may hold what a person has put into it: a file that is given out to be worked on.

    Files that only a program reads (of `--ready`, `--results`, `--changes`), and pages, are made anew.

    Args:
        paths: the files that will be written; None = not given.
        force: they may be written over.
        folder: that was named for all of them; None = each was named by itself.
    """
    there = next((path for path in paths if path is not None and path.exists()), None)
    if there is not None and not force:
        another = f"name, such as {free_path(there)}" if folder is None else f"folder, such as {free_path(folder)}"
        fail(worked_on(there, another, "--force"), 2)


def take_away(ready: Path | None) -> None:
    """Take away the leads that an earlier check found ready, which this one makes anew.

    Whatever ends this one before they are written: nobody sends those of yesterday for those of today.

    Args:
        ready: the file; None = not given.
    """
    if ready is not None and ready.is_file():
        try:
            # What a link stands for: the link stays.
            ready.resolve().unlink()
        except OSError as error:
            fail(f"{ready} cannot be made anew ({error.strerror}): give another name", 2)


def write_lead_file(path: Path | None, write: Callable[[Path], int]) -> None:
    """Write a file of leads, and say how many it has.

    Args:
        path: the file; None = it was not asked for.
        write: writes it, and returns how many leads it has.
    """
    if path is None:
        return
    try:
        with announced(f"writing {path.name}"):
            written = write(path)
    except LeadsError as error:
        fail(str(error), 2)
    note(f"wrote {path}: {counted(written, 'lead')}")


def _same(path: Path, other: Path) -> bool:
    """Say whether two names stand for one file: through links too, and where letters count alike in both cases."""
    if path.resolve() == other.resolve():
        return True
    return path.exists() and other.exists() and path.samefile(other)
