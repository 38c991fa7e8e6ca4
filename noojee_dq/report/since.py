"""What became of the leads that an earlier report refused."""

from dataclasses import dataclass
from os import PathLike
from typing import Any

import numpy as np
import pandas as pd

from noojee_dq.arrow.columns import Mask
from noojee_dq.codes import DependsOn, Remedy, depending_on
from noojee_dq.fields import DQ_CODES, DQ_REASONS, DQ_SOURCE, DQ_STATUS, OWN_PREFIXES, READ_PROBLEM
from noojee_dq.leads import as_text, is_misread, read_verdicts
from noojee_dq.leads.returned import is_added
from noojee_dq.report.findings import Findings
from noojee_dq.words.rows import MOST_ROWS, exact_labels, lead_labels, row_label, rows_text

_NO_CODE = "none"
_OTHER_ROWS = "none: other rows"


@dataclass(frozen=True)
class Since:
    """What became of the leads that were not ready; made by `Report.since`. Its text says it in one line.

    Args:
        before: leads that were not ready.
        fixed: of these, ready now.
        taken_out: of these, no longer in the file.
        unjudged: of these, unchanged, and ready only because what was wrong does not show in this file: the lead that
            they repeat, or their surplus cells, are not in it.
        new: leads that are not ready now, for a code or, of an error without one, a reason that they did not have
            before.
        moved: of `before`, unchanged, but in another row now: rows were taken out above them, so leads cannot be
            matched by their row, and the other numbers are not to be trusted.
        new_rows: where the new ones stand.

    Example:
        >>> str(Since(before=1907, fixed=1870, taken_out=30, unjudged=0, new=3))
        '1,870 of 1,907 fixed, 3 new; 30 taken out, 7 still to do'
    """

    before: int
    fixed: int
    taken_out: int
    unjudged: int
    new: int
    moved: int = 0
    new_rows: tuple[object, ...] = ()

    @property
    def still_to_do(self) -> int:
        """Leads that were not ready, and are not ready now."""
        return self.before - self.fixed - self.taken_out - self.unjudged

    def __str__(self) -> str:
        rest = {
            "taken out": self.taken_out,
            "still to do": self.still_to_do,
            "unchanged, so not to be trusted (they repeat leads that are not in this file, or had surplus cells)": (
                self.unjudged
            ),
        }
        details = ", ".join(f"{number:,} {what}" for what, number in rest.items() if number)
        text = f"{self.fixed:,} of {self.before:,} fixed, {self._new_text}" + (f"; {details}" if details else "")
        if not self.moved:
            return text
        verb = "lead stands" if self.moved == 1 else "leads stand"
        return (
            f"{text}. Not to be trusted: {self.moved:,} unchanged {verb} in another row than before; correct the "
            "workbook that the check wrote, or leave every row in its place"
        )

    @property
    def _new_text(self) -> str:
        first = [row_label(row) for row in self.new_rows[:MOST_ROWS]]
        return f"{self.new:,} new" + (f" ({rows_text(first, self.new)})" if first else "")


def since(found: Findings, before: Findings | str | PathLike[str]) -> Since:
    """Compare a report with an earlier one, lead by lead; leads are matched by their row (index label).

    Args:
        found: what a pre-flight found.
        before: the earlier report, or the file that it wrote with `to_excel` or of the leads that were not ready.

    Returns:
        The numbers.

    Raises:
        LeadsError: the file cannot be read, or a report did not write it.

    Example:
        >>> import noojee_dq as nj
        >>> leads, campaign = pd.DataFrame({"Phone": ["0491 570 006", "12345"]}), nj.Campaign(phone_fields=["Phone"])
        >>> fixed = leads.replace("12345", "0491 570 156")
        >>> str(since(nj.check(fixed, campaign), nj.check(leads, campaign)))
        '1 of 1 fixed, 0 new'
    """
    earlier = as_text(before.annotated) if isinstance(before, Findings) else read_verdicts(before)
    annotated = as_text(found.annotated)
    # A column that somebody added, took out or renamed changes no lead.
    shared = sorted(_own(earlier) & _own(annotated))
    then, now = _states(earlier, shared), _states(annotated, shared)
    refused = then.index[~then["ready"]]
    present = refused.intersection(now.index)
    ready = present[now.loc[present, "ready"]]
    unjudged = _unjudged(then, now, ready)
    new_rows = _new(found, annotated, then, now)
    return Since(
        before=len(refused),
        fixed=len(ready) - unjudged,
        taken_out=len(refused) - len(present),
        unjudged=unjudged,
        new=len(new_rows),
        moved=_moved(then, now),
        new_rows=new_rows,
    )


def _own(leads: pd.DataFrame) -> set[str]:
    return set(leads.columns[~leads.columns.str.startswith(OWN_PREFIXES)])


def _states(leads: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Say for each row label whether its leads are ready, its codes, and its cells; a label may stand twice."""
    refused = leads[DQ_STATUS].ne("ready")
    labels = pd.Index(_labels(leads), name="label")
    states = pd.DataFrame(
        {
            "ready": (~refused).to_numpy(),
            "codes": _codes(leads, refused).to_numpy(),
            # Without the column nobody can say that a reason is another one.
            "reasons": leads[DQ_REASONS].to_numpy() if DQ_REASONS in leads else None,
            "misread": is_misread(leads[READ_PROBLEM]).to_numpy() if READ_PROBLEM in leads else False,
            "cells": pd.util.hash_pandas_object(leads[columns], index=False).to_numpy(),
        },
        index=labels,
    )
    if labels.is_unique:
        return states
    together: dict[str, Any] = {
        "ready": "all",
        "codes": ";".join,
        "reasons": _all_reasons,
        "misread": "any",
        "cells": "sum",
    }
    return states.groupby(level=0, sort=False).agg(together)


def _all_reasons(reasons: pd.Series) -> str | None:
    return None if reasons.isna().any() else "; ".join(reasons)


def _labels(leads: pd.DataFrame) -> pd.Series:
    """Return the rows of leads, with their files where these are several; those of added leads stand apart."""
    labels = exact_labels(leads.index)
    labels = labels.mask(is_added(leads), "added: " + labels)
    return labels if DQ_SOURCE not in leads else labels + " of " + leads[DQ_SOURCE].to_numpy()


def _codes(leads: pd.DataFrame, refused: pd.Series) -> pd.Series:
    """Return the codes of each lead as text, with a word of ours where it is refused without one."""
    # Without a code only what other rows say makes a lead one to drop or to review.
    word = leads[DQ_STATUS].map({Remedy.DROP.value: _OTHER_ROWS, Remedy.REVIEW.value: _OTHER_ROWS}).fillna(_NO_CODE)
    return leads[DQ_CODES].mask(refused & leads[DQ_CODES].eq(""), word)


def _unjudged(then: pd.DataFrame, now: pd.DataFrame, ready: pd.Index) -> int:
    """Count the leads that are as they were, and of which what was wrong with them cannot show now."""
    alike = then.loc[ready[then.loc[ready, "cells"].eq(now.loc[ready, "cells"])]]
    if then["ready"].any():  # the earlier file held all leads, so this one can show duplicates
        return int(alike["misread"].sum())
    return int((alike["misread"].to_numpy(dtype=bool) | _about_others(alike["codes"])).sum())


def _about_others(codes: pd.Series) -> Mask:
    """Find leads with a code that other leads decide about: one alone cannot tell whether it still repeats another."""
    about_others = {_OTHER_ROWS, *(str(code.value) for code in depending_on(DependsOn.OTHER_LEADS))}
    return np.array([not about_others.isdisjoint(text.split(";")) for text in codes], dtype=bool)


def _moved(then: pd.DataFrame, now: pd.DataFrame) -> int:
    """Count the leads that were not ready and stand, unchanged, in another row, and not in their own."""
    # One that repeats another lead may be like that one in every cell.
    refused = then[~(then["ready"].to_numpy(dtype=bool) | _about_others(then["codes"]))]
    arrived = now["cells"][now["cells"].ne(then["cells"].reindex(now.index))]
    left = refused["cells"].ne(now["cells"].reindex(refused.index)) & ~refused["cells"].duplicated(keep=False)
    return int((left & refused["cells"].isin(arrived)).sum())


def _new(found: Findings, annotated: pd.DataFrame, then: pd.DataFrame, now: pd.DataFrame) -> tuple[object, ...]:
    """Return the rows of the leads that are not ready for something that kept none of them back before."""
    errors = (found.positions >= 0) & found.findings["severity"].eq("error").to_numpy()
    at = found.positions[errors]
    labels = _labels(annotated)
    lines = pd.DataFrame(
        {
            "label": labels.iloc[at].to_numpy(),
            "code": found.findings["code"][errors].astype("str").to_numpy(),
            "message": found.findings["message"][errors].astype("str").to_numpy(),
        }
    )
    known = lines.join(then, on="label")[["code", "message", "ready", "codes", "reasons"]]
    # A loop over the errors: each is looked for in the texts of its own lead.
    is_new = ~np.array([_is_known(*one) for one in known.itertuples(index=False, name=None)], dtype=bool)
    held_back = now.index[~now["ready"]].difference(pd.Index(lines["label"])).difference(then.index[~then["ready"]])
    new = labels.isin([*lines["label"][is_new], *held_back]).to_numpy() & ~labels.duplicated().to_numpy()
    return tuple(lead_labels(annotated)[new].tolist())


def _is_known(code: str | float, message: str, ready: bool | float, codes: str, reasons: str | None) -> bool:
    """Say whether an error of now kept its lead back before; what the lead was before is null where it is a new one."""
    if pd.isna(ready) or ready:
        return False
    if isinstance(code, str):
        return code in codes.split(";")
    # Another error without a code is no sign of this one.
    return not isinstance(reasons, str) or message in reasons
