"""What becomes of an error that ends a command: a message and an exit code."""

from collections.abc import Iterator
from contextlib import contextmanager

from noojee_dq.cli.messages import fail, where
from noojee_dq.errors import LeadsError, NoojeeError, OutputError, PbxError


@contextmanager
def failures_said() -> Iterator[None]:
    """End the program with a message and an exit code where the work within fails, and never with a traceback."""
    try:
        yield
    except LeadsError as error:
        fail(str(error), 3)
    except (PbxError, OutputError) as error:
        fail(str(error), 4)
    except NoojeeError as error:
        fail(str(error), 2)
    except OSError as error:
        fail(f"{error.filename or 'output'}: cannot be written ({error.strerror})", 2)
    except Exception as error:  # noqa: BLE001 - exit code 1 means findings, so a crash must not end with it
        fail(f"{where(error)}. This is a defect of noojee-dq: please report it", 2)
