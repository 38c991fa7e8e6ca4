"""How many examples a property test tries: few and the same ones at each usual run, many new ones while exploring."""

from collections.abc import Collection, Iterable
from typing import Any

import pytest
from hypothesis import settings

#: What `default` of `conftest.py` has; counts are given for it.
USUAL = 25


def examples(count: int, **others: Any) -> settings:
    """Settings of a test whose examples take longer than most, or less long.

    Args:
        count: how many it tries in a usual run; the profile `long` tries more in the same proportion.
        others: any other setting of hypothesis.
    """
    return settings(max_examples=count * settings().max_examples // USUAL, **others)


def mostly_long(values: Iterable[Any], usual: Collection[Any]) -> list[Any]:
    """Parameters of a test of which the usual run takes some, and the long run the others."""
    return [pytest.param(value, marks=[] if value in usual else pytest.mark.long) for value in values]
