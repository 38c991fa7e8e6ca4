"""Phone cells in the terms of the checks: what the PBX would hold, what could be dialled, what counts as the same."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
import phonenumbers
import pyarrow as pa
import pyarrow.compute as pc

from noojee_dq.arrow.columns import Mask, Positions, as_mask, bytes_of, column_of, lengths, selected
from noojee_dq.arrow.threads import side_by_side
from noojee_dq.campaign import Campaign
from noojee_dq.codes import MIN_PHONE_DIGITS
from noojee_dq.phones import PROBLEMS, apply_patterns, phone_verdicts
from noojee_dq.phones.digit_keys import NO_KEY, POWERS, Keys, digit_keys
from noojee_dq.phones.digits import digits_in_any_script
from noojee_dq.phones.metadata import TYPE_CODES
from noojee_dq.phones.problems import DAMAGED, PROBLEM_CODES
from noojee_dq.phones.verdicts import NONE, REGIONS, Verdicts

#: The key of all numbers with more digits than a key has, or with others than ASCII ones: they are compared as text.
LONG: Final = np.iinfo(np.int64).min

#: The calling code of each region, by its place in `REGIONS`; 0 for what belongs to none.
_CALLING_CODES: Final = np.array([phonenumbers.country_code_for_region(region) for region in REGIONS])


@dataclass(frozen=True, eq=False)
class PhoneColumn:
    """A phone column in the terms of the checks; made by `phone_column`.

    Args:
        verdicts: what libphonenumber says of each cell.
        held: the PBX takes it for a number: it matches a phone pattern, or without patterns has at least 6 digits,
            those included that the letters of a valid number stand for (1300 FLOWER).
        usable: it can be dialled: held with patterns, else valid and not damaged.
        comparable: it is compared with other numbers.
    """

    verdicts: Verdicts
    held: Mask
    usable: Mask
    comparable: Mask

    @property
    def number(self) -> Any:
        """The form in which numbers are compared, as Arrow text: E.164 where valid, else the digits; "" = none.

        It is made anew each time: few ask for it, and it would take as much memory as the cells.
        """
        numbers = pc.coalesce(self.verdicts.e164, self.verdicts.digits)
        return numbers if self.comparable.all() else pc.if_else(self.comparable, numbers, "")

    @property
    def key(self) -> Keys:
        """The same as integers, many times as fast: a valid number itself, minus the key of other digits; 0 = none."""
        keys = np.where(self.comparable, self.verdicts.number, 0)
        others = np.flatnonzero(self.comparable & (keys == 0))
        keys[others] = _keys_of_digits(digits_in_any_script(self.verdicts.cells.take(pa.array(others))))
        return keys

    @property
    def valid(self) -> Mask:
        """Whether libphonenumber calls it a valid number."""
        return self.verdicts.type != NONE

    def where(self, filled: Mask) -> "PhoneColumn":
        """Return the column, but what is not filled is no number, and what the PBX does not hold, nobody can share."""
        held = self.held & filled
        return PhoneColumn(self.verdicts, held, self.usable & filled, self.comparable & held)

    def of_type(self, name: str) -> Mask:
        """Say whether it is a valid number of a type."""
        return self.verdicts.type == TYPE_CODES[name]

    def with_problem(self, *names: str) -> Mask:
        """Say whether it has one of some problems."""
        return _with_problem(self.verdicts, *names)

    @property
    def with_any_problem(self) -> Mask:
        """Whether anything is odd about it."""
        return self.verdicts.problem != NONE

    def problem_texts(self, at: Positions, say: Callable[[str | None], str]) -> pd.Series:
        """Return what is to be said of the problems of the cells at some positions; None = it has none."""
        texts = pd.array([*map(say, PROBLEMS), say(None)], dtype="str")
        # The code of none, -1, is the last place.
        return pd.Series(texts.take(self.verdicts.problem[at] % len(texts)))

    def is_abroad(self, calling_code: int) -> Mask:
        """Say whether it is a valid number of another calling code."""
        # The place of none, -1, is the last.
        return self.valid & (_CALLING_CODES[self.verdicts.region] != calling_code)


def is_long(keys: Keys) -> Mask:
    """Say which keys are those of numbers that have none by themselves: `LONG`, or what `comparable_keys` makes of it.

    Example:
        >>> is_long(np.array([LONG + 1, -192341234, 61491570006])).tolist()
        [True, False, False]
    """
    return keys < LONG // 2


def number_keys(numbers: pd.Series) -> Keys:
    """Return the key of each number in the form of `PhoneColumn.number`.

    Example:
        >>> number_keys(pd.Series(["+61491570006", "92341234", "", "1" * 17])).tolist() == [
        ...     61491570006, -192341234, 0, LONG
        ... ]
        True
    """
    texts = column_of(numbers)
    ends, data = bytes_of(texts)
    size = np.diff(ends)
    valid = size > 0
    valid[valid] = data[ends[:-1][valid]] == ord("+")
    keys = np.zeros(len(texts), dtype=np.int64)
    others = (size > 0) & ~valid
    keys[others] = _keys_of_digits(selected(texts, others))
    # A valid number can have more digits than a key.
    keys[valid] = pc.utf8_slice_codeunits(selected(texts, valid), 1).cast(pa.int64()).to_numpy()
    return keys


def comparable_keys(columns: Sequence[PhoneColumn], listed: pd.Series | None) -> tuple[Keys, Keys]:
    """Return the keys of the numbers of some columns, one after the other, and of a list to compare them with.

    Args:
        columns: of the leads.
        listed: numbers in the form of `PhoneColumn.number`; None = there is no list.

    Returns:
        Equal keys for equal numbers, also for those that have no key by themselves; 0 = no number.
    """
    listed = pd.Series([], dtype="str") if listed is None else listed
    keys = np.concatenate(side_by_side(lambda column: column.key, columns, len(columns[0].held)))
    held = number_keys(listed)
    places = np.flatnonzero(keys == LONG)
    if len(places):
        texts = pa.concat_arrays([column.number for column in columns]).take(pa.array(places)).to_pandas()
        own, _ = pd.factorize(pd.concat([texts, listed[held == LONG]], ignore_index=True).astype("str"))
        keys[places], held[held == LONG] = LONG + 1 + own[: len(places)], LONG + 1 + own[len(places) :]
    return keys, held


def _keys_of_digits(digits: Any) -> Keys:
    keys = digit_keys(digits)
    # Digits of some scripts stay as they are, and have no key either.
    return np.where((keys == NO_KEY) | ~as_mask(pc.string_is_ascii(digits)), LONG, -keys)


def phone_column(cells: pd.Series, campaign: Campaign, region: str | pd.Series) -> PhoneColumn:
    """Parse phone cells, and say what the server makes of them.

    Args:
        cells: phone cells as text.
        campaign: gives the PBX's phone patterns, if any.
        region: ISO code of the country of numbers written without one, or one for each cell.

    Returns:
        What is known of each cell.

    Example:
        >>> phones = phone_column(pd.Series(["0491 570 006", "9234 1234", "none"]), Campaign(), "AU")
        >>> phones.usable.tolist(), phones.number.to_pylist()
        ([True, False, False], ['+61491570006', '92341234', ''])
    """
    matched = None
    if campaign.phone_patterns:
        matches = apply_patterns(cells, campaign.phone_patterns)
        cells, matched = matches["stored"].fillna(cells), matches["matched"].to_numpy()
    verdicts = phone_verdicts(cells, region)
    long_enough = _with_digits(verdicts, MIN_PHONE_DIGITS)
    # Two numbers cut off alike are not the same number, so they are never compared.
    whole = ~_with_problem(verdicts, "excel_lossy")
    if matched is not None:
        held = matched & _with_digits(verdicts, 1)
        return PhoneColumn(verdicts, held, held, (held | long_enough) & whole)
    comparable = long_enough & whole
    usable = long_enough & (verdicts.type != NONE) & ~_with_problem(verdicts, *DAMAGED)
    return PhoneColumn(verdicts, long_enough, usable, comparable)


def _with_digits(verdicts: Verdicts, fewest: int) -> Mask:
    """Say which numbers have so many digits in the form in which they are compared, where letters are digits too."""
    enough = verdicts.number >= POWERS[fewest - 1]
    others = np.flatnonzero(verdicts.number == 0)
    enough[others] = lengths(digits_in_any_script(verdicts.cells.take(pa.array(others)))) >= fewest
    return enough


def _with_problem(verdicts: Verdicts, *names: str) -> Mask:
    # A comparison of small integers takes less than a tenth of the time of `np.isin`.
    return np.logical_or.reduce([verdicts.problem == PROBLEM_CODES[name] for name in names])
