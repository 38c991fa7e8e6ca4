"""The batch that the rules of one validation share, so that each column is parsed once."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from noojee_dq.batch.batch import Batch
from noojee_dq.errors import NoojeeError


class Run:
    """One validation of a schema.

    Attributes:
        error: why there is no verdict, where a rule could not be judged; pandera would report it like a bad lead.
    """

    def __init__(self) -> None:
        self.error: NoojeeError | None = None
        self._leads: object = None
        self._batches: dict[Hashable, Batch] = {}

    def batch(self, leads: object, key: Hashable, make: Callable[[], Batch]) -> Batch:
        """The batch of the leads under some settings, made where the run has none of these very leads.

        Args:
            leads: the frame that pandera gave to the rule.
            key: stands for all settings of the batch.
            make: makes it.
        """
        # A schema within a check, and a column that drops rows, give other leads to the same rules.
        if leads is not self._leads:
            self._leads, self._batches = leads, {}
        if key not in self._batches:
            self._batches[key] = make()
        return self._batches[key]


_run: ContextVar[Run | None] = ContextVar("noojee_dq_run", default=None)


def current_run() -> Run:
    """The validation that is going on; one that is over at once where a rule stands in another's schema.

    A frame can change from one validation to the next, so nothing is shared beyond one.

    Example:
        >>> current_run() is current_run()
        False
    """
    return _run.get() or Run()


@contextmanager
def one_run() -> Iterator[None]:
    """Validate leads that stay as they are, and end it with the error of a rule that could not be judged.

    Raises:
        NoojeeError: a rule could not be judged.

    Example:
        >>> with one_run():
        ...     current_run() is current_run()
        True
    """
    run = Run()
    token = _run.set(run)
    try:
        yield
    finally:
        _run.reset(token)
        if run.error is not None:
            raise run.error from None
