"""noojee_dq: what the Noojee lead API would say to each lead, before anything is sent.

Example:
    >>> import noojee_dq as nj, pandas as pd
    >>> leads = pd.DataFrame({"Phone": ["0491 570 006", ""]})
    >>> nj.check(leads, nj.Campaign(phone_fields=["Phone"])).annotated["dq_expected_code"].tolist()
    [0, 102]
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from noojee_dq import accessor as accessor  # registers df.noojee

if TYPE_CHECKING:
    from noojee_dq.analysis import Analysis, analyse
    from noojee_dq.campaign import Campaign, PhonePattern
    from noojee_dq.codes import ResultCode
    from noojee_dq.errors import (
        CampaignError,
        CheckCrashedError,
        JournalError,
        LeadsError,
        NoojeeError,
        PbxError,
        RunStoppedWarning,
    )
    from noojee_dq.leads import read_leads, write_leads
    from noojee_dq.phones import parse_phones
    from noojee_dq.preflight import check
    from noojee_dq.repairs import repair
    from noojee_dq.report import Report
    from noojee_dq.sandbox import Sandbox
    from noojee_dq.schema import insert_schema, update_schema
    from noojee_dq.submit import Pacing, asubmit, resume, submit

#: Public name -> module. A name is imported when it is first used, so that the command line starts quickly.
_HOMES = {
    "Analysis": "analysis",
    "Campaign": "campaign",
    "CampaignError": "errors",
    "CheckCrashedError": "errors",
    "LeadsError": "errors",
    "NoojeeError": "errors",
    "JournalError": "errors",
    "Pacing": "submit",
    "PbxError": "errors",
    "PhonePattern": "campaign",
    "Report": "report",
    "ResultCode": "codes",
    "RunStoppedWarning": "errors",
    "Sandbox": "sandbox",
    "analyse": "analysis",
    "asubmit": "submit",
    "check": "preflight",
    "insert_schema": "schema",
    "parse_phones": "phones",
    "read_leads": "leads",
    "repair": "repairs",
    "resume": "submit",
    "submit": "submit",
    "update_schema": "schema",
    "write_leads": "leads",
}

__all__ = [
    "Analysis",
    "Campaign",
    "CampaignError",
    "CheckCrashedError",
    "JournalError",
    "LeadsError",
    "NoojeeError",
    "Pacing",
    "PbxError",
    "PhonePattern",
    "Report",
    "ResultCode",
    "RunStoppedWarning",
    "Sandbox",
    "analyse",
    "asubmit",
    "check",
    "insert_schema",
    "parse_phones",
    "read_leads",
    "repair",
    "resume",
    "submit",
    "update_schema",
    "write_leads",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return __all__


class _Package(ModuleType):
    def __setattr__(self, name: str, value: object) -> None:
        # The import of a module `submit` would put it in the place of the function `submit`.
        if not (name in _HOMES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
