"""Phone columns that nobody has named: what is guessed, and what is said of that."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from noojee_dq.cli.messages import fail, note
from noojee_dq.words.counts import first_of
from noojee_dq.words.display import MAX_HEADING, cut

if TYPE_CHECKING:
    import pandas as pd

    from noojee_dq.phones import PhoneGuess

#: Headings that are named where none is that of a phone column.
_MOST_HEADINGS: Final = 12


def guessed(leads: "pd.DataFrame", region: str | None) -> "list[PhoneGuess]":
    """Guess which columns hold phone numbers, at least one, and say what was guessed and why.

    Args:
        leads: one lead per row.
        region: country of numbers written without one, as ISO code or English name; None = Australia.
    """
    from noojee_dq.phones import guess_reasons, phone_guesses

    guesses = phone_guesses(leads, region or "AU")
    found = [cut(heading, MAX_HEADING) for heading in taken(guesses)]
    if found:
        note(f"phone columns, guessed: {', '.join(found)}")
    for line in guess_reasons(guesses):
        note(f"  {line}")
    if found and len(found) < len(guesses):
        note("  if one of those left out is meant, name all phone columns with --phone-field")
    if not found:
        fail(_none_found(leads), 2)
    return guesses


def _none_found(leads: "pd.DataFrame") -> str:
    """Say where phone columns were looked for, so that a wrong sheet or row of headings shows."""
    from noojee_dq.leads.workbook import UNREAD_SHEETS

    lines = [
        "no column looks like phone numbers: name them with --phone-field, or in a campaign file",
        f"  the headings that were read: {headings_text(list(leads.columns))}",
        *(f"  {said}" for said in leads.attrs.get("notes", ())),
    ]
    if any(UNREAD_SHEETS in line for line in lines):
        lines.append("  if the leads stand in another sheet, name it with --sheet")
    return "\n".join(lines)


def headings_text(headings: Sequence[str]) -> str:
    """List headings, the first ones of many.

    Example:
        >>> headings_text(["Name", "Phone"])
        '"Name", "Phone"'
    """
    return first_of((f'"{cut(heading, MAX_HEADING)}"' for heading in headings), _MOST_HEADINGS)


def taken(guesses: "list[PhoneGuess]") -> list[str]:
    """Return the columns that were guessed."""
    return [guess.heading for guess in guesses if guess.guessed]
