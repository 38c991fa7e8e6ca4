"""Arguments and options that several commands have."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from noojee_dq.cli.messages import be_quiet


class Operation(StrEnum):
    """The API call that leads are meant for."""

    INSERT = "insert"
    UPDATE = "update"


class Keep(StrEnum):
    """Who survives a duplicate."""

    FIRST = "first"
    LAST = "last"


class PrintedFormat(StrEnum):
    """What is printed on stdout: for a person, or for a program."""

    TABLE = "table"
    JSON = "json"


LeadFiles = Annotated[
    list[Path],
    typer.Argument(
        help="CSV, xlsx, Parquet or JSON files of leads, or patterns; - is standard input.", show_default=False
    ),
]
LeadFile = Annotated[Path, typer.Argument(help="CSV, xlsx, Parquet or JSON file of leads.")]
LeadSources = Annotated[
    list[Path],
    typer.Argument(
        help="CSV, xlsx, Parquet or JSON files of leads, or the folder of check --out; - is standard input.",
        show_default=False,
    ),
]
CampaignOption = Annotated[
    Path | None,
    typer.Option(
        "--campaign", "-c", help="Campaign file; else campaign.toml beside the leads, in a folder above, or here."
    ),
]
PhoneFieldOption = Annotated[
    list[str] | None, typer.Option(help="A column with phone numbers (repeatable); without any they are guessed.")
]
RegionOption = Annotated[str | None, typer.Option(help="Country of numbers written without one (AU, Australia).")]
RegionColumnOption = Annotated[str | None, typer.Option(help="Column that holds the country of each lead.")]
OperationOption = Annotated[Operation, typer.Option(help="What the leads are meant for.")]
KnownOption = Annotated[
    list[Path] | None, typer.Option(help="Export of the leads that the campaign holds, or an earlier run (repeatable).")
]
DncOption = Annotated[list[Path] | None, typer.Option(help="Do-not-call list with the column Phone (repeatable).")]
AllowOption = Annotated[
    list[Path] | None,
    typer.Option(help="List of numbers that may be called although they are on a do-not-call list (repeatable)."),
]
RequireOption = Annotated[
    str | None, typer.Option(help="Lists without which nothing is checked, separated by commas: dnc,known.")
]
DncWashedOption = Annotated[
    str | None,
    typer.Option(
        metavar="DATE", help="Day on which the leads were last washed against the Do Not Call Register, as 2026-11-01."
    ),
]
AcceptEmptyOption = Annotated[bool, typer.Option("--accept-empty-lists", help="Take a list that holds nothing.")]
AcceptPartialOption = Annotated[
    bool, typer.Option("--accept-partial-lists", help="Take a list although some entries of it cannot be read.")
]
AcceptGoneOption = Annotated[
    bool,
    typer.Option(
        "--accept-gone",
        help="Leads of the run that are gone, changed or not ready any more are not to be sent: they are not left.",
    ),
]
KeepOption = Annotated[Keep, typer.Option(help="Which of several duplicates survives.")]
ShowValuesOption = Annotated[bool, typer.Option(help="Show phone numbers unmasked.")]
VerboseOption = Annotated[
    bool, typer.Option("--verbose", help="Print every note, and why each check was left out, instead of three lines.")
]
SheetOption = Annotated[
    str | None, typer.Option(help="Sheet of a workbook, by name or by number from 1; the first with cells if absent.")
]
EncodingOption = Annotated[
    str | None, typer.Option(help="Encoding of a text file, such as cp1252 or utf-16; found if absent.")
]
DelimiterOption = Annotated[
    str | None,
    typer.Option(help="What separates the cells of a text file: a character, or tab; found if absent."),
]
ApiKeyFileOption = Annotated[
    Path | None, typer.Option(help="File that holds the API key alone; without it NOOJEE_API_KEY is taken.")
]
#: Of commands that write files which a person works on.
ForceOption = Annotated[bool, typer.Option("--force", help="Write over a file that exists.")]
LimitOption = Annotated[int | None, typer.Option(min=1, help="Send at most so many leads now.")]
ResultsOption = Annotated[
    Path | None, typer.Option(help="Write the leads with the API's answers; .csv, or .xlsx for people.")
]
FormatOption = Annotated[PrintedFormat, typer.Option("--format", help="What to print.")]
QuietOption = Annotated[
    bool,
    typer.Option(
        "--quiet",
        "-q",
        callback=be_quiet,
        is_eager=True,
        help="Print no table and no notes: only another --format, and what went wrong. The exit code tells the rest.",
    ),
]
RowsOption = Annotated[bool, typer.Option("--rows", help="Of --format json: name every lead with its status.")]
FailOnLeftOption = Annotated[
    bool, typer.Option("--fail-on-left", help="Exit with 1 where leads stayed behind, or are left to be sent.")
]
