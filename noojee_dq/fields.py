"""Names that stand in files, frames and requests: the API's fields, the columns that we add, the outcomes of a lead."""

from enum import StrEnum
from typing import Final, Literal

Operation = Literal["insert", "update"]
#: The calls of the API that leads are meant for (Noojee Contact API, "Insert Lead Fast", "Update Lead Fast").
OPERATIONS: Final[tuple[Operation, ...]] = ("insert", "update")

EXTERNAL_ID: Final = "njExternalLeadId"
CALLBACK: Final = "njCallBackDate"
PRIORITY: Final = "njPriority"
CONTACT_HOURS: Final = "njContactHours"
DISPOSITION: Final = "njDisposition"
#: Fields of the lead body that the API defines itself (Noojee Contact API, "Insert Lead Fast").
SYSTEM_FIELDS: Final = (EXTERNAL_ID, CALLBACK, PRIORITY, CONTACT_HOURS, DISPOSITION)

DQ_PREFIX: Final = "dq_"
API_PREFIX: Final = "api_"
#: Columns of these prefixes are ours: they are never sent, hence never checked or repaired.
OWN_PREFIXES: Final = (DQ_PREFIX, API_PREFIX)

DQ_STATUS: Final = "dq_status"
DQ_EXPECTED_CODE: Final = "dq_expected_code"
DQ_CODES: Final = "dq_codes"
#: In `attrs` of checked leads: the kinds of keys of which `known=` has told whether the campaign holds them.
TOLD: Final = "noojee_dq_told"
#: In `attrs` of leads: files that they come from beside their own, which no command writes over.
MADE_FROM: Final = "noojee_dq_made_from"
#: In `attrs` of leads: what the command line that gave them would give again, by commands and their options.
GIVEN: Final = "noojee_dq_given"
#: In `attrs` of leads that are the first ones of a file, which holds more.
FIRST_OF_MORE: Final = "noojee_dq_first_of_more"
#: In `attrs` of leads whose index holds the `dq_row` of their file: the first number given to leads that had none.
RETURNED: Final = "noojee_dq_returned"
#: In `attrs` of leads that were checked in parts: the folders of their files, where journals of earlier runs may lie.
LEAD_FOLDERS: Final = "noojee_dq_lead_folders"
DQ_REASONS: Final = "dq_reasons"
#: Columns that a report adds to the leads.
DQ_COLUMNS: Final = (DQ_STATUS, DQ_EXPECTED_CODE, DQ_CODES, DQ_REASONS)
#: The row of the original file, in files that go back to a person.
DQ_ROW: Final = "dq_row"
#: The place of a lead among the others, in files that go back to a person, where labels repeat or tell no order.
DQ_POSITION: Final = "dq_position"
#: The file of that row, where leads of several files were checked together.
DQ_SOURCE: Final = "dq_source"
#: Heading of that row on sheets whose leads are not to come back: they may not be sent again, or stand elsewhere too.
UNRETURNED_ROW: Final = "row"
#: What was wrong with a row when its file was read.
READ_PROBLEM: Final = "dq_read_problem"

API_CODE: Final = "api_code"
API_RESULT: Final = "api_result"
API_MESSAGE: Final = "api_message"
API_HTTP_STATUS: Final = "api_http_status"
API_OUTCOME: Final = "api_outcome"
API_ACTION: Final = "api_action"
API_ATTEMPTS: Final = "api_attempts"
API_SENT_AT: Final = "api_sent_at"
API_RUN: Final = "api_run"


class ApiOutcome(StrEnum):
    """What became of a lead that was to be sent: the values of `api_outcome`.

    Attributes:
        words: the same for a person.

    Example:
        >>> ApiOutcome.REJECTED.value, ApiOutcome.REJECTED.words
        ('rejected', 'refused')
    """

    words: str

    def __new__(cls, value: str, words: str) -> "ApiOutcome":
        """Make a member from its value and the words for it."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.words = words
        return member

    ACCEPTED = "accepted", "accepted"
    ACCEPTED_INFERRED = "accepted_inferred", "accepted, to all appearance"
    REJECTED = "rejected", "refused"
    CONFLICT = "conflict", "in conflict"
    UNKNOWN = "unknown", "in doubt"
    NOT_SENT = "not_sent", "not sent"


#: Outcomes by which the API has judged a lead; of the others nobody knows what it would have said first.
JUDGED: Final = (ApiOutcome.ACCEPTED, ApiOutcome.REJECTED, ApiOutcome.CONFLICT)
