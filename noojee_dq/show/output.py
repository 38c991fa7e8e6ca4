"""Where the text of a report or an analysis goes: to the caller, or into a file."""

from collections.abc import Callable
from os import PathLike
from pathlib import Path

from noojee_dq.errors import OutputError
from noojee_dq.words.arguments import path_of
from noojee_dq.words.output_paths import free_path, path_problem, worked_on


def deliver(render: Callable[[], str], path: str | PathLike[str] | None, suffix: str) -> str | None:
    """Return a text, or nothing where it is written to a file; a file that cannot be is refused before any work.

    Args:
        render: gives the text.
        path: a file to write; None = return the text.
        suffix: that the name of the file must have.

    Raises:
        OutputError: the file cannot be written.

    Example:
        >>> deliver(lambda: "text", None, ".html")
        'text'
    """
    if path is None:
        return render()
    place = output_path(path, suffix)
    text = render()
    try:
        place.write_text(text, "utf-8", newline="\n")
    except OSError as error:
        raise OutputError(f"{place}: cannot be written ({error.strerror or error}): choose another place") from None
    return None


def output_path(path: str | PathLike[str], suffix: str) -> Path:
    """Return the path of a file that is to be written.

    Args:
        path: its name.
        suffix: that the name must have.

    Raises:
        OutputError: it is no path, has another suffix, or its folder does not exist.

    Example:
        >>> output_path("report.html", ".html").name
        'report.html'
    """
    place = path_of(path, "path", f"report{suffix}", OutputError)
    problem = path_problem(place, [suffix])
    if problem:
        raise OutputError(problem)
    return place


def workbook_path(path: str | PathLike[str], *, overwrite: bool) -> Path:
    """Return the path of a workbook that is to be written, and that people then work on.

    Args:
        path: its name.
        overwrite: what is there may be lost.

    Raises:
        OutputError: as `output_path`, or it exists.

    Example:
        >>> workbook_path("checked.xlsx", overwrite=False).name
        'checked.xlsx'
    """
    place = output_path(path, ".xlsx")
    refuse_worked_on(place, overwrite=overwrite)
    return place


def refuse_worked_on(path: Path, *, overwrite: bool) -> None:
    """Refuse to write over a file that people work on, as the commands do without --force.

    Args:
        path: of the file.
        overwrite: what is there may be lost.

    Raises:
        OutputError: it exists.

    Example:
        >>> refuse_worked_on(Path("checked.xlsx"), overwrite=False)
    """
    if path.exists() and not overwrite:
        raise OutputError(worked_on(path, f"name, such as {free_path(path)}", "overwrite=True"))
