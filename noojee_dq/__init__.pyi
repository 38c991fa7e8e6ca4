# The public names of noojee_dq, and where they live: read by type checkers, and by `__init__.py`.
from .analysis import Analysis as Analysis, analyse as analyse
from .batch.proposed_campaign import propose_campaign as propose_campaign
from .campaign import Campaign as Campaign
from .codes import ResultCode as ResultCode
from .errors import (
    CampaignError as CampaignError,
    CheckCrashedError as CheckCrashedError,
    EndlessRepairError as EndlessRepairError,
    JournalError as JournalError,
    LeadsError as LeadsError,
    LeadsNotReadyError as LeadsNotReadyError,
    NoojeeError as NoojeeError,
    OutputError as OutputError,
    PbxError as PbxError,
    RunStoppedWarning as RunStoppedWarning,
    WorkersLostError as WorkersLostError,
)
from .large import LargeReport as LargeReport, check_files as check_files
from .lead_template import write_template as write_template
from .leads import read_leads as read_leads, write_leads as write_leads
from .phones import guess_phone_columns as guess_phone_columns, parse_phones as parse_phones
from .preflight import check as check
from .repairs import repair as repair
from .report.report import Report as Report
from .sandbox import Sandbox as Sandbox
from .schema import insert_schema as insert_schema, update_schema as update_schema
from .sending import (
    Pacing as Pacing,
    asubmit as asubmit,
    resume as resume,
    submit as submit,
)
from .settings.phone_pattern import PhonePattern as PhonePattern
