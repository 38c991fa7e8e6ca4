"""The bundled sample, end to end: made-up leads and updates, checked, sent to a sandbox, with every file written."""

import shutil
from functools import partial
from importlib import resources
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from noojee_dq.campaign import Campaign
from noojee_dq.errors import CampaignError
from noojee_dq.leads import read_leads
from noojee_dq.preflight import check
from noojee_dq.report.files import write_ready, write_rejected
from noojee_dq.report.formats import HTML
from noojee_dq.report.going_on import CommandLine
from noojee_dq.report.report import Report
from noojee_dq.sandbox import Sandbox
from noojee_dq.sending import Pacing, submit
from noojee_dq.sending.results import write_results

SAMPLE_FILES = ("campaign.toml", "leads.csv", "updates.csv", "known.csv", "dnc.csv")

#: It tells the folder of a demo from a person's.
_MARK = ".noojee-dq-demo"

#: The sandbox's minute in the queue takes 0.3 s, and the quarantine must be longer.
_TIME_SCALE = 0.005
_PACING = Pacing(quarantine=0.5)


class Demo(NamedTuple):
    """What a demo found, what the sandbox answered, and what was written."""

    inserts: Report
    updates: Report
    answers: pd.DataFrame
    update_answers: pd.DataFrame
    written: list[Path]


def run_demo(directory: Path) -> Demo:
    """Copy the sample into a folder, check it, send all of it to a sandbox, and write the reports beside it.

    The leads that are not ready are sent too: their real codes show whether the check was right.

    Args:
        directory: made where it is missing; files of an earlier demo are overwritten.

    Returns:
        Both reports, the annotated frames, and the paths of all files, the sample's first.

    Raises:
        CampaignError: the folder holds other files than those of a demo.

    Example:
        It takes seconds, so this is not run as a doctest; the tests of the demo hold the same.

        >>> demo = run_demo(Path("demo"))  # doctest: +SKIP
        >>> demo.inserts.counts["leads"], demo.answers["api_outcome"].eq("accepted").sum().item()  # doctest: +SKIP
        (120, 99)
    """
    _begin(directory)
    sample = [_copy(name, directory) for name in SAMPLE_FILES]
    campaign = Campaign.from_toml(directory / "campaign.toml")
    known, dnc = directory / "known.csv", directory / "dnc.csv"
    inserts = check(read_leads(directory / "leads.csv"), campaign, known=known, dnc=dnc)
    updates = check(read_leads(directory / "updates.csv"), campaign, operation="update", known=known, dnc=dnc)
    run, updates_run = (_new(directory / name) for name in ("run.sqlite", "updates-run.sqlite"))
    with Sandbox(campaign, known=read_leads(known), dnc=read_leads(dnc)["Phone"], time_scale=_TIME_SCALE) as pbx:
        send = partial(
            submit, campaign=pbx.campaign, api_key=pbx.api_key, pacing=_PACING, progress=False, send_dnc=True
        )
        answers = send(inserts.annotated, journal=run)
        update_answers = send(updates.annotated, journal=updates_run, operation="update")
    written = [*sample, *_write(inserts, updates, answers, update_answers, directory), run, updates_run]
    return Demo(inserts, updates, answers, update_answers, written)


def sample_given(directory: Path, leads: str, *operation: str) -> CommandLine:
    """Return what a command line would give to check the sample just so.

    Args:
        directory: of the demo.
        leads: the file of leads in it.
        operation: options that say which call they are meant for.

    Example:
        >>> sample_given(Path("demo"), "leads.csv").next("repair", "demo/leads.csv").split()[:3]
        ['noojee-dq', 'repair', 'demo/leads.csv']
    """
    files = {"--campaign": "campaign.toml", "--known": "known.csv", "--dnc": "dnc.csv"}
    common = tuple(part for option, name in files.items() for part in (option, str(directory / name)))
    judged = (*common, *operation)
    return CommandLine(str(directory / leads), options={"check": judged, "repair": judged, "submit": judged})


def _begin(directory: Path) -> None:
    """Make the folder, or take that of an earlier demo: in any other one files and journals could be lost."""
    mark = directory / _MARK
    if directory.exists() and any(directory.iterdir()) and not mark.exists():
        raise CampaignError(
            f"{directory} holds other files, which a demo could overwrite: name another folder with --dir"
        )
    directory.mkdir(parents=True, exist_ok=True)
    mark.touch()


def _copy(name: str, directory: Path) -> Path:
    with resources.as_file(resources.files("noojee_dq") / "sample" / name) as source:
        return Path(shutil.copyfile(source, directory / name))


def _new(journal: Path) -> Path:
    """Return the path of a journal that is not there: an earlier demo's would be taken up."""
    for path in journal.parent.glob(f"{journal.name}*"):
        path.unlink()
    return journal


def _write(
    inserts: Report, updates: Report, answers: pd.DataFrame, update_answers: pd.DataFrame, directory: Path
) -> list[Path]:
    written = [
        directory / name
        for name in (
            "leads-report.html",
            "updates-report.html",
            "leads-report.json",
            "ready.csv",
            "rejected.xlsx",
            "results.xlsx",
            "updates-results.xlsx",
        )
    ]
    HTML.to_file(inserts, written[0], show_values=False, given=sample_given(directory, "leads.csv"))
    given = sample_given(directory, "updates.csv", "--operation", "update")
    HTML.to_file(updates, written[1], show_values=False, given=given)
    inserts.to_json(written[2])
    write_ready(inserts, written[3])
    write_rejected(inserts, written[4])
    write_results(answers, written[5])
    write_results(update_answers, written[6])
    return written
