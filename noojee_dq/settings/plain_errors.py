"""What pydantic finds wrong with settings, in plain words."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from pydantic import BaseModel

from noojee_dq.settings.toml_file import advice_on, place_in_file

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
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
}


def plain_error(problem: Mapping[str, Any], of: type[BaseModel]) -> str:
    """Put one pydantic problem in plain words, without the value: it could be a secret.

    Args:
        problem: one of `ValidationError.errors()`.
        of: the model whose settings were wrong.
    """
    if problem["type"] == "extra_forbidden":
        *parents, name = problem["loc"]
        before = f"{_place(parents)}: " if parents else ""
        return f"{before}unknown setting {name!r}{advice_on(str(name), _model_at(of, parents).model_fields)}"
    text = _WORDS.get(problem["type"], problem["msg"].removeprefix("Value error, "))
    if problem["type"] == "literal_error":
        text = f"must be {problem['ctx']['expected']}"
    if problem["type"] == "greater_than_equal":
        text = f"must be {problem['ctx']['ge']} or more"
    if problem["type"] == "less_than_equal":
        text = f"must be {problem['ctx']['le']} or less"
    return f"{_place(problem['loc'])}: {text}"


def _place(loc: Sequence[str | int]) -> str:
    setting, *inner = loc
    in_file = place_in_file(str(setting))
    return ".".join([f"{setting} ({in_file} in TOML)" if in_file else str(setting), *map(str, inner)])


def _model_at(of: type[BaseModel], loc: Sequence[str | int]) -> type[BaseModel]:
    """Find the model of a part of the settings: that of a field, or of the members of its list."""
    for name in loc:
        if isinstance(name, str):
            kind = of.model_fields[name].annotation
            members = (kind, *getattr(kind, "__args__", ()))
            of = next(one for one in members if isinstance(one, type) and issubclass(one, BaseModel))
    return of
