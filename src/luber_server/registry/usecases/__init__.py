"""What the committee does with a roll up to the DPT, and what anyone may object to while the DPS is out."""

from .objections import answer_objection, file_objection
from .sheets import confirm_upload, discard_upload, drop_expired, read_upload
from .stages import forget, freeze_dpt, freeze_without_dps, prolong_objections, publish_dps
from .voters import add_voter, change_voter, remove_voter

__all__ = [
    "add_voter",
    "answer_objection",
    "change_voter",
    "confirm_upload",
    "discard_upload",
    "drop_expired",
    "file_objection",
    "forget",
    "freeze_dpt",
    "freeze_without_dps",
    "prolong_objections",
    "publish_dps",
    "read_upload",
    "remove_voter",
]
