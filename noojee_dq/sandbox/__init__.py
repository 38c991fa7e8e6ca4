"""A Noojee PBX on loopback, for demos, notebooks and tests: real HTTP, the API's own codes, faults on request.

It imports the catalogue of codes and `Campaign` alone, never the checks: it must be able to disagree with them.
What the vendor does not document is assumed here as said in `rules` and `app`.
"""

from noojee_dq.sandbox.faults import Fault, Faults
from noojee_dq.sandbox.sandbox import Sandbox

__all__ = ["Fault", "Faults", "Sandbox"]
