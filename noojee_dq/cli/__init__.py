"""The command line `noojee-dq`: data on stdout, notes and progress on stderr.

Exit codes: 0 fine; 1 findings at or above `--fail-on`, or leads refused or in doubt; 2 usage or configuration;
3 input unreadable or empty; 4 network or server, resumable; 130 interrupted. Heavy modules are imported inside the
commands, so that `--help` is quick.
"""

from noojee_dq.cli.app import app, main

__all__ = ["app", "main"]
