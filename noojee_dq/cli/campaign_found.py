"""Which campaign file is meant where none is named: the nearest to the leads, and else that of the working folder."""

import os
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from noojee_dq.cli.messages import fail, note

CAMPAIGN_FILE: Final = Path("campaign.toml")


def campaign_file(named: Path | None, files: Iterable[Path]) -> Path | None:
    """Return the campaign file that is meant, and say on stderr which, where it was not named.

    Args:
        named: on the command line, or in the environment.
        files: of the leads.

    Returns:
        None = there is none.
    """
    if named is not None:
        return named
    found = found_campaign(files)
    if found is not None:
        here = CAMPAIGN_FILE.exists() and not CAMPAIGN_FILE.samefile(found)
        note(f"campaign: {shown(found)}{', which is nearer to the leads than ./campaign.toml' if here else ''}")
    return found


def found_campaign(files: Iterable[Path]) -> Path | None:
    """Find the campaign file of some files: beside them, or above, and else in the working folder; None = none."""
    found = {path.resolve(): path for path in map(_at_or_above, files) if path is not None}
    if len(found) > 1:
        names = " and ".join(map(shown, found.values()))
        fail(f"the files belong to several campaigns ({names}): name the campaign file that is meant with -c", 2)
    if found:
        return next(iter(found.values()))
    return CAMPAIGN_FILE if CAMPAIGN_FILE.exists() else None


def _at_or_above(file: Path) -> Path | None:
    """Find the nearest campaign file in the folder of a file, and those above it."""
    beside = Path(os.path.abspath(file)).parent  # noqa: PTH100 - links stay: beside is where a person sees the file
    if beside == Path.cwd() and CAMPAIGN_FILE.exists():
        return CAMPAIGN_FILE
    for folder in (beside, *beside.parents):
        if folder != beside and _is_open_to_all(folder):
            return None  # Anybody could put a file there, which says where leads and the API key go.
        if (folder / CAMPAIGN_FILE).is_file():
            return folder / CAMPAIGN_FILE
    return None


def _is_open_to_all(folder: Path) -> bool:
    # Windows tells nothing by these bits.
    return os.name == "posix" and bool(folder.stat().st_mode & stat.S_IWOTH)


def shown(path: Path) -> str:
    """Return the name of a file as one would type it.

    Example:
        >>> shown(Path("campaign.toml"))
        './campaign.toml'
    """
    here = Path.cwd()
    if not path.is_absolute() or path.is_relative_to(here):
        return f".{os.sep}{path.relative_to(here) if path.is_absolute() else path}"
    return str(path)
