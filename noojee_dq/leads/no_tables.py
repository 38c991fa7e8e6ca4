"""Texts that hold no table, by how they begin: read as one, their first lead would be taken for the headings."""

import re
from typing import Final

from noojee_dq.errors import LeadsError

_ASK: Final = "ask for the list as a workbook or a CSV file, with a heading above each column"
_CONTACTS: Final = "import it into a contacts program (Google Contacts, Outlook), and export it from there as CSV"
#: What opens a transaction, or a database; a heading of a list can read like it.
_OPENING: Final = r"(begin(\s+transaction)?|start\s+transaction|use\s+`?\w+`?);"
_NAME_OF_TABLE: Final = r"(\"[^\"\n]+\"|`[^`\n]+`|\[[^\]\n]+\]|[^\s,;|(\"`\[])+"
_STATEMENT: Final = (
    rf"(insert\s+into\s+{_NAME_OF_TABLE}\s*(\(|(values|select|set|default)\b)|create\s+(table|database|schema)\s"
    r"|drop\s+(table|database)\s|lock\s+tables?\s|set\s+[@\w.]+\s*=|set\s+names\s|pragma\s+\w+\s*=|copy\s+[\w.\"]+\s*\([^)]*\)\s+from\s)"
)

#: What a text is, by how it begins, and what to do.
_BEGINNINGS: Final = (
    (r"begin:vcard\b", f"this is a vCard file (contacts): {_CONTACTS}"),
    (r"begin:vcalendar\b", f"this is a calendar file (iCalendar): {_ASK}"),
    (
        rf"((--[^\n]*|/\*[\s\S]*?\*/;?)\s*)*({_OPENING}\s*)*({_STATEMENT}|{_OPENING}[ \t]*(\n|$))",
        f"this is a dump of a database (SQL): export the table as CSV there, or {_ASK}",
    ),
)
_SIGNATURES: Final = tuple((re.compile(rf"\s*{pattern}", re.IGNORECASE), said) for pattern, said in _BEGINNINGS)

_LINES: Final = 50
_ELEMENT: Final = re.compile(r"\s*<[A-Za-z_]")
#: A line of elements; a list can hold them too, beside other values, or as its values.
_IN_ELEMENTS: Final = re.compile(r"\s*<(?!.*>\s*[,;|~]\s*<).*>\s*")
#: A line of a file that has a line for each value ("Phone: ..."), as YAML, LDIF and INI have them,
_LABELLED: Final = re.compile(r"\s*(-\s+)?[A-Za-z_][^,;|\t:=]{0,40}(:(\s.*|$)|=.*)|\s*-\s+\{.*\}")
#: and one that holds none.
_BESIDE_LABELLED: Final = re.compile(r"\s*(#|---$|\.\.\.$|\[[^\],;|\t]*\]$)")
_OF_MAIL: Final = frozenset({"to", "date", "sent", "message-id", "mime-version", "received", "return-path"})
_HEADER_OF_MAIL: Final = re.compile(r"[A-Za-z-]+:|[ \t]")
_MOMENT: Final = re.compile(
    r"\W?(\d{4}-\d\d-\d\d[ T]\d\d:\d\d|\d\d/[A-Z][a-z]{2}/\d{4}:\d\d|[A-Z][a-z]{2} +\d{1,2} \d\d:\d\d:\d\d"
    r"|[\d.]+ \S+ \S+ \[\d\d/[A-Z][a-z]{2}/\d{4})"
)


def refuse_no_table(sample: str) -> None:
    """Refuse a text that is no table.

    Args:
        sample: how it begins.

    Raises:
        LeadsError: it is none; the text says what it is, and how to come by the list.

    Example:
        >>> refuse_no_table("BEGIN:VCARD\\nFN:Ann\\n")  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        ...
        noojee_dq.errors.LeadsError: this is a vCard file (contacts): import it into a contacts program ...
    """
    sample = sample.replace("\r\n", "\n").replace("\r", "\n")
    said = next((said for signature, said in _SIGNATURES if signature.match(sample)), None) or _by_lines(sample)
    if said:
        raise LeadsError(said)


def _by_lines(sample: str) -> str | None:
    if _is_mail(sample):
        return f"this is an e-mail: save the list that is attached to it, or {_ASK}"
    lines = [line for line in sample.split("\n") if line.strip()][:_LINES]
    if _ELEMENT.match(sample) and 2 * sum(_IN_ELEMENTS.fullmatch(line) is not None for line in lines) > len(lines):
        return f"this is an XML file, not a table: {_ASK}"
    told = [line for line in lines if not _BESIDE_LABELLED.match(line)]
    if len(told) > 1 and all(map(_LABELLED.fullmatch, told)):
        return f"each line holds one value with its name (YAML, LDIF, INI or the like), not a lead: {_ASK}"
    moments = sum(_MOMENT.match(line) is not None for line in lines)
    if len(lines) > 1 and _MOMENT.match(lines[0]) and 2 * moments > len(lines):
        return f"its lines begin with a date and time, so it is a log, or has no headings: {_ASK}"
    return None


def _is_mail(sample: str) -> bool:
    """Say whether a text begins as an e-mail does: a list may also have a line above it that says whom it is from."""
    head = sample.lstrip().split("\n\n", 1)[0].split("\n")
    names = {name.lower() for name in (line.partition(":")[0] for line in head if not line.startswith((" ", "\t")))}
    return {"from", "subject"} <= names and bool(names & _OF_MAIL) and all(map(_HEADER_OF_MAIL.match, head))
