"""Where allauth asks the house: who may sign up, where messages go, how second steps are kept."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from luber_server.ports import sealing

INVITATION = "luber.people.invitation"  # session key: the token of the invitation that brought this visitor
PURPOSE = "people.second_step"


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Sign-up is open where LUBER_SIGNUP says so, and to whoever came by an invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return settings.SIGNUP == "open" or bool(request.session.get(INVITATION))


class SecondSteps(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of authenticator apps and recovery codes are sealed at rest; a passkey calls this house
    Luber."""

    def encrypt(self, text: str) -> str:
        return sealing.seal(text, purpose=PURPOSE).hex()

    def decrypt(self, encrypted_text: str) -> str:
        return sealing.open(bytes.fromhex(encrypted_text), purpose=PURPOSE)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": context.request.get_host().partition(":")[0], "name": "Luber"}

    def generate_authenticator_name(self, user: object, type: object) -> str:  # noqa: A002  (allauth's name)
        return str(_("Kunci sandi"))
