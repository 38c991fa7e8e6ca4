"""The checks: pure functions from columns to masks, one file per concern, each declared with code and wording.

`catalogue.CHECKS` lists them, `evaluate` runs them, `failures` puts into lines what they found. What lives here opens
no file, knows no pandera and renders nothing.
"""

from noojee_dq.checks.base import Check, FileProblem
from noojee_dq.checks.catalogue import CHECKS, check_of, remedy_of

__all__ = ["CHECKS", "Check", "FileProblem", "check_of", "remedy_of"]
