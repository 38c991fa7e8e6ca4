"""Phone columns: parse, classify and normalise whole columns; no verdicts about leads, which `checks` gives."""

from noojee_dq.phones.digits import digits
from noojee_dq.phones.guess import PhoneGuess, guess_phone_columns, guess_reasons, phone_guesses
from noojee_dq.phones.parse import parse_phones, phone_verdicts, undecided
from noojee_dq.phones.phone_patterns import apply_patterns
from noojee_dq.phones.problems import PROBLEMS

__all__ = [
    "PROBLEMS",
    "PhoneGuess",
    "apply_patterns",
    "digits",
    "guess_phone_columns",
    "guess_reasons",
    "parse_phones",
    "phone_guesses",
    "phone_verdicts",
    "undecided",
]
