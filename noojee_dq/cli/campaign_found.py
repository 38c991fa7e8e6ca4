"""Which campaign file is meant where none is named: the nearest to the leads, and else that of the working folder."""

import os
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from noojee_dq.cli.messages import fail, note
from noojee_dq.cli.stdin import STDIN

if TYPE_CHECKING:
    from noojee_dq.show.document import CampaignUsed

CAMPAIGN_FILE: Final = Path("campaign.toml")


class CampaignFile(NamedTuple):
    """A campaign file, and how it came to be meant.

    Attributes:
        path: of the file; None = there is none.
        found: by its name, beside the leads, in a folder above them, or in the working folder.
    """

    path: Path | None = None
    found: Literal["named", "beside", "above", "here"] | None = None

    @property
    def option(self) -> str | None:
        """What names it in another command, which may find none, or another one, beside its own leads; None = no file.

        Example:
            >>> CampaignFile(Path("campaign.toml"), "beside").option, CampaignFile().option
            ('./campaign.toml', None)
        """
        if self.path is None:
            return None
        return str(self.path) if self.found == "named" else shown(self.path)

    @property
    def used(self) -> "CampaignUsed":
        """The same, as documents have it."""
        from noojee_dq.show.document import CampaignUsed
        from noojee_dq.words.masking import mask_message

        return CampaignUsed(
            path=None if self.path is None else mask_message(str(self.path.absolute())), found=self.found
        )


def campaign_file(named: Path | None, files: Iterable[Path]) -> CampaignFile:
    """Return the campaign file that is meant, and say on stderr which, where it was not named.

    Args:
        named: on the command line, or in the environment.
        files: of the leads.
    """
    if named is not None:
        return CampaignFile(named, "named")
    files = list(files)
    path = found_campaign(files)
    if path is None:
        return CampaignFile()
    here = CAMPAIGN_FILE.exists() and _folder(CAMPAIGN_FILE) != _folder(path)
    note(f"campaign: {shown(path)}{', which is nearer to the leads than ./campaign.toml' if here else ''}")
    return CampaignFile(path, _how_found(path, files))


def _how_found(path: Path, files: Iterable[Path]) -> Literal["beside", "above", "here"]:
    folder = _folder(path)
    folders = {file: _folder_of(file).resolve() for file in files}
    if any(folder == one for file, one in folders.items() if file != STDIN):
        return "beside"
    return "above" if any(folder in one.parents for one in folders.values()) else "here"


def _folder(path: Path) -> Path:
    """Return the folder of a campaign file, not that of another file to which it is a link: lists lie to the former."""
    return path.parent.resolve()


def found_campaign(files: Iterable[Path]) -> Path | None:
    """Find the campaign file of some files: beside them, or above, and else in the working folder; None = none."""
    found = {_folder(path): path for path in map(_at_or_above, files) if path is not None}
    if len(found) > 1:
        names = " and ".join(map(shown, found.values()))
        fail(f"the files belong to several campaigns ({names}): name the campaign file that is meant with -c", 2)
    if found:
        return next(iter(found.values()))
    return CAMPAIGN_FILE if CAMPAIGN_FILE.exists() else None


def _at_or_above(file: Path) -> Path | None:
    """Find the nearest campaign file in the folder of a file, and those above it."""
    beside = _folder_of(file)
    if beside == Path.cwd() and CAMPAIGN_FILE.exists():
        return CAMPAIGN_FILE
    for folder in (beside, *beside.parents):
        if folder != beside and _is_open_to_all(folder):
            return None  # Anybody could put a file there, which says where leads and the API key go.
        if (folder / CAMPAIGN_FILE).is_file():
            return folder / CAMPAIGN_FILE
    return None


def _folder_of(file: Path) -> Path:
    return Path(os.path.abspath(file)).parent  # noqa: PTH100 - links stay: beside is where a person sees the file


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
