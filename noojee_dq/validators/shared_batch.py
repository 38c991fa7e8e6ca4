"""The batch that the rules of one validation share, so that each column is parsed once."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from noojee_dq.batch.batch import Batch
from noojee_dq.errors import NoojeeError


class Run:
    """One validation of a schema.

    Args:
        shares: whether the leads stay as they are while it runs, so that rules can share a batch. The parser of a
            column changes the very frame that other rules have seen.

    Attributes:
        error: why there is no verdict, where a rule could not be judged; pandera would report it like a bad lead.
    """

    def __init__(self, *, shares: bool) -> None:
        self.shares = shares
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
        if not self.shares:
            return make()
        # A schema within a check, and a column that drops rows, give other leads to the same rules.
        if leads is not self._leads:
            self._leads, self._batches = leads, {}
        if key not in self._batches:
            self._batches[key] = make()
        return self._batches[key]


_run: ContextVar[Run | None] = ContextVar("noojee_dq_run", default=None)


def current_run() -> Run:
    """The validation that is going on; one that shares nothing where a rule stands in another's schema.

    Example:
        >>> current_run().shares
        False
    """
    return _run.get() or Run(shares=False)


@contextmanager
def one_run(*, shares: bool) -> Iterator[None]:
    """Validate within a run, and end it with the error of a rule that could not be judged.

    Args:
        shares: as for `Run`.

    Raises:
        NoojeeError: a rule could not be judged.

    Example:
        >>> with one_run(shares=True):
        ...     current_run().shares
        True
    """
    run = Run(shares=shares)
    token = _run.set(run)
    try:
        yield
    finally:
        _run.reset(token)
        if run.error is not None:
            raise run.error from None
