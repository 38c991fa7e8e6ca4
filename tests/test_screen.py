"""What stays on a terminal of some size after a command."""

import shlex
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from noojee_dq.words.for_people import for_people
from tests.conftest import Run
from tests.report.samples import sample_leads

_GOOD = "Phone\n0491 570 006\n"


def _screen(text: str, width: int, height: int) -> list[str]:
    """The last lines of a terminal, which breaks lines anywhere; the prompt takes one."""
    rows = [part for line in text.splitlines() for part in (textwrap.wrap(line, width, drop_whitespace=False) or [""])]
    return rows[-(height - 1) :]


@pytest.mark.parametrize(("width", "height"), [(80, 24), (200, 50)])
@pytest.mark.parametrize("good", [True, False])
def test_the_verdict_and_the_next_command_stay_on_the_screen(
    run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch, width: int, height: int, good: bool
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    phone = "Phone" if good else "Home Phone"
    if good:
        Path("leads.csv").write_text(_GOOD, "utf-8")
    else:
        sample_leads().to_csv("leads.csv", index=False)
    result = run("check", "leads.csv", "--phone-field", phone)
    lines = result.out.splitlines()
    shown = _screen(result.out, width, height)
    assert any("ready to send" in line for line in shown)
    assert lines[-1].startswith(f"Next: noojee-dq {'submit' if good else 'check'} leads.csv")
    assert f"--phone-field {shlex.quote(phone)}" in lines[-1]
    # What was not checked, in one row; then what was amiss with the file, in full.
    verdict = next(at for at, line in enumerate(lines) if "ready to send" in line)
    blank = max(at for at, line in enumerate(lines[:verdict]) if not line.strip() or "nothing was sent" in line)
    asides = lines[blank + 1 : verdict]
    assert asides[0].startswith("Not checked (")
    assert len(asides[0]) <= width
    assert all("…" not in line for line in asides)
    assert asides[1].startswith("Note: ")
    assert asides[-1].startswith("For all of that")


def test_verbose_names_every_reason_and_note(run: Callable[..., Run]) -> None:
    Path("leads.csv").write_text(_GOOD, "utf-8")
    out = " ".join(run("check", "leads.csv", "--verbose").out.split())
    assert "Not checked: do-not-call (104): no do-not-call list was given (--dnc)" in out
    assert "Note: read as UTF-8" in out
    assert run("check", "leads.csv", "--verbose", "--format", "json").code == 2


@pytest.mark.parametrize(
    ("options", "named"),
    [([], "do-not-call (104)"), (["--dnc", "dnc.csv", "--accept-partial-lists"], "(104, in part)")],
)
def test_a_check_that_ran_in_part_is_called_so(run: Callable[..., Run], options: list[str], named: str) -> None:
    Path("leads.csv").write_text("Phone,Note\n0491 570 006,a\n0491 570 156,b\n", "utf-8")
    Path("dnc.csv").write_text("Phone\n0491 570 006\nask Ann\n", "utf-8")
    out = run("check", "leads.csv", *options).out
    assert next(line for line in out.splitlines() if line.startswith("Not checked (")).count(named) == 1
    out = run("check", "leads.csv", *options, "--report", "page.html", "--report", "note.md").out
    assert named in Path("page.html").read_text("utf-8")
    assert ("in part: no valid phone number is in 1 of 2 entries" in Path("note.md").read_text("utf-8")) == bool(
        options
    )
    assert named in run("submit", "leads.csv", *options).err


def test_what_is_exceeded_and_what_became_of_an_earlier_check_stand_before_the_next_command(
    run: Callable[..., Run],
) -> None:
    Path("leads.csv").write_text("Phone\nnone\n", "utf-8")
    run("check", "leads.csv", "--phone-field", "Phone", "--report", "checked.xlsx")
    options = ["--phone-field", "Phone", "--since", "checked.xlsx", "--threshold", "102=0"]
    lines = run("check", "leads.csv", *options).out.splitlines()
    assert [line.partition(":")[0] for line in lines[-4:-2]] == ["Since checked.xlsx", "threshold exceeded"]
    assert lines[-1].startswith("Next: noojee-dq ")


@pytest.mark.parametrize(
    ("options", "refused"),
    [
        (["--format", "json", "--report", "note.md"], "json"),
        (["--format", "csv", "--report", "note.md"], "csv"),
        (["--report", "note.md", "--report", "page.html"], "html"),
        (["--report", "book.xlsx", "--report", "note.md"], "excel"),
        (["--report", "note.md"], ""),
    ],
)
def test_no_form_for_the_team_goes_out_beside_one_for_the_supplier(
    run: Callable[..., Run], options: list[str], refused: str
) -> None:
    Path("leads.csv").write_text("Phone\nnone\n", "utf-8")
    result = run("check", "leads.csv", "--phone-field", "Phone", "--audience", "supplier", *options)
    written = sorted(str(path) for path in Path().iterdir() if path.name != "leads.csv")
    assert (result.code, written) == ((2, []) if refused else (1, ["note.md"]))
    assert (f"a report as {refused} is for the team alone" in result.err) == bool(refused)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no do-not-call list was given (dnc=)", "no do-not-call list was given (--dnc)"),
        ("give `known=` too", "give --known too"),
        ("take it: accept_partial_lists=True, --accept-partial-lists", "take it: --accept-partial-lists"),
        ("name it with --known (known= in Python), or not", "name it with --known, or not"),
        ("put it there (dnc=; in a shell --dnc)", "put it there (--dnc)"),
        ("no other lead (known=), has it", "no other lead (--known), has it"),
        ("the update has no njDisposition", "the update has no disposition (njDisposition)"),
        ("column “njCallBackDate”", "column “njCallBackDate”"),
        ("callback date (njCallBackDate)", "callback date (njCallBackDate)"),
        ("a=b, unknown=, x.dnc=1", "a=b, unknown=, x.dnc=1"),
    ],
)
def test_words_for_people(text: str, said: str) -> None:
    assert for_people(text) == said
