"""Which columns of a file hold phone numbers, and why."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import pandas as pd

from noojee_dq.arrow.cells import is_no_change
from noojee_dq.leads import as_text
from noojee_dq.phones.digits import digits
from noojee_dq.phones.parse import known_region
from noojee_dq.phones.phone_headings import HeadingKind, heading_kind, names_other_thing, refuses_calls
from noojee_dq.phones.sampled_cells import SampledCells, times_of_one_number
from noojee_dq.words.counts import counted, percentage
from noojee_dq.words.display import MAX_HEADING, cut

#: Of the filled cells so many must read as numbers: in one real list 95 % of them lack their area code.
_NUMBER_SHARE: Final = 0.5
#: Where the heading is not enough, so many must be numbers that can be dialled.
_VALID_SHARE: Final = 0.8
#: One number on a larger share of the leads is that of a head office; of a household, or a small firm, there are
#: fewer leads than this, which in a short file may be a tenth all the same.
_SHARED_SHARE: Final = 0.1
_SHARED_LEADS: Final = 10
#: Columns left out that are named.
_MOST_LEFT: Final = 6
#: Leads by which most columns differ.
_FIRST: Final = 100


class PhoneGuess(NamedTuple):
    """What is guessed of one column.

    Args:
        heading: of the column.
        guessed: whether it is taken for a phone column.
        reason: why, or why not.
        doubtful: phone numbers stand in it for all that can be told, although it is not guessed: in a list of numbers
            not to be called they count.
    """

    heading: str
    guessed: bool
    reason: str
    doubtful: bool = False


def guess_phone_columns(leads: pd.DataFrame, region: str = "AU") -> list[str]:
    """Guess the columns that hold phone numbers, by heading and content; fax numbers are left out.

    `noojee_dq.phones.phone_guesses` gives the reasons too, and the columns that might be meant.

    Args:
        leads: one lead per row, columns of any dtype.
        region: country of numbers written without one, as ISO code or English name.

    Returns:
        Headings, in file order, for `Campaign(phone_fields=...)`; empty where nothing looks like a phone number.

    Raises:
        LeadsError: the headings of the frame are ambiguous.

    Example:
        >>> guess_phone_columns(pd.DataFrame({"Name": ["Ann"], "Mobile": ["0491 570 006"], "Fax": ["0355501234"]}))
        ['Mobile']
    """
    return [guess.heading for guess in phone_guesses(leads, region) if guess.guessed]


def phone_guesses(leads: pd.DataFrame, region: str = "AU") -> list[PhoneGuess]:
    """Say of the columns that are, or might be, phone columns whether they are guessed to be, and why.

    A column counts whose heading names a phone and of whose filled cells most read as numbers, good or bad ones. Where
    there is none, a column of good numbers does under any heading that does not name something else.

    Args:
        leads: one lead per row, columns of any dtype.
        region: country of numbers written without one, as ISO code or English name.

    Returns:
        The guesses, in file order; other columns are not mentioned.

    Raises:
        CampaignError: there is no such country.
        LeadsError: the headings of the frame are ambiguous.

    Example:
        >>> leads = pd.DataFrame({"Mobile": ["0491 570 006"], "Mobile since": ["2025-03-01"]})
        >>> [(guess.heading, guess.guessed, guess.reason) for guess in phone_guesses(leads)][1]
        ('Mobile since', False, 'dates or times')
    """
    region = known_region(region)
    text = as_text(leads)
    guesses = {heading: _by_heading(text[heading], heading, region) for heading in text.columns}
    alone = not any(guess and guess.guessed for guess in guesses.values())
    for heading in [heading for heading, guess in guesses.items() if guess is None]:
        guesses[heading] = _by_content(text[heading], heading, region, alone=alone)
    return _with_copies([guess for guess in guesses.values() if guess], text)


def guess_reasons(guesses: Sequence[PhoneGuess]) -> list[str]:
    """Say in a line each why columns were taken for phone columns, then why others were not.

    Args:
        guesses: of the columns of a file.

    Example:
        >>> guess_reasons([PhoneGuess("Fax", False, "its heading says so"), PhoneGuess("Tel", True, "its heading")])
        ['Tel: its heading', 'not Fax: its heading says so']
    """
    found = [f"{cut(guess.heading, MAX_HEADING)}: {guess.reason}" for guess in guesses if guess.guessed]
    left = [f"not {cut(guess.heading, MAX_HEADING)}: {guess.reason}" for guess in guesses if not guess.guessed]
    more = [f"and {len(left) - _MOST_LEFT:,} more that might have been meant"] if len(left) > _MOST_LEFT else []
    return [*found, *left[:_MOST_LEFT], *more]


def _by_heading(column: pd.Series, heading: str, region: str) -> PhoneGuess | None:
    """Guess by the heading, then by the cells; None = the heading says nothing."""
    kind = heading_kind(heading)
    if kind is HeadingKind.NONE or (kind is HeadingKind.PERHAPS and column.empty):
        return None
    if kind is HeadingKind.OTHER:
        return PhoneGuess(heading, False, "its heading says that these are no phone numbers")
    cells = SampledCells(column, region)
    if cells.written.empty:
        return _without_cells(column, heading, kind)
    refused = _why_no_numbers(cells)
    if kind is HeadingKind.PERHAPS and not cells.numbers + cells.moments:
        return None
    if kind is HeadingKind.REFUSED:
        return PhoneGuess(heading, False, "its heading says that these are not to be called", doubtful=not refused)
    if refused:
        return PhoneGuess(heading, False, refused, doubtful=kind is HeadingKind.PHONE and cells.numbers > 0)
    if kind is HeadingKind.PERHAPS and cells.valid < _VALID_SHARE:
        reason = f"its heading leaves it open, and {_share(cells.valid)} of its filled cells are good numbers"
        return PhoneGuess(heading, False, reason)
    return _unless_shared(column, heading, cells)


def _without_cells(column: pd.Series, heading: str, kind: HeadingKind) -> PhoneGuess:
    if column.empty:
        return PhoneGuess(heading, kind is HeadingKind.PHONE, "its heading; the file has no lead")
    kept = kind is HeadingKind.PHONE and bool(is_no_change(column).any())
    return PhoneGuess(heading, kept, "its heading; its leads keep the stored numbers" if kept else "empty")


def _by_content(column: pd.Series, heading: str, region: str, *, alone: bool) -> PhoneGuess | None:
    """Guess by the cells of a column whose heading says nothing; None = they are no phone numbers."""
    cells = SampledCells(column, region)
    if cells.written.empty or _why_no_numbers(cells) or cells.valid < _VALID_SHARE:
        return None
    if cells.prose > 1 - _VALID_SHARE:
        return None
    other = names_other_thing(heading)
    if other or not alone or refuses_calls(heading):
        return PhoneGuess(heading, False, "phone numbers, but its heading does not say so", doubtful=not other)
    return _unless_shared(column, heading, cells)


def _why_no_numbers(cells: SampledCells) -> str:
    """Say why cells are no phone numbers, not even wrong ones; "" = most of them are."""
    if cells.numbers >= _NUMBER_SHARE:
        return ""
    if cells.moments >= _NUMBER_SHARE:
        return "dates or times"
    return f"{_share(cells.numbers)} of its filled cells read as numbers"


def _unless_shared(column: pd.Series, heading: str, cells: SampledCells) -> PhoneGuess:
    # To count all numbers takes long: only where one stands out in a sample.
    doubtful = times_of_one_number(cells.written) > _SHARED_SHARE / 2 * len(cells.written)
    sharing = times_of_one_number(column) if doubtful else 0
    if sharing >= _SHARED_LEADS and sharing > _SHARED_SHARE * len(column):
        reason = f"one number stands on {sharing:,} of {counted(len(column), 'lead')}, like that of a head office"
        return PhoneGuess(heading, False, reason, doubtful=True)
    return PhoneGuess(heading, True, f"{_share(cells.numbers)} of its filled cells read as numbers")


def _with_copies(guesses: list[PhoneGuess], text: pd.DataFrame) -> list[PhoneGuess]:
    """Say of phone columns which ones hold the numbers of another, lead by lead: one of them is enough."""
    told: list[PhoneGuess] = []
    for guess in guesses:
        before = [other.heading for other in told if other.guessed and guess.guessed]
        twin = next((one for one in before if _same_numbers(text[one], text[guess.heading])), None)
        told.append(guess._replace(reason=f"{guess.reason}; the same numbers as {twin}") if twin else guess)
    return told


def _same_numbers(one: pd.Series, other: pd.Series) -> bool:
    numbers = digits(one.head(_FIRST)), digits(other.head(_FIRST))
    if not numbers[0].equals(numbers[1]):
        return False
    every = digits(one)
    return bool(every.ne("").any()) and every.equals(digits(other))


def _share(share: float) -> str:
    return percentage(round(share * 1000), 1000).replace(".0%", "%")
