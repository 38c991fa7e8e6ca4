"""The batch that the rules of one validation share, so that each column is parsed once."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from noojee_dq.batch.batch import Batch
from noojee_dq.errors import NoojeeError


class Validation:
    """One validation of a schema.

    Attributes:
        error: why there is no verdict, where a rule could not be judged; pandera would report it like a bad lead.
    """

    def __init__(self) -> None:
        self.error: NoojeeError | None = None
        self._leads: object = None
        self._batches: dict[Hashable, Batch] = {}

    def batch(self, leads: object, key: Hashable, make: Callable[[], Batch]) -> Batch:
        """Return the batch of the leads under some settings, made where the validation has none of these very leads.

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


_validation: ContextVar[Validation | None] = ContextVar("noojee_dq_validation", default=None)


def current_validation() -> Validation:
    """Return the validation that is going on; one that is over at once where a rule stands in another's schema.

    A frame can change from one validation to the next, so nothing is shared beyond one.

    Example:
        >>> current_validation() is current_validation()
        False
    """
    return _validation.get() or Validation()


@contextmanager
def one_validation() -> Iterator[None]:
    """Validate leads that stay as they are, and end it with the error of a rule that could not be judged.

    Raises:
        NoojeeError: a rule could not be judged.

    Example:
        >>> with one_validation():
        ...     current_validation() is current_validation()
        True
    """
    validation = Validation()
    token = _validation.set(validation)
    try:
        yield
    except Exception:
        if validation.error is None:
            raise
    finally:
        _validation.reset(token)
    if validation.error is not None:
        raise validation.error from None
