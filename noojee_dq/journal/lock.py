"""One process at a time sends a run: the lock beside its journal."""

from pathlib import Path

from filelock import FileLock, Timeout

from noojee_dq.errors import JournalError
from noojee_dq.words.commands import command

#: Seconds that a run waits for a lock: `is_locked` takes it for an instant.
_PATIENCE = 0.2


class JournalLock:
    """The lock of a journal, held until it is released.

    Args:
        path: the journal; it need not be there yet, but its folder must.

    Raises:
        JournalError: another process holds it, or no file can be made in the folder.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     lock = JournalLock(Path(folder, "run.sqlite"))
        ...     held = is_locked(Path(folder, "run.sqlite"))
        ...     lock.release()
        >>> held
        True
    """

    def __init__(self, path: Path) -> None:
        self._path = _lock_path(path)
        self._lock = FileLock(self._path, mode=0o600, thread_local=False)
        try:
            self._lock.acquire(timeout=_PATIENCE)
        except Timeout:
            raise JournalError(
                f"{path} is in use: another process is sending this run. Wait until it has ended "
                f"({command('status', path)} says how far it is)"
            ) from None
        except OSError as error:
            raise JournalError(f"{path}: cannot be written ({error.strerror})") from None

    def release(self) -> None:
        """Let others have it, and leave no file."""
        # Should two processes hold it for that, the journal itself lets one of them send.
        self._path.unlink(missing_ok=True)
        self._lock.release()


def is_locked(path: Path) -> bool:
    """Say whether a process is sending the run of a journal at this moment.

    Example:
        >>> is_locked(Path("missing.sqlite"))
        False
    """
    if not _lock_path(path).exists():
        return False
    try:
        with FileLock(_lock_path(path), mode=0o600, timeout=0):
            return False
    except Timeout:
        return True
    except OSError:
        # Where nothing can be written, no run can be sent.
        return False


def _lock_path(path: Path) -> Path:
    # A link to a journal leads to the same run, so it must lead to the same lock.
    real = path.resolve()
    return real.with_name(f"{real.name}.lock")
