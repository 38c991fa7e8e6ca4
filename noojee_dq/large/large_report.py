"""`LargeReport`: the report of a large check, which reads leads and findings from its folder when asked for."""

import json
import os
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import pandas as pd
import pyarrow.compute as pc
import pyarrow.dataset
from rich.console import Console

from noojee_dq.checks.evaluate import NotChecked
from noojee_dq.errors import LeadsError
from noojee_dq.fields import DQ_STATUS, TOLD
from noojee_dq.large.folder import ANNOTATED, FINDINGS, Folder
from noojee_dq.large.samples import Sampled, sampled
from noojee_dq.large.totals import Totals
from noojee_dq.report.overview import overview
from noojee_dq.report.render_json import json_head
from noojee_dq.report.render_markdown import markdown_of
from noojee_dq.report.render_text import render_table, render_text
from noojee_dq.show.output import deliver
from noojee_dq.show.page import render_fragment


class LargeReport:
    """What the API would say to each lead of some files; made by `noojee_dq.check_files`.

    Args:
        folder: where the leads and findings lie.
        totals: what was found, in numbers.
    """

    def __init__(self, folder: Folder, totals: Totals) -> None:
        self.folder = folder.path
        self._folder = folder
        self._totals = totals

    @classmethod
    def open(cls, folder: str | os.PathLike[str]) -> Self:
        """Return the report that an earlier check has left in a folder.

        Args:
            folder: that was `out` of the check.

        Raises:
            LeadsError: it holds no whole check.
        """
        place = Folder(Path(folder).absolute())
        try:
            return cls(place, Totals.model_validate_json(place.report.read_text("utf-8")))
        except OSError:
            raise LeadsError(f"{folder} holds no whole check: run it again") from None
        except ValueError:
            raise LeadsError(f"{place.report} is damaged: run the check again") from None

    @property
    def ok(self) -> bool:
        """Whether there is no error; warnings may stand."""
        return not any(line.severity == "error" for line in self._totals.summary)

    @property
    def counts(self) -> dict[str, int]:
        """Number of leads, as `Report.counts`."""
        return dict(self._totals.counts)

    @property
    def by_code(self) -> dict[str, int]:
        """Result code as text -> number of leads, as `Report.by_code`."""
        return dict(self._totals.by_code)

    @cached_property
    def summary(self) -> pd.DataFrame:
        """One line per check that found something, as `Report.summary`."""
        return self._totals.as_frame()

    @property
    def not_checked(self) -> tuple[NotChecked, ...]:
        """Checks that could not run, and why."""
        return self._totals.not_checked

    @property
    def notes(self) -> tuple[str, ...]:
        """How the files were read."""
        return self._totals.notes

    @cached_property
    def _sampled(self) -> Sampled:
        return sampled(self._folder, self._totals)

    def to_json(self, path: str | os.PathLike[str] | None = None, *, show_values: bool = False) -> str | None:
        """Write the numbers as JSON, as `Report.to_json`, but for the findings: `findings_in` is their folder.

        Args:
            path: a file to write; None = return the text.
            show_values: show phone numbers as they are instead of masked.

        Returns:
            The text, or None where a file was written.
        """
        document = json_head(self._sampled, show_values=show_values)
        document["findings_in"] = str(self.folder / FINDINGS)
        return deliver(json.dumps(document, ensure_ascii=False), path)

    def to_markdown(self, path: str | os.PathLike[str] | None = None, *, show_values: bool = False) -> str | None:
        """Write the report as Markdown, for a ticket or an e-mail; arguments and result as for `to_json`."""
        return deliver(markdown_of(overview(self._sampled, show_values=show_values)), path)

    def show(self, console: Console, *, show_values: bool = False) -> None:
        """Print the report on a console of rich.

        Args:
            console: where it is printed.
            show_values: show phone numbers as they are instead of masked.
        """
        render_table(self._sampled, console, show_values=show_values)

    def __repr__(self) -> str:
        return render_text(self._sampled)

    def _repr_html_(self) -> str:
        return render_fragment("report_fragment.html.j2", view=overview(self._sampled), steps=())

    @property
    def findings(self) -> Any:
        """The findings, as a dataset of pyarrow: columns of `Report.findings`, and `source` where files are several."""
        return self._dataset(FINDINGS)

    @property
    def annotated(self) -> Any:
        """The leads with their row numbers and `dq_*` columns, as a dataset of pyarrow."""
        return self._dataset(ANNOTATED)

    @property
    def ready(self) -> Any:
        """The annotated leads that the API is expected to accept, as a dataset of pyarrow."""
        return self.annotated.filter(pc.field(DQ_STATUS) == "ready")

    def ready_frames(self) -> Iterator[pd.DataFrame]:
        """Read the leads that are ready, part by part, under their row numbers (and files, where they are several)."""
        index = ["source", "row"] if len(self._totals.sources) > 1 else ["row"]
        for file in self._folder.files(ANNOTATED):
            leads = pyarrow.dataset.dataset(file).to_table(filter=pc.field(DQ_STATUS) == "ready").to_pandas()
            if len(leads):
                leads = leads.set_index(index)
                leads.attrs[TOLD] = list(self._totals.told)
                yield leads

    def _dataset(self, name: str) -> Any:
        return pyarrow.dataset.dataset(self._folder.files(name), format="parquet")
