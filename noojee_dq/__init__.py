"""noojee_dq: what the Noojee lead API would say to each lead, before anything is sent.

Example:
    >>> import noojee_dq as nj, pandas as pd
    >>> leads = pd.DataFrame({"Phone": ["0491 570 006", ""]})
    >>> nj.check(leads, nj.Campaign(phone_fields=["Phone"])).annotated["dq_expected_code"].tolist()
    [0, 102]
"""

import lazy_loader

from noojee_dq.startup import end_silently_when_interrupted, is_command_line

if is_command_line():
    end_silently_when_interrupted()
else:
    # It registers df.noojee, for which it imports pandas; a command has no frame of a person, and starts without it.
    from noojee_dq import accessor as accessor

# The public names stand in `__init__.pyi`; each is imported when it is first used, so that the command line starts
# quickly.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
