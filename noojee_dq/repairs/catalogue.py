"""Every fix, in the order in which they are made: each one finds what those before it have left.

What one leaves to those before it, they find in another round (`rounds`).
"""

from noojee_dq.repairs import (
    area_code,
    blanks,
    callback,
    contact_hours,
    duplicates,
    external_ids,
    listed,
    misread,
    phones,
    split,
)
from noojee_dq.repairs.fix import Fix

#: Whoever has a fix of their own appends it.
FIXES: list[Fix] = [
    *blanks.FIXES,
    *split.FIXES,
    *misread.FIXES,
    *phones.FIXES,
    *area_code.FIXES,
    *callback.FIXES,
    *contact_hours.FIXES,
    *external_ids.FIXES,
    *listed.FIXES,
    *duplicates.FIXES,
]
