"""The guided way: a list file, where it has got to, and the commands that take it further."""

import os
import shlex
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from noojee_dq.cli.asking import say
from noojee_dq.cli.environment import variable
from noojee_dq.cli.failures import failures_said
from noojee_dq.cli.messages import be_guided
from noojee_dq.cli.options import Operation
from noojee_dq.leads.options import Reading
from noojee_dq.words.commands import options_with
from noojee_dq.words.output_paths import free_path

#: Exit codes of a check: nothing, or something, is to be done about the leads.
_CHECKED: Final = (0, 1)


class WayEndedError(Exception):
    """A command has ended the guided way.

    Args:
        exit_code: of the command.
    """

    def __init__(self, exit_code: int) -> None:
        super().__init__(exit_code)
        self.exit_code = exit_code


class GuidedWay:
    """How far a list has got.

    Args:
        program: the command line, which runs each command.
        file: the list, as it came.
        reading: how it is to be read.
        campaign: the campaign file.

    Attributes:
        file: the list, as it came.
        reading: how the leads are to be read as they are by now.
        campaign: the campaign file.
        now: the leads as they are by now, repaired or corrected.
        operation: the API call that they are meant for.
        since: the workbook of an earlier check, against which they are checked; None = there was none.
        faulty: whether the last check found something to be done about them.
        written: files that were written so far.
        accepts_partial: whether a person takes lists although some entries of them cannot be read.
    """

    def __init__(self, program: Any, file: Path, reading: Reading, campaign: Path) -> None:
        self.file = self.now = file
        self.reading = reading
        self.campaign = campaign
        self.operation = Operation.INSERT
        self.since: Path | None = None
        self.faulty = False
        self.written: list[Path] = []
        self.accepts_partial = False
        self._program = program
        self._begun = shlex.join(["noojee-dq", "wizard", *self._arguments])

    @property
    def _arguments(self) -> list[str]:
        """The leads, how to read them, and the campaign, as each command takes them."""
        operation = [] if self.operation == Operation.INSERT else ["--operation", self.operation.value]
        partial = options_with(accept_partial_lists=self.accepts_partial)
        return [str(self.now), *self.reading.as_options(), "-c", str(self.campaign), *operation, *partial]

    def command(self, name: str, *options: str) -> list[str]:
        """Return the command of this name for the leads as they are by now."""
        return [name, *self._arguments, *options]

    def run(self, *arguments: str, good: Collection[int] = (0,), last: bool = False) -> int:
        """Say a command, and run it.

        Args:
            arguments: of the command line.
            good: exit codes after which the way goes on.
            last: nothing comes after it, so that the command itself says what to do next.

        Returns:
            The exit code.

        Raises:
            WayEndedError: it ended with another code.
        """
        say(f"\n  {shlex.join(['noojee-dq', *arguments])}\n")
        be_guided(not last)
        try:
            code = _exit_code(self._program, list(arguments))
        finally:
            be_guided(False)
        say()
        if code not in good:
            raise WayEndedError(code)
        return code

    def check(self, *options: str) -> bool:
        """Check the leads as they are by now, and return whether something is to be done about them."""
        against = options_with(since=self.since)
        self.faulty = self.run(*self.command("check", *options, *against), good=_CHECKED) != 0
        return self.faulty

    def take(self, file: Path) -> None:
        """Go on with another file of the same leads, which is read as it comes."""
        self.now, self.reading = file, Reading()

    def come_back(self, file: Path, *, with_verdicts: bool) -> None:
        """Take the leads for those of another list, to which they come back.

        Args:
            file: the list as it came, by which runs and files are named.
            with_verdicts: whether their own file says what an earlier check has found.
        """
        self.file = file
        self.since = self.now if with_verdicts else None

    def beside(self, ending: str) -> Path:
        """Name a file beside the list that does not exist yet, so that nothing is lost.

        Args:
            ending: of its name, with a suffix.
        """
        return free_path(self.file.with_name(self.file.stem + ending))

    def say_how_to_go_on(self) -> None:
        """Say what is there, and the command that goes on from there."""
        if there := [str(one) for one in self.written if one.exists()]:
            say(f"Written so far: {', '.join(there)}")
        say(f"To go on, when you like: {self._begun}")


def _exit_code(program: Any, arguments: list[str]) -> int:
    """Run a command in this process, and return its exit code."""
    with _as_typed(arguments), _heard():
        try:
            with failures_said():
                program.main(arguments, prog_name="noojee-dq")
        except SystemExit as ended:
            return int(ended.code or 0)
    return 0


@contextmanager
def _as_typed(arguments: list[str]) -> Iterator[None]:
    """Let a command find itself in `sys.argv`: it builds the next command from that."""
    before = sys.argv
    sys.argv = [before[0], *arguments]
    try:
        yield
    finally:
        sys.argv = before


@contextmanager
def _heard() -> Iterator[None]:
    """Let a command print what a person decides by, whatever the environment says of commands that nobody looks at."""
    name = variable("quiet")
    before = os.environ.pop(name, None)
    try:
        yield
    finally:
        if before is not None:
            os.environ[name] = before
