"""A list that comes back to the guided way in a file of ours, corrected by a person: where it goes on."""

import re
from contextlib import suppress
from pathlib import Path
from typing import Final

from noojee_dq.cli.asking import NONE, ask, existing_file, say
from noojee_dq.cli.guided_way import GuidedWay
from noojee_dq.cli.inputs import read
from noojee_dq.errors import LeadsError
from noojee_dq.fields import RETURNED
from noojee_dq.leads import read_verdicts

#: What the names of files that are written beside a list end with.
_OURS: Final = re.compile(r"-(?:checked|rejected|repaired|answers)(?:-\d+)?$")


def take_up(way: GuidedWay) -> None:
    """Where the file is one that a check, a repair or a run wrote, go on with the list that it was written of."""
    if RETURNED not in read(way.now, way.reading).attrs and not _named_of_a_list(way.now):
        return
    say(f"{way.now} is a file that was written of a list: its leads are taken as they stand in it now.")
    of_list = _likely_list(way.now)
    question = (
        "Which list was it made of? Its name goes on in the files that are written now. What was sent before is found "
        f"by the journals in the folder (noojee-run-*.sqlite) in any case, so {NONE} will do"
    )
    found = ask(question, of_list, of_list or NONE, _list)
    way.come_back(Path(found) if found else way.file, with_verdicts=_has_verdicts(way.now))
    if way.since:
        say(f"{way.since} also holds what was found before: the check compares with that, so it names the file twice.")


def _named_of_a_list(file: Path) -> bool:
    """Say whether a file has the name of one that was written of a list beside it: repaired leads may look like any."""
    return bool(_OURS.search(file.stem) and _lists_beside(file))


def _likely_list(file: Path) -> str:
    """Find the list of which a file was written beside it, by their names; "" = nobody knows which."""
    lists = _lists_beside(file)
    return str(lists[0]) if len(lists) == 1 else ""


def _lists_beside(file: Path) -> list[Path]:
    stem = file.stem
    while found := _OURS.search(stem):
        stem = stem[: found.start()]
    beside = sorted(one for one in file.parent.iterdir() if one.stem == stem and one.is_file() and one != file)
    return [one for one in beside if one.suffix.lower() not in (".toml", ".sqlite", ".html")]


def _list(text: str) -> str:
    return "" if text.casefold() == NONE else str(existing_file(text))


def _has_verdicts(file: Path) -> bool:
    with suppress(LeadsError):
        read_verdicts(file)
        return True
    return False
