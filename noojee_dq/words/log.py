"""What a service logs of this package: under `noojee_dq`, without phone numbers, and nowhere unless it asks for it."""

import logging
from typing import Final

from noojee_dq.words.masking import mask_message

#: One logger for all of the package, so that a service names it once.
LOGGER: Final = logging.getLogger("noojee_dq")
# Without it, Python writes warnings on stderr for whoever has not set up logging.
LOGGER.addHandler(logging.NullHandler())


def log(text: str, level: int = logging.INFO) -> None:
    """Log what happens; phone numbers in it are masked.

    Args:
        text: what happens.
        level: how much it matters, as `logging` has it.

    Example:
        >>> log("read leads.csv: 2 leads")
    """
    if LOGGER.isEnabledFor(level):
        LOGGER.log(level, "%s", mask_message(text))
