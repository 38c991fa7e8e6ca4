"""Long lists of JSON objects, written column by column: one object each would take ten times as long."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from noojee_dq.show.document import JsonPart, encode
from noojee_dq.words.masked_values import map_distinct
from noojee_dq.words.masking import mask_message
from noojee_dq.words.rows import is_row_number

#: A row as a document names it: a number where it is one of a spreadsheet; null = the whole file.
Row = int | str | list[Any] | None


def json_lines(line: type[JsonPart], columns: Mapping[str, Any]) -> list[str]:
    """Fill a template with columns; the names and their order are those of the model.

    Args:
        line: the model of a line.
        columns: for each of its fields the values, all of one length, in JSON already.

    Example:
        >>> class Named(JsonPart):
        ...     name: str
        >>> json_lines(Named, {"name": json_texts(pd.Series(["Ann", "Bob"]))})
        ['{"name": "Ann"}', '{"name": "Bob"}']
    """
    template = "{" + ", ".join(f'"{name}": %s' for name in line.model_fields) + "}"
    in_order = (columns[name] for name in line.model_fields)
    return list(map(template.__mod__, zip(*in_order, strict=True)))


def json_list(lines: Iterable[str]) -> str:
    """Put lines together as a list.

    Example:
        >>> json_list(["1", "2"])
        '[1, 2]'
    """
    return f"[{', '.join(lines)}]"


def json_texts(values: pd.Series, mask: Callable[[str], str] = str) -> pd.Series:
    """Return each text as JSON; what is missing is null.

    Args:
        values: texts.
        mask: hides what is not to be shown.

    Example:
        >>> json_texts(pd.Series(["Ann", None])).tolist()
        ['"Ann"', 'null']
    """
    return map_distinct(values, lambda text: encode(mask(text))).fillna("null")


def json_numbers(values: pd.Series) -> pd.Series:
    """Return each whole number as JSON; what is missing is null.

    Example:
        >>> json_numbers(pd.Series([105, None], dtype="Int64")).tolist()
        [105, 'null']
    """
    return values.astype(object).where(values.notna(), "null")


def json_rows(labels: Iterable[Any], *, show_values: bool = False) -> list[str]:
    """Return each label of a row as JSON, a `Row`.

    Args:
        labels: of an index.
        show_values: show phone numbers as they are instead of masked.

    Example:
        >>> json_rows([7, ("NSW", 7), "0412345678"])
        ['7', '["NSW", 7]', '"04•••••678"']
    """
    # Nearly always row numbers, and the encoder is slow on those.
    return [str(int(label)) if is_row_number(label) else encode(_label(label, show_values)) for label in labels]


def _label(label: Any, show_values: bool) -> Row:
    if isinstance(label, tuple):
        return [_label(part, show_values) for part in label]
    if isinstance(label, date):
        return None if pd.isna(label) else label.isoformat()
    if pd.isna(label):
        return None
    if isinstance(label, int | np.integer) and (show_values or is_row_number(label)):
        return int(label)
    return str(label) if show_values else mask_message(str(label))
