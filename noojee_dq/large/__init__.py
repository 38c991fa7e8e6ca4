"""Leads that no memory holds, on one machine or many."""

from noojee_dq.large.check_files import check_files
from noojee_dq.large.large_report import LargeReport

__all__ = ["LargeReport", "check_files"]
