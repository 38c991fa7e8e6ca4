"""Which leads `submit` sends: those that are new, and ready, or part of the run that is taken up."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from noojee_dq.cli.messages import note
from noojee_dq.cli.warned import warnings_of
from noojee_dq.errors import CampaignError
from noojee_dq.fields import Operation
from noojee_dq.words.counts import counted

if TYPE_CHECKING:
    import pandas as pd

    from noojee_dq.arrow.columns import Mask
    from noojee_dq.campaign import Campaign
    from noojee_dq.report.report import Report


class ChangedLeads(NamedTuple):
    """Leads that earlier runs have sent, and that were changed since: they are not sent as new ones.

    Attributes:
        total: how many.
        notes: sentences about them.
        witnesses: of the leads that are returned beside, those that a run knows and that stay for their marks alone:
            others may have their numbers.
    """

    total: int
    notes: tuple[str, ...]
    witnesses: "Mask"


def new_leads(
    leads: "pd.DataFrame", settings: "Campaign", operation: Operation, journals: list[Path], found: list[Path]
) -> tuple["pd.DataFrame", ChangedLeads]:
    """Return the leads that are new to earlier runs to the same place, and those that only were changed since.

    Args:
        leads: of the file.
        settings: of the campaign.
        operation: "insert" or "update".
        journals: of the earlier runs.
        found: those of other runs of the same list; leads that they know as they are the check finds.
    """
    import numpy as np

    from noojee_dq.batch.batch import Batch
    from noojee_dq.checks.refusals import bears_mark, tells_of_numbers
    from noojee_dq.fields import MADE_FROM
    from noojee_dq.journal.reader import reading, run_of
    from noojee_dq.leads.mapped import taken
    from noojee_dq.sending.changed_since import CHANGED_SINCE, changed_since
    from noojee_dq.sending.matching import is_new, labels_of
    from noojee_dq.sending.start import require_same
    from noojee_dq.words.rows import leads_at

    for journal in journals:
        with reading(journal) as database:
            require_same(journal, run_of(database), settings, operation)
    unknown = is_new(leads, settings, operation, journals)
    unlike_any = unknown & is_new(leads, settings, operation, found)
    changed = unlike_any & changed_since(leads, settings, operation, [*journals, *found])
    batch = Batch(leads, settings, operation=operation)
    is_new_lead = unknown & ~changed
    # Those that are held back are chosen too, for others with their numbers to be held back with them.
    marked = bears_mark(batch)
    witnesses = tells_of_numbers(batch) & ~is_new_lead & ~marked
    stay = np.flatnonzero(is_new_lead | marked | witnesses)
    new = taken(leads, stay)
    new.attrs[MADE_FROM] = [*new.attrs.get(MADE_FROM, ()), *map(str, journals)]
    notes = [f"{leads_at(labels_of(leads)[changed])}: {CHANGED_SINCE}"] if changed.any() else []
    return new, ChangedLeads(int((changed & ~marked & ~witnesses).sum()), tuple(notes), witnesses[stay])


def say_not_checked(report: "Report") -> None:
    """Say on stderr what was not checked, the do-not-call list first: nobody should find out afterwards."""
    checks: dict[str, list[str]] = {}
    for one in sorted(report.not_checked, key=lambda one: not one.check.startswith("do-not-call")):
        checks.setdefault(one.reason, []).append(one.named)
    for reason, names in checks.items():
        note(f"not checked: {', '.join(names)}: {reason}")


def refuse_errors_of_the_file(report: "Report") -> None:
    """Refuse an error of the whole file or campaign: it would befall every lead."""
    errors = report.findings[(report.positions < 0) & report.findings["severity"].eq("error").to_numpy()]
    if len(errors):
        lines = errors["check"] + ": " + errors["message"] + " (" + errors["hint"] + ")"
        raise CampaignError("\n".join([f"{report.source}: no lead can be sent", *("  " + lines)]))


def chosen_of(report: "Report", send_all: bool, send_dnc: bool, behind: int) -> "Mask":
    """Find the leads to send, and say on stderr which are not ready, and what becomes of them.

    Args:
        report: on the leads.
        send_all: whether those go too that are not ready.
        send_dnc: whether these may be on a do-not-call list.
        behind: leads of the same check that are not among them, as they were not ready then.
    """
    from noojee_dq.journal.format import NOT_TO_BE_CALLED
    from noojee_dq.report.verdict import verdict

    # A file without leads is refused before.
    of_which = ", of the leads that were ready when they were checked" if behind else ""
    said = verdict(report) if len(report.leads) else "earlier runs know all of its leads"
    note(f"{report.source}{of_which}: {said}")
    errors = report.summary[report.summary["severity"].eq("error")]
    words = (errors["code"].astype("str") + ", ").fillna("") + errors["message"]
    for leads, text in zip(errors["leads"], words, strict=True):
        note(f"  {counted(leads, 'lead')}: {text}")
    everything = send_all or report.counts["ready"] == len(report.leads)
    if not everything:
        listed = "" if send_dnc else f", but for those {NOT_TO_BE_CALLED}"
        note(f"They stay behind (--all would send them too{listed}, for the PBX to judge).")
    chosen = report.is_ready | everything
    if warned := warnings_of(report, chosen):
        note(warned)
    return chosen


def with_run(
    chosen: "Mask", report: "Report", settings: "Campaign", journal: Path, known: list[Path] | None
) -> "pd.DataFrame":
    """Add the leads of a begun run that are not for it to send: it tried them, they are listed, or another sent them.

    Say which others of its leads are no longer ready: the run itself cannot tell them from leads that were changed.
    """
    import numpy as np

    from noojee_dq.batch.batch import Batch
    from noojee_dq.checks.refusals import bears_mark, not_to_be_called
    from noojee_dq.codes import DependsOn, depending_on
    from noojee_dq.fields import DQ_CODES
    from noojee_dq.journal.format import State
    from noojee_dq.leads.mapped import taken
    from noojee_dq.sending.matching import labels_of, states_in
    from noojee_dq.sending.next_commands import resume_of
    from noojee_dq.words.rows import leads_at

    if not journal.exists():
        return taken(report.annotated, np.flatnonzero(chosen))
    codes = "|".join(str(code.value) for code in depending_on(DependsOn.LISTS))
    batch = Batch(report.annotated, settings, operation=report.operation)
    listed = report.annotated[DQ_CODES].str.contains(rf"\b(?:{codes})\b") | not_to_be_called(batch)
    states = states_in(journal, report.annotated, settings, report.operation)
    unsent = states.isin([State.PENDING, State.WAITING])
    settled = states.ne("") & ~unsent & states.ne(State.WITHHELD)
    elsewhere = _sent_elsewhere(report, settings, [*(known or []), *map(Path, settings.known)])
    # Marked leads that are no part of the run are not sent by it, and hold back others with their numbers.
    wanted = chosen | settled | ((listed | elsewhere) & states.ne("")) | bears_mark(batch)
    if (behind := labels_of(report.annotated)[unsent & ~wanted]).size:
        all_the_same = f"to send them all the same: {resume_of(journal)}"
        note(f"{leads_at(behind)}: part of the run, but not ready now; {all_the_same}")
    return taken(report.annotated, np.flatnonzero(wanted))


def _sent_elsewhere(report: "Report", settings: "Campaign", known: list[Path]) -> "Mask":
    """Find the leads that one of the runs that were named has sent just as they are, or that say so themselves."""
    from noojee_dq.journal.reader import is_sqlite
    from noojee_dq.lists import Lists
    from noojee_dq.sending.start import brought_in

    runs = Lists(journals=tuple(filter(is_sqlite, known)))
    return brought_in(runs.batch(report.annotated, settings, report.operation))
