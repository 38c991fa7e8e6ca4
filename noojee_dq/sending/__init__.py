"""Sending leads, each at most once for certain, and writing the API's real answer on its row.

What an answer means for a row is in `outcome`, what is kept on disk in `journal`, how fast and how long in
`pacing` and `brake`; `engine` brings them together, and `run` is what people call.
"""

from noojee_dq.sending.pacing import Pacing
from noojee_dq.sending.run import asubmit, resume, submit

__all__ = ["Pacing", "asubmit", "resume", "submit"]
