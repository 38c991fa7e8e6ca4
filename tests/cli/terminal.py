"""A person at a terminal: answers the questions of a program at a real pseudo-terminal."""

import os
import pty
import re
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from threading import Thread

import pytest

from noojee_dq import cli

#: What is sent for a key that ends the input.
END_OF_INPUT = "\x04"
#: A question waits for its answer behind its default.
WAITING = r"\n  \[[^\n]*\]: $"
#: More questions than any way has: one is asked again and again.
_TOO_MANY = 60


class Person(Thread):
    """Reads what stands on a terminal, and answers.

    Args:
        terminal: the other end of the pseudo-terminal.
        answers: part of a question -> answers, in order; to all else only Enter is pressed.
    """

    def __init__(self, terminal: int, answers: Mapping[str, Sequence[str]]) -> None:
        super().__init__(daemon=True)
        self.screen = ""
        self._terminal = terminal
        self._answers = {part: list(texts) for part, texts in answers.items()}
        self._asked = 0

    def run(self) -> None:
        """Answer until nobody else has the terminal open."""
        seen = 0
        raw = b""
        while data := self._read():
            raw += data
            self.screen = re.sub(r"\x1b\[[0-9;]*m", "", raw.decode("utf-8", "ignore")).replace("\r\n", "\n")
            if re.search(WAITING, self.screen[seen:]):
                question, seen = self.screen[seen:], len(self.screen)
                os.write(self._terminal, self._answer(question).encode())

    def _read(self) -> bytes:
        try:
            return os.read(self._terminal, 65536)
        except OSError:  # how Linux says that the other end is closed
            return b""

    def _answer(self, question: str) -> str:
        self._asked += 1
        if self._asked > _TOO_MANY:
            return END_OF_INPUT
        last = "\n".join(question.splitlines()[-2:])
        text = next((texts.pop(0) for part, texts in self._answers.items() if part in last and texts), "")
        return text if text == END_OF_INPUT else f"{text}\n"


def at_terminal(
    monkeypatch: pytest.MonkeyPatch, answers: Mapping[str, Sequence[str]], *arguments: str
) -> tuple[int, str]:
    """Run the command line in this process at a pseudo-terminal; return its exit code and all that stood there."""
    ours, its = pty.openpty()
    person = Person(ours, answers)
    with ExitStack() as stack, monkeypatch.context() as patch:
        patch.setattr(sys, "argv", ["noojee-dq", *arguments])
        patch.setenv("COLUMNS", "200")
        patch.setenv("TERM", "xterm")
        for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
            stream = stack.enter_context(open(os.dup(its), mode, encoding="utf-8"))  # noqa: PTH123 - no path
            patch.setattr(sys, name, stream)
        os.close(its)
        person.start()
        with pytest.raises(SystemExit) as ended:
            cli.main()
    person.join()
    os.close(ours)
    return int(ended.value.code or 0), person.screen
