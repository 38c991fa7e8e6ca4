"""`check --out`: lead files that memory cannot hold, or several of them, checked in parts."""

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import typer

from noojee_dq.cli.messages import console, fail, note
from noojee_dq.errors import LeadsError
from noojee_dq.report.formats import JSON, MARKDOWN, TABLE, ReportFormat
from noojee_dq.words.counts import counted

if TYPE_CHECKING:
    import pandas as pd

    from noojee_dq.campaign import Campaign
    from noojee_dq.large import LargeReport
    from noojee_dq.leads.options import Reading

#: Bytes of memory that a check of a text file takes at once, for each byte of it.
_MEMORY_OF_TEXT: Final = 8
_FORMATS: Final = (TABLE, JSON, MARKDOWN)


def folder_for(files: Sequence[Path]) -> Path | None:
    """Return the folder in which a file is checked that memory may not hold; None = it is checked at once.

    Args:
        files: of the command line; several need a folder that a person has named.
    """
    if len(files) > 1:
        fail(f"{counted(len(files), 'file')} are checked together with --out FOLDER: name a folder for the results", 2)
    size = files[0].stat().st_size if files[0].is_file() else 0
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") if hasattr(os, "sysconf") else 0
    if not memory or size * _MEMORY_OF_TEXT < memory:
        return None
    out = files[0].with_name(f"{files[0].stem}-checked")
    note(f"{files[0].name} ({size / 1e9:.1f} GB) may not fit into memory ({memory / 1e9:.1f} GB): checked in parts")
    return out


def refuse_options_of_frames(given: Mapping[str, object], output_format: ReportFormat, out: Path) -> None:
    """End where an option is given that leads in parts have no use for.

    Args:
        given: options by name; those that are false or None were not given.
        output_format: what is to be printed.
        out: the folder for the results.
    """
    useless = next((name for name, value in given.items() if value), None)
    if useless:
        fail(f"what is checked in parts has all its results in a folder ({out}): leave out --{useless}", 2)
    if output_format not in _FORMATS:
        names = ", ".join(form.name for form in _FORMATS)
        fail(f"what is checked in parts is printed as {names}: for {output_format.name} read {out / 'findings'}", 2)


def first_leads(files: Sequence[Path], reading: "Reading") -> "pd.DataFrame":
    """Return some leads of the first file that has any: by these, phone columns are guessed."""
    from noojee_dq.leads.streaming import first_leads as read

    for file in files[:-1]:
        with suppress(LeadsError):
            return read(file, reading)
    return read(files[-1], reading)


def check_in_parts(files: Sequence[Path], settings: "Campaign", *, out: Path, **options: Any) -> "LargeReport":
    """Check files in parts, and say what room that takes and where the results are.

    Args:
        files: of the leads.
        settings: of the campaign.
        out: the folder for the results.
        options: of `noojee_dq.check_files`.
    """
    from noojee_dq.large import check_files
    from noojee_dq.large.disk import in_words, room_needed

    paths = [str(file) for file in files]
    note(f"{out} takes about {in_words(room_needed(paths))} while the check runs; a tenth of it stays")
    report = check_files(paths, settings, out=out, **options)
    note(f"wrote {out}: {report.counts['ready']:,} leads are ready, see {out / 'annotated'}")
    return report


def print_large(report: "LargeReport", output_format: ReportFormat, *, show_values: bool) -> None:
    """Print a large report in one of the forms that it has."""
    if output_format is TABLE:
        report.show(console(), show_values=show_values)
        return
    for line in report.notes:
        note(line)
    text = report.to_json if output_format is JSON else report.to_markdown
    typer.echo(str(text(show_values=show_values)).removesuffix("\n"))
