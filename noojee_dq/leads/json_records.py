"""JSON: an array of records, or one record after the other (JSON lines)."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final, NoReturn

import pandas as pd

from noojee_dq.errors import LeadsError
from noojee_dq.leads.table import Table
from noojee_dq.leads.text import as_text

#: Also of what is no JSON and only looks like it ({'Name': 1}, {Name: 1}): it is an error, and no table.
_BEGINNING: Final = re.compile(r"\s*(?:\{\s*(?:[\"'}]|\w+\s*:)|\[\s*(?:[{\[\"'\]]|$))")
_SPACE: Final = re.compile(r"\s*")
#: What stands in the text for values that Python reads as others.
_WORDS: Final = {None: "", True: "true", False: "false"}
_FLAT: Final = 'a lead is one record of plain values, such as {"Name": "Ann", "Phone": "0491 570 006"}'


def is_json(sample: str) -> bool:
    """Say whether a text is JSON, by how it begins.

    Example:
        >>> is_json('{"Phone": "1"}'), is_json("[Phone],[Name]")
        (True, False)
    """
    return _BEGINNING.match(sample) is not None


def read_json(text: str, encoding: str, notes: list[str]) -> Table:
    """Read records, each as a row; rows count from 1, and every key is a heading.

    Values are the text that stands there (digits of any number, zeros after the point), null is blank, and so is a key
    that a record lacks.

    Args:
        text: of the file.
        encoding: the name of the one that it came in.
        notes: gets how it was read.

    Raises:
        LeadsError: it is no JSON, or a record is none of a lead; the text names it by its number.
    """
    try:
        records = list(_records(text))
    except json.JSONDecodeError as error:
        raise LeadsError(f"line {error.lineno}: the JSON is broken there ({error.msg}): ask for it again") from None
    except RecursionError:
        raise LeadsError(f"the JSON is nested too deeply: {_FLAT}") from None
    if not records:
        raise LeadsError("the file is empty: it holds no record")
    body = as_text(pd.DataFrame(records, dtype="object"))
    headings = [str(heading) for heading in body.columns]
    body.columns = pd.RangeIndex(len(headings))
    body.index = pd.RangeIndex(1, len(body) + 1, name="row")
    notes.append(f"read as JSON, {encoding}: a row is a record, counted from 1")
    return Table(headings, body)


def _records(text: str) -> Iterator[dict[str, str]]:
    for number, value in enumerate(_values(text), start=1):
        if not isinstance(value, _Pairs):
            raise LeadsError(f"record {number} is {_kind(value)}: {_FLAT}")
        yield _flat(value, number)


def _flat(pairs: "_Pairs", number: int) -> dict[str, str]:
    record: dict[str, str] = {}
    for key, value in pairs:
        if key in record:
            raise LeadsError(f"record {number} has the key {key!r} twice: nobody can say which value counts")
        if isinstance(value, list):
            raise LeadsError(f"record {number}: {key!r} holds {_kind(value)}: {_FLAT}; save what is inside as the file")
        record[key] = value if isinstance(value, str) else _WORDS[value]
    return record


class _Pairs(list[tuple[str, Any]]):
    """A record, with each key as often as it stands there."""


def _kind(value: Any) -> str:
    return "a record" if isinstance(value, _Pairs) else "a list" if isinstance(value, list) else "a single value"


def _values(text: str) -> Iterator[Any]:
    """Return the values of an array, or those that follow each other, one by one: an error then has a number."""
    decoder = json.JSONDecoder(object_pairs_hook=_Pairs, parse_int=str, parse_float=str, parse_constant=str)
    at = _next(text, 0)
    is_array = text.startswith("[", at)
    at = _next(text, at + is_array)
    if is_array and text.startswith("]", at):
        at = _end(text, at)
    while at < len(text):
        value, at = decoder.raw_decode(text, at)
        yield value
        at = _next(text, at)
        if is_array:
            at = _after_value(text, at)


def _after_value(text: str, at: int) -> int:
    """Return where the next value of an array begins, or the end of the text."""
    if text.startswith("]", at):
        return _end(text, at)
    if not text.startswith(",", at):
        _refuse("Expecting ',' or ']'", text, at)
    at = _next(text, at + 1)
    return at if at < len(text) else _refuse("Expecting value", text, at)


def _end(text: str, at: int) -> int:
    at = _next(text, at + 1)
    return at if at == len(text) else _refuse("Extra data", text, at)


def _next(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _refuse(message: str, text: str, at: int) -> NoReturn:
    raise json.JSONDecodeError(message, text, at)
