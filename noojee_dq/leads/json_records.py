"""JSON: an array of records, or one record after the other (JSON lines)."""

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final, NoReturn

import pandas as pd
import pyarrow as pa

from noojee_dq.errors import LeadsError
from noojee_dq.leads.options import Reading
from noojee_dq.leads.table import body_of
from noojee_dq.words.masking import mask_text

#: Also of what is no JSON and only looks like it ({'Name': 1}, {Name: 1}): it is an error, and no table.
_BEGINNING: Final = re.compile(r"\s*(?:\{\s*(?:[\"'}]|\w+\s*:)|\[\s*(?:[{\[\"'\]]|$))")
#: An escape of half a character: whole only beside its other half.
_SURROGATE: Final = re.compile(r"\\u[dD][89a-fA-F]")
_PART_RECORDS: Final = 10_000
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


class JsonRecords:
    """The records of a text, part after part: every key of any of them is a heading.

    Values are the text that stands there (digits of any number, zeros after the point), null is blank, and so is a key
    that a record lacks.

    Args:
        text: of the file.

    Raises:
        LeadsError: it is no JSON, or a record is none of a lead; the text names it by its number.

    Example:
        >>> records = JsonRecords('{"Name": "Ann"}{"Phone": 1.50}')
        >>> records.headings, [body.to_numpy().tolist() for body in records.bodies()]
        (['Name', 'Phone'], [[['Ann', ''], ['', '1.50']]])
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self.headings = self._all_keys()

    def _all_keys(self) -> list[str]:
        keys: dict[str, None] = {}
        try:
            for record in _records(self._text):
                keys |= dict.fromkeys(record)
        except json.JSONDecodeError as error:
            raise LeadsError(f"line {error.lineno}: the JSON is broken there ({error.msg}): ask for it again") from None
        except RecursionError:
            raise LeadsError(f"the JSON is nested too deeply: {_FLAT}") from None
        if not keys:
            raise LeadsError("the file is empty: it holds no record with a value")
        return list(keys)

    def bodies(self) -> Iterator[pd.DataFrame]:
        """Return the records, each as a row counted from 1, as bodies of a `Table`."""
        # Record by record, as each has keys of its own; in parts, as their values take several times the memory.
        records, row = _records(self._text), 1
        while part := list(islice(records, _PART_RECORDS)):
            columns = [pa.array([one.get(key, "") for one in part], pa.large_string()) for key in self.headings]
            yield body_of(pa.Table.from_arrays(columns, list(map(str, range(len(columns))))), row)
            row += len(part)


def records_of(data: bytes, reading: Reading) -> JsonRecords:
    """Return the records of a file.

    Args:
        data: all of it, in UTF-8.
        reading: what was said of it.

    Raises:
        LeadsError: as `JsonRecords`, or an option is one of tables.
    """
    reading.refuse("a JSON file", "header_row", "delimiter")
    return JsonRecords(data.decode("utf-8-sig"))


def json_note(encoding: str) -> str:
    """Say how records were read.

    Args:
        encoding: the name of the one that the file came in.

    Example:
        >>> json_note("UTF-8")
        'read as JSON, UTF-8: a row is a record, counted from 1'
    """
    return f"read as JSON, {encoding}: a row is a record, counted from 1"


def _records(text: str) -> Iterator[dict[str, str]]:
    escapes = _SURROGATE.search(text) is not None
    for number, value in enumerate(_values(text), start=1):
        if not isinstance(value, _Pairs):
            raise LeadsError(f"record {number} is {_kind(value)}: {_FLAT}")
        record = _flat(value, number)
        if escapes:
            _refuse_half_characters(record, number)
        yield record


def _flat(pairs: "_Pairs", number: int) -> dict[str, str]:
    record: dict[str, str] = {}
    for key, value in pairs:
        if key in record:
            raise LeadsError(f"record {number} has the key {_shown(key)} twice: nobody can say which value counts")
        if isinstance(value, list):
            raise LeadsError(
                f"record {number}: {_shown(key)} holds {_kind(value)}: {_FLAT}; save what is inside as the file"
            )
        record[key] = value if isinstance(value, str) else _WORDS[value]
    return record


def _refuse_half_characters(record: dict[str, str], number: int) -> None:
    for key, value in record.items():
        try:
            f"{key}{value}".encode()
        except UnicodeEncodeError:
            broken = f"record {number}: {_shown(key)} holds half a character (a broken \\u escape)"
            raise LeadsError(f"{broken}, so its text is lost: ask for it again") from None


def _shown(key: str) -> str:
    """Return a key as a message may show it: in a list without headings it can be a phone number."""
    return mask_text(repr(key))


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
