"""Repairs that lose nothing: one file per concern, each fix declared in a catalogue like the checks are.

What lives here changes leads and logs every change; it gives no verdicts, which `checks` does.
"""

from noojee_dq.repairs.fix import Fix
from noojee_dq.repairs.run import FIXES, Repaired, repair, repair_with_each

__all__ = ["FIXES", "Fix", "Repaired", "repair", "repair_with_each"]
