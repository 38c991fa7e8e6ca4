"""What pydantic finds wrong with settings, in plain words."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple, get_args

from pydantic import BaseModel

from noojee_dq.settings.toml_file import advice_on, place_in_file
from noojee_dq.words.suggest import did_you_mean

_QUOTED: Final = re.compile("'([^']*)'")
_WHOLE_NUMBER: Final = "must be a whole number"
_DATE: Final = "must be a day, such as 2026-11-01"
_WORDS: Final = {
    "missing": "is missing",
    "too_short": "must name at least one",
    "string_too_short": "must not be empty",
    "tuple_type": 'must be a list, such as ["Phone"]',
    "dict_type": "must be a table of names and values",
    "model_type": "must be a table of names and values",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "string_type": "must be text in quotation marks",
    "int_type": _WHOLE_NUMBER,
    "int_parsing": _WHOLE_NUMBER,
    "int_from_float": _WHOLE_NUMBER,
    "finite_number": _WHOLE_NUMBER,
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
}


class PlainError(NamedTuple):
    """What is wrong with a setting.

    Attributes:
        place: its name, and where it stands; "" = the settings as a whole.
        reason: what is wrong.
    """

    place: str
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}" if self.place else self.reason


def plain_errors(problems: Sequence[Mapping[str, Any]], of: type[BaseModel]) -> list[PlainError]:
    """Put what pydantic found in plain words, without the values, which could be secrets: one for each place.

    Args:
        problems: `ValidationError.errors()`.
        of: the model whose settings were wrong.
    """
    found: dict[tuple[str | int, ...], PlainError] = {}
    for problem in problems:
        loc = _without_types(problem["loc"], of)
        # Of a list whose entries are wrong, it is then also said that it has too few.
        if not any(other[: len(loc)] == loc for other in found):
            found[loc] = _plain_error(problem, loc, of)
    return list(found.values())


def _plain_error(problem: Mapping[str, Any], loc: Sequence[str | int], of: type[BaseModel]) -> PlainError:
    if problem["type"] == "extra_forbidden":
        *parents, name = loc
        known = _model_at(of, parents).model_fields
        return PlainError(_place(parents), f"unknown setting {name!r}{advice_on(str(name), known)}")
    return PlainError(_place(loc), _reason(problem))


def _without_types(loc: tuple[str | int, ...], of: type[BaseModel]) -> tuple[str | int, ...]:
    """Leave out which of several types a setting of them was tried as."""
    field = of.model_fields.get(str(loc[0])) if loc else None
    plain = {one.__name__ for one in get_args(field.annotation) if one in (int, str)} if field else set()
    return loc[:1] if len(plain) > 1 and plain.issuperset(map(str, loc[1:])) else loc


def _reason(problem: Mapping[str, Any]) -> str:
    kind, ctx = problem["type"], problem.get("ctx", {})
    if kind == "literal_error":
        expected = str(ctx["expected"])
        return f"must be {expected}{did_you_mean(str(problem['input']), _QUOTED.findall(expected))}"
    if kind == "greater_than_equal":
        return f"must be {ctx['ge']} or more"
    if kind == "less_than_equal":
        return f"must be {ctx['le']} or less"
    return _WORDS.get(kind) or problem["msg"].removeprefix("Value error, ").replace("Input should be", "must be")


def _place(loc: Sequence[str | int]) -> str:
    """Say where a setting stands, in words: entries of lists count from 1."""
    if not loc:
        return ""
    setting, *inner = loc
    in_file = place_in_file(str(setting))
    parts = [f", entry {part + 1}" if isinstance(part, int) else f".{part}" for part in inner]
    return "".join([f"{setting} ({in_file} in TOML)" if in_file else str(setting), *parts])


def _model_at(of: type[BaseModel], loc: Sequence[str | int]) -> type[BaseModel]:
    """Find the model of a part of the settings: that of a field, or of the members of its list."""
    for name in loc:
        if isinstance(name, str):
            kind = of.model_fields[name].annotation
            members = (kind, *getattr(kind, "__args__", ()))
            of = next(one for one in members if isinstance(one, type) and issubclass(one, BaseModel))
    return of
