"""The bundled sample, end to end: made-up leads and updates, checked, with every report written."""

import shutil
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from noojee_dq.campaign import Campaign
from noojee_dq.leads import read_leads
from noojee_dq.preflight import check
from noojee_dq.report import Report
from noojee_dq.report.files import write_ready, write_rejected

SAMPLE_FILES = ("campaign.toml", "leads.csv", "updates.csv", "known.csv", "dnc.csv")


class Demo(NamedTuple):
    """What a demo found and wrote."""

    inserts: Report
    updates: Report
    written: list[Path]


def run_demo(directory: Path) -> Demo:
    """Copy the sample into a folder, check it, and write the reports beside it.

    Args:
        directory: made where it is missing; files of an earlier demo are overwritten.

    Returns:
        Both reports and the paths of all files, the sample's first.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     run_demo(Path(folder)).inserts.counts["leads"]
        120
    """
    directory.mkdir(parents=True, exist_ok=True)
    sample = [_copy(name, directory) for name in SAMPLE_FILES]
    campaign = Campaign.from_toml(directory / "campaign.toml")
    known = directory / "known.csv"
    inserts = check(read_leads(directory / "leads.csv"), campaign, known=known, dnc=directory / "dnc.csv")
    updates = check(
        read_leads(directory / "updates.csv"),
        campaign,
        operation="update",
        known=known,
        dnc=directory / "dnc.csv",
    )
    return Demo(inserts, updates, [*sample, *_write(inserts, updates, directory)])


def _copy(name: str, directory: Path) -> Path:
    with resources.as_file(resources.files("noojee_dq") / "sample" / name) as source:
        return Path(shutil.copyfile(source, directory / name))


def _write(inserts: Report, updates: Report, directory: Path) -> list[Path]:
    written = [
        directory / name
        for name in (
            "leads-report.html",
            "updates-report.html",
            "leads-report.json",
            "ready.csv",
            "rejected.xlsx",
        )
    ]
    inserts.to_html(written[0])
    updates.to_html(written[1])
    inserts.to_json(written[2])
    write_ready(inserts, written[3])
    write_rejected(inserts, written[4])
    return written
