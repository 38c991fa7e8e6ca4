"""`python -m noojee_dq`: the command line."""

from noojee_dq.cli import main

main()
