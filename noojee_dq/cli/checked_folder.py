"""`submit` of a folder that `check --out` has written: the leads that are ready."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from noojee_dq.cli.messages import fail, note
from noojee_dq.words.counts import counted

if TYPE_CHECKING:
    from noojee_dq.campaign import Campaign
    from noojee_dq.fields import Operation
    from noojee_dq.large import LargeReport
    from noojee_dq.leads.options import Reading

#: What tells why leads of a folder are not ready any more.
CHECK_AGAIN: Final = "check the files again, with the lists of now"


def checked_folder(files: Sequence[Path], reading: "Reading", *, send_all: bool) -> "LargeReport | None":
    """Open the report of a check in parts, and say how many of its leads are not ready; None = it is no folder.

    Args:
        files: what is to be sent.
        reading: what was said of how a file is to be read; of a folder nothing is.
        send_all: whether leads that are not ready are to be sent too; of a folder they are not.
    """
    path = next((one for one in files if one.is_dir()), None)
    if path is None:
        return None
    if len(files) > 1:
        fail(f"{path} is a folder, whose leads are a run of their own: submit it by itself", 2)
    useless = ["--all"] if send_all else reading.as_options()
    if useless:
        fail(f"{path} is a folder, of which those leads are sent that are ready: leave out {useless[0]}", 2)
    from noojee_dq.large import LargeReport

    report = LargeReport.open(path)
    if not_ready(report):
        leads = counted(report.counts["leads"], "lead")
        note(f"{path.name}: of {leads} {not_ready(report):,} were not ready when they were checked, and stay behind")
    if not report.counts["ready"]:
        note(f"No lead is ready, so nothing is sent: dq_reasons in {path / 'annotated'} says why")
    return report


def with_lists_of_check(
    settings: "Campaign", report: "LargeReport", operation: "Operation", *, others_named: bool
) -> "Campaign":
    """Take the do-not-call lists of a check beside those of now, and end where it was a check for something else.

    Args:
        settings: of the campaign that the leads go to.
        report: of the check.
        operation: what is to be done with the leads.
        others_named: other lists are named now, which stand in for those that are no longer there.
    """
    from noojee_dq.sending.reread import with_lists

    report.refuse_other_campaign(settings, operation)
    return with_lists(settings, report.dnc_files, "the check looked at", others_named=others_named)


def not_ready(report: "LargeReport | None") -> int:
    """Count the leads of a folder that were not ready when they were checked; of none there are none."""
    return report.counts["leads"] - report.counts["ready"] if report is not None else 0
