"""Until the command line has started, an interrupt ends it without a word: importing pandas takes a second."""

import signal
import sys
from itertools import pairwise
from pathlib import Path


def end_silently_when_interrupted() -> None:
    """Let an interrupt end the process, if it is the command line, as it would end any other program."""
    if _is_command_line() and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)


def hear_interrupts() -> None:
    """Let an interrupt be a KeyboardInterrupt again, unless the caller has it ignored (`nohup`, `&`)."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _is_command_line() -> bool:
    return Path(sys.argv[0]).stem == "noojee-dq" or ("-m", "noojee_dq") in pairwise(sys.orig_argv)
