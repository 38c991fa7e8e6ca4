"""What `check` makes of its findings: reports and files of leads, what it prints, and its exit code."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import typer

from noojee_dq.cli.messages import announced, console, fail, note
from noojee_dq.cli.outputs import LEAD_SUFFIXES, write_lead_file
from noojee_dq.errors import LeadsError
from noojee_dq.report.formats import EXCEL, FORMATS, TABLE, ReportFormat, file_formats
from noojee_dq.report.gate import FailOn, Gate, thresholds_of

if TYPE_CHECKING:
    from noojee_dq.report.found import Found
    from noojee_dq.report.going_on import CommandLine
    from noojee_dq.report.report import Report


class Audience(StrEnum):
    """Whom the Markdown form of a report is for."""

    TEAM = "team"
    SUPPLIER = "supplier"


@dataclass(frozen=True, kw_only=True)
class CheckOutputs:
    """What a check is to print and to write.

    Args:
        printed: the form that is printed.
        reports: files of reports.
        ready: file of the leads that are ready; None = not asked for, here and below.
        rejected: file of the others.
        since: workbook of an earlier check.
        audience: whom Markdown is for.
        rows: name every lead.
        show_values: show phone numbers unmasked.
        verbose: print every note.
    """

    printed: ReportFormat
    reports: Sequence[Path]
    ready: Path | None
    rejected: Path | None
    since: Path | None
    audience: Audience
    rows: bool
    show_values: bool
    verbose: bool

    @property
    def files(self) -> list[tuple[Path | None, tuple[str, ...]]]:
        """The files to write, each with the suffixes that its name may have."""
        reports = [(one, tuple(file_formats())) for one in self.reports]
        return [*reports, (self.ready, LEAD_SUFFIXES), (self.rejected, LEAD_SUFFIXES)]

    @property
    def worked_on(self) -> list[Path | None]:
        """The files in which people correct leads."""
        return [self.rejected, *(one for one in self.reports if one.suffix.lower() == EXCEL.suffix)]

    @property
    def forms(self) -> list[ReportFormat]:
        """The forms of the report, that which is printed first."""
        return [self.printed, *(file_formats()[one.suffix.lower()] for one in self.reports)]

    def refuse_unfit(self, files: Sequence[Path]) -> None:
        """End where an option is given that none of the forms has a use for, or that they do not go with.

        Args:
            files: of leads.
        """
        for_supplier = self.audience == Audience.SUPPLIER
        _refuse_useless(
            self.forms, {"audience": for_supplier and self.audience, "rows": self.rows, "verbose": self.verbose}
        )
        if for_supplier:
            _refuse_forms_for_the_team(self.forms)
        if for_supplier and len(files) > 1:
            fail("a note for a supplier is about one file: check that by itself", 2)

    def write_leads(self, report: "Report", given: "CommandLine") -> None:
        """Write the leads that are ready, and the others, where that was asked for."""
        from noojee_dq.report.files import write_ready, write_rejected

        write_lead_file(self.ready, partial(write_ready, report))
        write_lead_file(self.rejected, partial(write_rejected, report, given=given))

    def write_reports(self, found: "Found", shown: dict[str, Any]) -> None:
        """Write the reports."""
        try:
            for report in self.reports:
                with announced(f"writing {report.name}"):
                    file_formats()[report.suffix.lower()].to_file(found, report, **shown)
                note(f"wrote {report}")
        except LeadsError as error:
            fail(str(error), 2)

    def shown(self, files: Sequence[Path], gate: Gate, given: "CommandLine") -> dict[str, Any]:
        """Return the options of all forms.

        Args:
            files: of leads.
            gate: what makes the exit code.
            given: what the command line gave.
        """
        return {
            "show_values": self.show_values,
            "verbose": self.verbose,
            "audience": self.audience.value,
            "gate": gate,
            "rows": self.rows,
            "file": str(files[0]) if len(files) == 1 else "",
            "given": given,
        }

    def end(self, found: "Found", shown: dict[str, Any], became: Sequence[str] = ()) -> NoReturn:
        """Print the report, with what is exceeded, and end with the gate's exit code.

        Args:
            found: by the check.
            shown: options of all forms.
            became: what became of an earlier check.
        """
        judgement = shown["gate"].judge(found)
        said = (*became, *judgement.lines)
        if self.printed.show is not None:
            self.printed.show(found, console(), **self.printed.takes(**shown, said=said))
        else:
            for line in (*found.notes, *said):
                note(line)
            text = self.printed.text(found, **shown)
            # No finding is no line of jsonl, and no empty one either.
            typer.echo(text.removesuffix("\n"), nl=bool(text))
        raise typer.Exit(judgement.exit_code)


def gate_of(fail_on: FailOn, threshold: str | None) -> Gate:
    """Put together what makes the exit code of a check."""
    from noojee_dq.checks import CHECKS

    codes = sorted({int(check.code) for check in CHECKS if check.code is not None})
    return Gate(fail_on, () if threshold is None else thresholds_of(threshold, codes))


def _refuse_useless(forms: list[ReportFormat], given: dict[str, object]) -> None:
    """End where an option is given that none of the forms has a use for."""
    for name, value in given.items():
        if value and not any(name in form.options for form in forms):
            fit = [form for form in FORMATS if name in form.options]
            printed = ", ".join(form.name for form in fit if form.printed)
            suffixes = ", ".join(form.suffix for form in fit if form.suffix)
            option = f"--{name}" if value is True else f"--{name} {value}"
            fail(
                f"{option} says nothing of these forms: give --format {printed}, or --report with a name in {suffixes}",
                2,
            )


def _refuse_forms_for_the_team(forms: list[ReportFormat]) -> None:
    """End where a form would be made for the team beside one for the supplier; the table is nobody's file."""
    unfit = next((form.name for form in forms if form is not TABLE and "audience" not in form.options), None)
    if unfit:
        fail(
            f"--audience supplier: a report as {unfit} is for the team alone, it may hold what the supplier is not to "
            "see: make it with a command of its own",
            2,
        )
