"""The campaign file that `init` writes: settings, and in comments what was guessed of a lead file."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from noojee_dq.fields import DISPOSITION
from noojee_dq.words.display import printable

if TYPE_CHECKING:
    from noojee_dq.batch.column_proposals import ColumnProposal
    from noojee_dq.campaign import Campaign


def commented_toml(
    settings: "Campaign", reasons: Iterable[str], of_hours: Iterable[str], proposals: "Iterable[ColumnProposal]"
) -> str:
    """Write a campaign file that says why its phone columns were guessed, and which columns may be fields of the API.

    Args:
        settings: of the campaign.
        reasons: why columns were guessed, or not.
        of_hours: what a person should know of the contact hours.
        proposals: the columns, which a person has to confirm.
    """
    text = settings.to_toml()
    guessed = [f"Guessed from the lead file: {reason}" for reason in reasons]
    before, phone, rest = text.partition("[phone]\n")
    text = before + phone + rest.replace("\nfields = ", f"\n{_comments(guessed)}fields = ", 1)
    text = text.replace("[contact_hours]\n", f"[contact_hours]\n{_comments(of_hours)}", 1)
    lines = [line for one in proposals for line in [*_why(one), *one.lines]]
    return _without_example(text) + _comments(lines) if lines else text


def _without_example(text: str) -> str:
    """Leave out the example of a column, which would stand there twice if one of the columns has its name."""
    before, section, columns = text.rpartition("[columns]\n")
    lines = (line for line in columns.splitlines(keepends=True) if not line.startswith('# "'))
    return before + section + "".join(lines)


def _why(proposal: "ColumnProposal") -> list[str]:
    one_of = "One of these columns may be" if len(proposal.headings) > 1 else "This column may be"
    updates = ", for updates" if proposal.field == DISPOSITION else ""
    return [f"{one_of} {proposal.field}{updates}, by heading and cells; if so, take away the #:"]


def _comments(lines: Iterable[str]) -> str:
    return "".join(f"# {printable(line)}\n" for line in lines)
