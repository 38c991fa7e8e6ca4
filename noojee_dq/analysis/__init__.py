"""What a run came to: actual against expected, what lies behind the surprises, and what to do next."""

from noojee_dq.analysis.analysis import Analysis, analyse

__all__ = ["Analysis", "analyse"]
