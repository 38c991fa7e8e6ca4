"""The file format of a journal; `writer` writes it, `reader` looks into it.

`user_version` 6:

    run       one line: what was sent where (`Run`); `owner`: a token of the process that sends the run, null = it was
              closed in order, and all of it is in this one file; `writes`: how often it was written to since it began;
              `flushed`: that number when the run itself last brought all of it into this file, out of `-wal`
    rows      a line per lead of the run, by `position` (from 0) in its frame; `state` as in `State`;
              `resend_at`: when a row that waits or is in doubt may be sent again, null = never by itself;
              `guarded`, `number_taken`, `id_taken`, `doubts` as in `noojee_dq.sending.outcome.Lead`; `expected`: the
              code that the pre-flight expected; `code`, `http_status`, `message`, `sent_at`: of the last attempt
    attempts  a line per request, never erased: `kind` as in `client.Kind`; null = no answer was seen
    keys      salted hashes of the leads' phone numbers and external ids (`noojee_dq.batch.keys`)

Times are seconds since 1970, UTC. The file holds no API key, and of leads only row numbers and hashes; since a hash
of a phone number can be undone by trying all numbers, only its owner may read it.
"""

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from noojee_dq.campaign import Campaign
from noojee_dq.fields import Operation
from noojee_dq.leads.options import Reading

USER_VERSION = 6

TABLES = """
CREATE TABLE run (
    id TEXT NOT NULL, started_at REAL NOT NULL, operation TEXT NOT NULL, campaign TEXT NOT NULL, leads INTEGER NOT NULL,
    salt BLOB NOT NULL, path TEXT, reading TEXT NOT NULL, inputs TEXT NOT NULL, sources TEXT NOT NULL,
    options TEXT NOT NULL, owner TEXT,
    writes INTEGER NOT NULL DEFAULT 0, flushed INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE rows (
    position INTEGER PRIMARY KEY, row INTEGER, digest BLOB NOT NULL, expected INTEGER, guarded INTEGER NOT NULL,
    number_taken TEXT NOT NULL, id_taken TEXT NOT NULL, state TEXT NOT NULL, resend_at REAL,
    doubts INTEGER NOT NULL DEFAULT 0, attempts INTEGER NOT NULL DEFAULT 0, code INTEGER, http_status INTEGER,
    message TEXT, sent_at REAL
);
CREATE TABLE attempts (
    position INTEGER NOT NULL, attempt INTEGER NOT NULL, started_at REAL NOT NULL, ended_at REAL, kind TEXT,
    code INTEGER, http_status INTEGER, message TEXT, PRIMARY KEY (position, attempt)
) WITHOUT ROWID;
CREATE TABLE keys (position INTEGER NOT NULL, kind TEXT NOT NULL, hash BLOB NOT NULL);
"""


#: Whom a run withholds.
NOT_TO_BE_CALLED: Final = "not to be called (on the do-not-call list, or marked in their file)"


class State(StrEnum):
    """Where a row stands; the value is what the journal holds."""

    PENDING = "pending"
    IN_FLIGHT = "in_flight"
    WAITING = "waiting"
    UNKNOWN = "unknown"
    ACCEPTED = "accepted"
    ACCEPTED_INFERRED = "accepted_inferred"
    REJECTED = "rejected"
    CONFLICT = "conflict"
    WITHHELD = "withheld"
    SENT_ELSEWHERE = "sent_elsewhere"


class Taken(StrEnum):
    """Who but this lead itself could have the number (105) or id (112) that the PBX calls taken.

    Attributes:
        NOBODY: neither another lead of the run nor, says `known=`, the campaign before the run.
        UNTOLD: no other lead of the run; of the campaign before the run nobody has told.
        PERHAPS: another lead of the run, or one that the pre-flight has seen; or it answers an update.
        HELD: the campaign had it before the run, says `known=`.
    """

    NOBODY = "nobody"
    UNTOLD = "untold"
    PERHAPS = "perhaps"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Run:
    """What a run sends, and where: the line of the table `run`.

    Attributes:
        id: the run's name, by its start.
        started_at: in seconds since 1970.
        operation: "insert" or "update".
        campaign: the settings of the campaign, as JSON; no secret can stand in them.
        leads: how many.
        salt: of the hashes.
        path: the file that the leads were read from; None = a frame.
        reading: what was said of how that file is to be read (`noojee_dq.leads.options.Reading`), as JSON.
        inputs: the other files that the run was made from (campaign file, lists), as a JSON list of paths.
        sources: where the leads come from several files, the name of each and how many leads follow that it has, as a
            JSON list of pairs, in the order of the leads; else an empty one.
        options: what the command line gave beside the files of leads, as the commands `submit` and `resume` need it
            again: JSON of options by command; empty where the run was begun in Python.
    """

    id: str
    started_at: float
    operation: Operation
    campaign: str
    leads: int
    salt: bytes
    path: str | None
    reading: str = "{}"
    inputs: str = "[]"
    sources: str = "[]"
    options: str = "{}"

    @property
    def settings(self) -> Campaign:
        """The campaign with which the run began.

        A run that does not say in which form its phone cells go began when all went as written, and goes on like that:
        a lead in doubt that is sent again in another form might not be known by it.
        """
        return Campaign.model_validate({"phone_send": "as-written"} | json.loads(self.campaign))

    @property
    def given(self) -> dict[str, dict[str, Any]]:
        """What the command line gave, as options by command."""
        found: dict[str, dict[str, Any]] = json.loads(self.options)
        return found

    @property
    def read_with(self) -> Reading:
        """What was said of how the file of the leads is to be read."""
        return Reading(**json.loads(self.reading))
