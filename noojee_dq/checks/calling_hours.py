"""When a callback rings: in the hours in which one may call, also by the clock of the place where the lead is."""

from collections.abc import Iterator
from functools import partial
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from noojee_dq.arrow.cells import Distinct
from noojee_dq.arrow.columns import Mask, Positions
from noojee_dq.batch.aggregate import Aggregate
from noojee_dq.batch.batch import Batch
from noojee_dq.batch.callback_moments import callback_moments, has_callback
from noojee_dq.batch.forbidden_times import HOLIDAY, ForbiddenTimes, Reason, RulesInForce, forbidden_times
from noojee_dq.batch.lead_states import lead_states
from noojee_dq.batch.place_clocks import place_clocks
from noojee_dq.checks.base import Check, Severity
from noojee_dq.checks.callback import without_zone
from noojee_dq.checks.place_clock import STATES_KNOWN_OF, needs_australia
from noojee_dq.fields import CALLBACK
from noojee_dq.places.public_holidays import has_known_holidays
from noojee_dq.settings.calling import Calling
from noojee_dq.settings.calling_hours import WEEKDAYS
from noojee_dq.settings.calling_rules import RULES
from noojee_dq.words.suggest import plain_name

#: What a cell of the column of consent says where the person agreed.
_CONSENTS: Final = ("yes", "true", "1", "y", "j")
_NO_RULES: Final = (
    'no calling rules are set: rules = "au-telemarketing" (or "au-research", "us-tcpa") in [calling] of the campaign '
    "file, or hours of your own there, have the times of callbacks checked"
)


class _Verdicts(NamedTuple):
    """For each lead the number of what is wrong with its callback, -1 = nothing, and the words for each."""

    which: NDArray[np.intp]
    words: pd.DataFrame


def _rules(batch: Batch) -> RulesInForce | None:
    calling = batch.campaign.calling
    if calling.hours_in_force is None:
        return None
    country = batch.campaign.region if calling.rules == "none" else RULES[calling.rules].country
    return RulesInForce(calling.hours_in_force, country)


def _verdicts(batch: Batch, heading: str) -> _Verdicts:
    return batch.cached(("calling hours",), lambda: _judged(batch, heading))


def _judged(batch: Batch, heading: str) -> _Verdicts:
    rules = _rules(batch)
    if rules is None:
        return _Verdicts(np.full(len(batch), -1, dtype=np.intp), pd.DataFrame(columns=["message", "hint"]))
    found = _forbidden(batch, heading, rules)
    words = [_words(batch.campaign.calling, rules, reason) for reason in found.reasons]
    return _Verdicts(found.which, pd.DataFrame(words, columns=["message", "hint"], dtype="str"))


def _forbidden(batch: Batch, heading: str, rules: RulesInForce) -> ForbiddenTimes:
    """Judge the callbacks of the leads that have not agreed to theirs."""
    moments, places, states = callback_moments(batch, heading), place_clocks(batch), _states(batch, rules)
    asked = ~_has_agreed(batch)[moments.rows]
    rows = moments.rows[asked]
    of_leads = np.full(len(batch), -1, dtype=np.intp)
    if not len(rows):
        return ForbiddenTimes(of_leads, [])
    # Many leads have the same callback in the same place: each of these is judged once.
    shape = len(moments.lines), len(places.zones), len(states.values)
    keys = np.ravel_multi_index((moments.which[asked], places.which[rows], states.codes[rows]), shape)
    which, different = pd.factorize(keys)
    line, place, state = np.unravel_index(different, shape)
    lines = moments.lines[["wall", "zone", "moment"]].iloc[line].reset_index(drop=True)
    found = forbidden_times(lines.assign(place=place, state=states.values.to_numpy()[state]), places.zones, rules)
    of_leads[rows] = found.which[which]
    return found._replace(which=of_leads)


def _counts_states(batch: Batch, rules: RulesInForce) -> bool:
    """Say whether public holidays of states count, and are known: WA is another state where those of the US count."""
    return batch.campaign.calling.states and rules.country == STATES_KNOWN_OF


def _states(batch: Batch, rules: RulesInForce) -> Distinct:
    """Return the state whose own public holidays count, for each lead; "" = none's."""
    if _counts_states(batch, rules):
        return lead_states(batch)
    return Distinct(pd.Series([""], dtype="str"), np.zeros(len(batch), dtype=np.intp))


def _has_agreed(batch: Batch) -> Mask:
    heading = _consent_heading(batch)
    if heading is None:
        return batch.no_lead
    values, codes = batch.distinct(heading)
    return values.map(plain_name).isin(_CONSENTS).to_numpy()[codes]


def _consent_heading(batch: Batch) -> str | None:
    column = batch.campaign.calling.consent_column
    return batch.column_named(column) if column else None


def _words(calling: Calling, rules: RulesInForce, reason: Reason) -> tuple[str, str]:
    window = rules.hours.on_holidays if reason.day == HOLIDAY else rules.hours.by_weekday[reason.day]
    day = reason.holiday or f"a {WEEKDAYS[reason.day].capitalize()}"
    clock = f"by the clock of the lead's place ({reason.zone}) " if reason.zone else ""
    agreed = f", or say in {calling.consent_column!r} that the person agreed" if calling.consent_column else ""
    if window is None or window.is_shut:
        return f"{clock}the callback is on {day}, when nobody may call", f"set another day{agreed}"
    opens, closes = str(window).split("-")
    there = ", at the lead's place" if reason.zone else ""
    return (
        f"{clock}the callback is outside {window}, the hours of {day}",
        f"set a time from {opens} on and before {closes}{there}{agreed}",
    )


def _fails(batch: Batch, heading: str) -> Mask:
    return _verdicts(batch, heading).which >= 0


def _detail(batch: Batch, heading: str, at: Positions) -> pd.DataFrame:
    which, words = _verdicts(batch, heading)
    return words.take(which[at]).reset_index(drop=True)


def _count_without_place(batch: Batch) -> int:
    heading = batch.heading(CALLBACK)
    if heading is None or _rules(batch) is None:
        return 0
    return int((has_callback(batch, heading) & ~place_clocks(batch).known).sum())


def _count_without_state(batch: Batch) -> int:
    heading, rules = batch.heading(CALLBACK), _rules(batch)
    if heading is None or rules is None or not _counts_states(batch, rules):
        return 0
    states, codes = lead_states(batch)
    return int((has_callback(batch, heading) & states.eq("").to_numpy()[codes]).sum())


#: How many callbacks there are of leads whose place, or whose state, is not known, where rules look at it.
CALLBACKS_WITHOUT_PLACE: Final = Aggregate[int]("callbacks without place", _count_without_place, sum)
CALLBACKS_WITHOUT_STATE: Final = Aggregate[int]("callbacks without state", _count_without_state, sum)


def _unasked(batch: Batch, *, severity: Severity) -> str | None:
    chosen = batch.campaign.calling.severity
    return None if chosen == severity else f"[calling] severity is {chosen!r}, not {severity!r}"


def _needs_rules(batch: Batch) -> str | None:
    return _NO_RULES if _rules(batch) is None else None


def _limits(batch: Batch) -> str | None:
    rules, column = _rules(batch), batch.campaign.calling.consent_column
    if rules is None:
        return None
    unconsented = column and _consent_heading(batch) is None
    gaps = (
        *_unknown_holidays(batch, rules),
        f"the file has no column {column!r}: nobody is taken to have agreed" if unconsented else None,
        needs_australia(batch) or _without_place(batch),
        without_zone(batch),
    )
    return "; ".join(filter(None, gaps)) or None


def _unknown_holidays(batch: Batch, rules: RulesInForce) -> Iterator[str]:
    """Say which public holidays do not count that should."""
    if rules.hours.on_holidays is None:
        if batch.campaign.calling.states:
            yield 'public holidays: without holidays = "none" in [calling.hours] none counts, also none of a state'
        return
    if not has_known_holidays(rules.country):
        yield f"no public holidays of {rules.country} are known"
    if batch.campaign.region_column:
        yield f"public holidays of other countries than {rules.country}"
    if batch.campaign.calling.states and not _counts_states(batch, rules):
        yield "public holidays of states are counted here in Australia alone"
    if count := CALLBACKS_WITHOUT_STATE.of(batch):
        yield f"public holidays of the state, for callbacks of leads whose state is not known ({count:,})"


def _without_place(batch: Batch) -> str | None:
    count = CALLBACKS_WITHOUT_PLACE.of(batch)
    return f"the clock of the place, for callbacks of leads at a place not known ({count:,})" if count else None


CHECKS = (
    Check(
        id="callback-outside-hours",
        severity="warning",
        scope="cell",
        fields=CALLBACK,
        title="a callback lies in the hours of the calling rules ([calling]), also by the clock of the lead's place",
        message="the callback is at a time when nobody may call",
        hint="set another time",
        unasked=partial(_unasked, severity="warning"),
        needs=_needs_rules,
        limits=_limits,
        mask=_fails,
        detail=_detail,
    ),
    Check(
        id="callback-forbidden",
        scope="cell",
        fields=CALLBACK,
        title='the same, where the campaign says so ([calling] severity = "error")',
        message="the callback is at a time when nobody may call",
        hint="set another time",
        unasked=partial(_unasked, severity="error"),
        needs=_needs_rules,
        limits=_limits,
        mask=_fails,
        detail=_detail,
    ),
)
