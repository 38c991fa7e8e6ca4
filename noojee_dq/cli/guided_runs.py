"""The runs that sent leads of a list before, as far as the guided way finds their journals beside it."""

import os
from contextlib import suppress
from pathlib import Path

from noojee_dq.campaign import Campaign
from noojee_dq.cli.asking import say
from noojee_dq.cli.campaign_options import with_phone_columns
from noojee_dq.cli.guided_way import GuidedWay
from noojee_dq.cli.inputs import read
from noojee_dq.cli.options import Operation
from noojee_dq.cli.run_journal import journal_of
from noojee_dq.errors import JournalError
from noojee_dq.journal.reader import reading, run_of
from noojee_dq.returned_runs import runs_beside
from noojee_dq.sending.start import require_same


def runs_of(way: GuidedWay) -> tuple[list[Path], Path]:
    """Return the journals of the runs that sent leads of a list by an operation, and that of the next one.

    They go by the name of the list as it came, so that a lead is sent once, repaired or corrected under whatever name;
    where there is a run of the other operation, by that of this one as well. Those that have other names are known by
    the leads themselves.

    Args:
        way: of the list.
    """
    file, operation = way.file, way.operation
    there, following = _journals(file)
    there_by_operation, following_by_operation = _journals(file.with_stem(f"{file.stem}-{operation.value}"))
    journals = [*there, *there_by_operation]
    named = [one for one in journals if _is_of(one, operation)]
    own = following if named == journals else following_by_operation
    return [*named, *_others(way, named, own)], own


def _journals(file: Path) -> tuple[list[Path], Path]:
    """Return the journals that go by the name of a file, and the next one."""
    found: list[Path] = []
    while (journal := journal_of([file], found)).exists():
        found.append(journal)
    return found, journal


def _is_of(journal: Path, operation: Operation) -> bool:
    with reading(journal) as database:
        return run_of(database).operation == operation.value


def _others(way: GuidedWay, named: list[Path], own: Path) -> list[Path]:
    """Return the other runs beside the list that know leads of it, and say so.

    One that read its leads by other settings cannot say which are new: a person is told, and decides.
    """
    leads = read(way.now, way.reading)
    settings = with_phone_columns(Campaign.from_toml(way.campaign), leads)
    beside = runs_beside(leads, settings, way.operation.value, None, own, named, more_than=0).journals
    found = [Path(os.path.relpath(journal)) for journal in beside]
    alike = [journal for journal in found if _is_alike(journal, settings, way.operation)]
    for journal in found:
        say(
            f"{journal}: this run knows leads of the list, as they are or by their numbers. What it has sent is not "
            "sent again."
            if journal in alike
            else f"{journal}: this run has sent numbers of the list, but with other settings in its campaign file, so "
            "that nobody can say which leads are new: who was called may be called again. If that is not meant, do "
            "not type yes below, and take the campaign file of that run."
        )
    return alike


def _is_alike(journal: Path, settings: Campaign, operation: Operation) -> bool:
    """Say whether a run read its leads as they are read now."""
    with suppress(JournalError), reading(journal) as database:
        require_same(journal, run_of(database), settings, operation.value)
        return True
    return False
