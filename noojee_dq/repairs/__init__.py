"""Repairs that lose nothing: one file per concern, each fix declared in a catalogue like the checks are.

What lives here changes leads and logs every change; it gives no verdicts, which `checks` does.
"""

from noojee_dq.repairs.catalogue import FIXES
from noojee_dq.repairs.fix import Doubt, Edit, Fix
from noojee_dq.repairs.repairing import Repaired, repair, repair_with_all, repair_with_each, unasked_fixes

__all__ = [
    "FIXES",
    "Doubt",
    "Edit",
    "Fix",
    "Repaired",
    "repair",
    "repair_with_all",
    "repair_with_each",
    "unasked_fixes",
]
