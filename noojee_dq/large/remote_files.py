"""Lead files that lie elsewhere: named by a URL, as fsspec knows them, and copied into the folder of the check."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import Any, Final, NamedTuple

from noojee_dq.errors import LeadsError
from noojee_dq.large.folder import Folder, said_of
from noojee_dq.leads.named_files import no_match

#: Where in the working folder the copies are.
COPIES: Final = "copies"
#: Bytes that are copied at a time.
_BLOCK: Final = 4 << 20
#: A password, and what signs a request: reports name files, and anybody may read these.
_SECRETS: Final = re.compile(
    # Before the host of other systems than the web, a name alone can be that of a place, as in "abfs://lists@host".
    r"(?:(?<=http://)|(?<=https://))[^/\s]*@|(?<=//)[^/\s]*:[^/\s]*@|\?\S*",
    re.IGNORECASE,
)


class LeadFile(NamedTuple):
    """A lead file of a check.

    Attributes:
        name: what reports call it.
        place: its path, on this computer or in its file system.
        system: of fsspec; None = it lies on this computer.
        size: bytes that a copy of it takes, as far as that is known.
    """

    name: str
    place: str
    system: Any = None
    size: int = 0


def remote_files(url: str) -> list[LeadFile]:
    """Return the files that a URL means, those of a pattern in the order of their names.

    Args:
        url: of a file, or with `*` for any part of a name.

    Raises:
        LeadsError: there is none, or nobody can look there.
    """
    name = without_secrets(url)
    with _errors_of(name):
        import fsspec

        system, place = fsspec.url_to_fs(url)
        # What it has seen at an earlier check of this process.
        system.invalidate_cache()
        if "*" not in name:
            return [_file(name, system, place)]
        found = sorted(system.glob(place))
        if not found:
            raise no_match(name)
        # Of some systems a place does not say on which host it is.
        start = name.removesuffix(place) if name.endswith(place) else None
        return [_file(system.unstrip_protocol(one) if start is None else start + one, system, one) for one in found]


def local_copies(files: Sequence[LeadFile], folder: Folder) -> list[str]:
    """Copy the files that lie elsewhere, and return the paths of all.

    Args:
        files: of the leads.
        folder: of the check.

    Raises:
        LeadsError: one cannot be read as a whole.
        OutputError: the folder has not enough room.
    """
    return [
        file.place if file.system is None else _copied(file, folder, number) for number, file in enumerate(files, 1)
    ]


def without_secrets(text: str) -> str:
    """Return a URL, or what is said of it, without what lets others in.

    Example:
        >>> without_secrets("https://ann:secret@example.com/leads.csv?signature=abc")
        'https://example.com/leads.csv'
    """
    return _SECRETS.sub("", text)


def _file(name: str, system: Any, place: str) -> LeadFile:
    found = system.info(place)
    if found["type"] == "directory":
        raise LeadsError(f"{name}: this is a folder: name one of the files in it, or all of them with {name}/*")
    # Of some systems a place is the whole URL.
    return LeadFile(without_secrets(name), place, system, found.get("size") or 0)


def _copied(file: LeadFile, folder: Folder, number: int) -> str:
    # Under its own name, which tells what it is, and which messages say. A signature can be longer than a name may be.
    path = folder.working / COPIES / f"{number:06}" / PurePosixPath(file.name).name
    with said_of(folder.path):
        path.parent.mkdir(mode=0o700)
        with path.open("xb") as copy:
            copied = sum(map(copy.write, _blocks(file)))
    if copied < file.size:
        raise LeadsError(f"{file.name}: only {copied:,} of its {file.size:,} bytes came: run the check again")
    return str(path)


def _blocks(file: LeadFile) -> Iterator[bytes]:
    with _errors_of(file.name), file.system.open(file.place, "rb") as source:
        while block := source.read(_BLOCK):
            yield block


@contextmanager
def _errors_of(name: str) -> Iterator[None]:
    """Let errors of any file system name the file, and say what to do."""
    try:
        yield
    except LeadsError:
        raise
    except FileNotFoundError:
        raise LeadsError(f"{name}: there is no such file: check its name and its folder") from None
    except ImportError as error:
        raise LeadsError(f"{name}: what reads such a URL is not installed ({error}): pip install it") from None
    except Exception as error:  # noqa: BLE001 - each file system has errors of its own
        reason = without_secrets(f"{type(error).__name__}: {error}")
        raise LeadsError(
            f"{name}: cannot be read ({reason}): check the URL, and how fsspec is to sign in; or copy the file to this "
            "computer"
        ) from None
