"""Phone columns: parse, classify and normalise whole columns; no verdicts about leads, which `checks` gives."""

from noojee_dq.phones.columns import guess_phone_columns
from noojee_dq.phones.parse import PROBLEMS, digits, parse_phones
from noojee_dq.phones.patterns import apply_patterns

__all__ = ["PROBLEMS", "apply_patterns", "digits", "guess_phone_columns", "parse_phones"]
