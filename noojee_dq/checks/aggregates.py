"""Everything that checks count over all leads: leads in parts are counted part by part."""

from typing import Any, Final

from noojee_dq.batch.aggregate import Aggregate
from noojee_dq.batch.country_columns import COUNTRY_COLUMNS
from noojee_dq.checks.callback import CALLBACKS_WITHOUT_ZONE
from noojee_dq.checks.calling_hours import CALLBACKS_WITHOUT_PLACE, CALLBACKS_WITHOUT_STATE
from noojee_dq.checks.place_clock import PLACE_CLOCKS
from noojee_dq.checks.wash_age import LATE_CALLBACKS

AGGREGATES: Final[tuple[Aggregate[Any], ...]] = (
    CALLBACKS_WITHOUT_ZONE,
    CALLBACKS_WITHOUT_PLACE,
    CALLBACKS_WITHOUT_STATE,
    PLACE_CLOCKS,
    LATE_CALLBACKS,
    COUNTRY_COLUMNS,
)
