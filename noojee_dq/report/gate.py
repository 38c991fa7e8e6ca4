"""Whether what a pre-flight found lets the leads pass: the exit code of `check`, and why."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from noojee_dq.errors import CampaignError
from noojee_dq.words.counts import counted

if TYPE_CHECKING:
    from noojee_dq.report.found import Found

#: The name of the threshold for leads with any error.
ERRORS: Final = "errors"
_THRESHOLD: Final = re.compile(r"(?P<of>\w+)=(?P<limit>[0-9]+(?:\.[0-9]+(?=%))?)(?P<percent>%?)", re.ASCII)


class FailOn(StrEnum):
    """The least severity that makes `check` end with exit code 1."""

    ERROR = "error"
    WARNING = "warning"
    NEVER = "never"


_COUNTING: Final = {FailOn.ERROR: ["error"], FailOn.WARNING: ["error", "warning"], FailOn.NEVER: []}


class Threshold(NamedTuple):
    """What is tolerated.

    Attributes:
        of: a result code as text, or `ERRORS`: leads with an error.
        limit: how many leads at most, itself included; or percent of the leads.
        percent: whether it is the latter.
    """

    of: str
    limit: Decimal
    percent: bool

    @property
    def limit_text(self) -> str:
        """The limit as it was given."""
        return f"{self.limit}{'%' if self.percent else ''}"

    def __str__(self) -> str:
        limit = f"{self.limit_text} of the leads" if self.percent else f"{self.limit:,}"
        return f"{self.of}, tolerated up to {limit}"

    def allows(self, count: int, leads: int) -> bool:
        """Say whether so many of the leads are tolerated.

        Example:
            >>> [Threshold("105", Decimal(2), percent=True).allows(count, 100) for count in (2, 3)]
            [True, False]
        """
        return count * 100 <= self.limit * leads if self.percent else count <= self.limit


class Measured(NamedTuple):
    """What became of a threshold: how many leads it is about, and whether these are too many."""

    threshold: Threshold
    leads: int
    exceeded: bool


class Judgement(NamedTuple):
    """What a gate makes of findings: the exit code, and each threshold with what it came to."""

    exit_code: int
    measured: tuple[Measured, ...]

    @property
    def lines(self) -> list[str]:
        """What was exceeded, in sentences."""
        return [
            f"threshold exceeded: {counted(one.leads, 'lead')} with {one.threshold}"
            for one in self.measured
            if one.exceeded
        ]


@dataclass(frozen=True)
class Gate:
    """What lets leads pass.

    Args:
        fail_on: the least severity that does not, where no threshold tolerates it.
        thresholds: what is tolerated. Errors never are where no lead is ready: of the whole file, or of each lead, as
            where a column is named that the file does not have.

    Example:
        >>> import noojee_dq as nj, pandas as pd
        >>> report = nj.check(pd.DataFrame({"Phone": ["0491 570 006", ""]}), nj.Campaign(phone_fields=["Phone"]))
        >>> [Gate(thresholds=thresholds_of(text, [102])).judge(report).exit_code for text in ("102=1", "102=49%")]
        [0, 1]
    """

    fail_on: FailOn = FailOn.ERROR
    thresholds: tuple[Threshold, ...] = ()

    def judge(self, found: "Found") -> Judgement:
        """Return the exit code, and what each threshold came to.

        Args:
            found: what a pre-flight found.
        """
        findings, of_file = found.findings, found.positions < 0
        errors = findings["severity"].eq("error").to_numpy()
        tolerated = findings["code"].isin([int(one.of) for one in self.thresholds if one.of != ERRORS]).to_numpy()
        if any(one.of == ERRORS for one in self.thresholds):
            tolerated |= errors
        counting = findings["severity"].isin(_COUNTING[self.fail_on]).to_numpy()
        measured = tuple(_measured(one, found) for one in self.thresholds)
        tolerated &= ~of_file & (found.counts["ready"] > 0)
        nothing = self.fail_on is not FailOn.NEVER and not len(found.leads)
        fails = nothing or (counting & ~tolerated).any() or any(one.exceeded for one in measured)
        return Judgement(int(fails), measured)


def _measured(threshold: Threshold, found: "Found") -> Measured:
    counts = found.counts
    if threshold.of == ERRORS:
        count = counts["leads"] - counts["ready"] - found.held_back
    else:
        of_file = (found.positions < 0) & found.findings["code"].eq(int(threshold.of)).fillna(value=False).to_numpy()
        # The whole file counts as one of the leads with a code.
        count = found.by_code.get(threshold.of, 0) - int(of_file.any())
    return Measured(threshold, count, not threshold.allows(count, counts["leads"]))


def thresholds_of(text: str, codes: Sequence[int]) -> tuple[Threshold, ...]:
    """Read what is tolerated.

    Args:
        text: thresholds, with commas between them.
        codes: those that a check can find.

    Raises:
        CampaignError: a threshold cannot be understood, is for another code, or is given twice.

    Example:
        >>> [(one.of, one.limit_text) for one in thresholds_of("105=2%,errors=50", [105])]
        [('105', '2%'), ('errors', '50')]
        >>> thresholds_of("105=-1", [105])
        Traceback (most recent call last):
        ...
        noojee_dq.errors.CampaignError: --threshold 105=-1: write CODE=LEADS, CODE=PERCENT% or errors=..., from 0 up, \
such as 105=2%,errors=50
    """
    thresholds = tuple(_threshold(one.strip(), codes) for one in text.split(","))
    names = [one.of for one in thresholds]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise CampaignError(f"--threshold {text}: {twice} stands there {names.count(twice)} times: give it once")
    return thresholds


def _threshold(text: str, codes: Sequence[int]) -> Threshold:
    read = _THRESHOLD.fullmatch(text)
    if read is None:
        raise CampaignError(
            f"--threshold {text}: write CODE=LEADS, CODE=PERCENT% or {ERRORS}=..., from 0 up, such as "
            f"105=2%,{ERRORS}=50"
        )
    of, limit, percent = read["of"].lower(), Decimal(read["limit"]), bool(read["percent"])
    if percent and limit > 100:
        raise CampaignError(f"--threshold {text}: no more than 100% of the leads can be tolerated")
    if of != ERRORS and (not of.isdecimal() or int(of) not in codes):
        known = ", ".join([*map(str, codes), ERRORS])
        raise CampaignError(f"--threshold {text}: no check finds {of!r}; it is one of {known}")
    return Threshold(of if of == ERRORS else str(int(of)), limit, percent)
