"""What the ceremony decides, one function an act: `trustees` (arrange, resend, replace), `steps` (enter, hand
in),
`cards` (the credential authority), `sealing` (freeze)."""

from .cards import discard_credentials, enter_authority, invite_authority, log_print, resend_authority, upload
from .forgetting import forget
from .sealing import seal_election
from .steps import enter, hand_in
from .trustees import arrange, replace, resend, restart

__all__ = [
    "arrange",
    "discard_credentials",
    "enter",
    "enter_authority",
    "forget",
    "hand_in",
    "invite_authority",
    "log_print",
    "replace",
    "resend",
    "resend_authority",
    "restart",
    "seal_election",
    "upload",
]
