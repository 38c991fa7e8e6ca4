"""Masking and wording: how numbers, rows, counts and values are shown to people; no verdict is given here."""
