"""LibreOffice without a window: it converts files, and a macro opens one, types into its cells and saves it."""

import shutil
import subprocess
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final, NamedTuple
from xml.sax.saxutils import escape

import pytest

#: Of tests that start it.
NEEDED: Final = [
    pytest.mark.long,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
]

#: Suffix -> the filter that writes it; text as the cells show it, comma-separated, in UTF-8.
_FILTERS: Final = {
    ".xlsx": ("Calc MS Excel 2007 XML", ""),
    ".ods": ("calc8", ""),
    ".xls": ("MS Excel 97", ""),
    ".csv": ("Text - txt - csv (StarCalc)", "44,34,76,1,,0,false,true,false"),
}
_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<!DOCTYPE {0} PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "{1}.dtd">\n'
)
_LIBRARY: Final = (
    _HEAD.format("library:library", "library")
    + '<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" '
    'library:readonly="false" library:passwordprotected="false"><library:element library:name="Module1"/>'
    "</library:library>"
)
_MODULE: Final = (
    _HEAD.format("script:module", "module")
    + '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" '
    'script:language="StarBasic">{}</script:module>'
)
_EDIT: Final = """
Sub Edit{number}
    document = StarDesktop.loadComponentFromURL({source}, "_blank", 0, Array())
    {steps}
    Save(document, {target}, {filter}, {filter_options})
End Sub
"""
_TOOLS: Final = """
Sub Save(document, target, filter, filter_options)
    Dim options(1) As New com.sun.star.beans.PropertyValue
    options(0).Name = "FilterName" : options(0).Value = filter
    options(1).Name = "FilterOptions" : options(1).Value = filter_options
    document.storeToURL(target, options())
    document.close(True)
End Sub

Function Sheet(name)
    Sheet = StarDesktop.CurrentComponent.Sheets.getByName(name)
    StarDesktop.CurrentComponent.CurrentController.setActiveSheet(Sheet)
End Function

Sub Dispatch(command, name, value)
    Dim options(0) As New com.sun.star.beans.PropertyValue
    options(0).Name = name : options(0).Value = value
    frame = StarDesktop.CurrentComponent.CurrentController.Frame
    CreateUnoService("com.sun.star.frame.DispatchHelper").executeDispatch(frame, command, "", 0, options())
End Sub

Sub Type_(name, address, text)
    Sheet(name)
    Dispatch(".uno:GoToCell", "ToPoint", address)
    Dispatch(".uno:EnterString", "StringName", text)
End Sub

Sub SortBy(name, column)
    Dim fields(0) As New com.sun.star.table.TableSortField
    Dim options(1) As New com.sun.star.beans.PropertyValue
    cursor = Sheet(name).createCursor()
    cursor.gotoEndOfUsedArea(False)
    fields(0).Field = column : fields(0).IsAscending = False
    options(0).Name = "SortFields" : options(0).Value = fields()
    options(1).Name = "ContainsHeader" : options(1).Value = True
    range = Sheet(name).getCellRangeByPosition(0, 0, cursor.RangeAddress.EndColumn, cursor.RangeAddress.EndRow)
    range.sort(options())
End Sub

Sub CircleInvalid(name, target)
    before = Sheet(name).DrawPage.Count
    Sheet(name).showInvalid()
    files = CreateUnoService("com.sun.star.ucb.SimpleFileAccess")
    out = CreateUnoService("com.sun.star.io.TextOutputStream")
    out.setOutputStream(files.openFileWrite(target))
    For at = before To Sheet(name).DrawPage.Count - 1
        out.writeString(Sheet(name).DrawPage.getByIndex(at).Anchor.AbsoluteName & " ")
    Next
    out.closeOutput()
    Sheet(name).clearArrows()
End Sub
"""


class Edit(NamedTuple):
    """What is done to a file.

    Attributes:
        file: which is opened, and stays as it is.
        target: where it is saved, as the kind of file that the name says.
        steps: what is done to it, each a line of Basic.
    """

    file: Path
    target: Path
    steps: Sequence[str]

    def as_basic(self, number: int) -> str:
        """Return the procedure that does it."""
        filter_name, filter_options = _FILTERS[self.target.suffix]
        return _EDIT.format(
            number=number,
            source=quoted(self.file.as_uri()),
            target=quoted(self.target.as_uri()),
            filter=quoted(filter_name),
            filter_options=quoted(filter_options),
            steps="\n    ".join(self.steps),
        )


class LibreOffice:
    """LibreOffice with a profile of its own.

    Args:
        folder: for the profile, and for files that it writes.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._profile = folder / "profile"

    def convert(self, files: Iterable[Path], to: str, *options: str) -> Path:
        """Open files and write them anew; return where they are then."""
        out = self._folder / f"as-{to}"
        self._run(*options, "--convert-to", to, "--outdir", str(out), *map(str, files))
        return out

    def edit(self, *edits: "Edit") -> None:
        """Open files, one after the other, do something in each, and save it as another one."""
        # A macro is not run while the profile is made.
        if not self._profile.exists():
            self._run("--terminate_after_init")
        calls = "\n".join(f"Edit{number}" for number in range(len(edits)))
        subs = "".join(edit.as_basic(number) for number, edit in enumerate(edits))
        standard = self._profile / "user" / "basic" / "Standard"
        standard.mkdir(parents=True, exist_ok=True)
        (standard / "script.xlb").write_text(_LIBRARY, "utf-8")
        (standard / "Module1.xba").write_text(
            _MODULE.format(escape(f"Sub Main\n{calls}\nEnd Sub\n{subs}{_TOOLS}")), "utf-8"
        )
        self._run("--norestore", "macro:///Standard.Module1.Main")
        assert all(edit.target.exists() for edit in edits), "the macro has failed"

    def _run(self, *arguments: str) -> None:
        command = ["soffice", "--headless", f"-env:UserInstallation={self._profile.as_uri()}", *arguments]
        subprocess.run(command, check=True, capture_output=True, timeout=300)  # noqa: S603


def quoted(text: str) -> str:
    """Write a text as Basic does."""
    return '"' + text.replace('"', '""') + '"'


def typed(sheet: str, cell: str, text: str) -> str:
    """Go to a cell of a sheet and type into it."""
    return f"Type_({quoted(sheet)}, {quoted(cell)}, {quoted(text)})"


def needs_libreoffice(test: Callable[..., None]) -> Callable[..., None]:
    """Mark a test that starts LibreOffice."""
    for mark in NEEDED:
        test = mark(test)
    return test
