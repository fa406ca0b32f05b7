"""Whose request it is, with and without a proxy of our own in front."""

from __future__ import annotations

import pytest
from allauth.account.adapter import get_adapter
from django.conf import settings as present
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django import Settings

from luber_server.ports.caller import CallersAddress, last_hop

PROXY = "127.0.0.1"


def seen(rf: RequestFactory, forwarded: str | None) -> str:
    """The address that whatever limits sees, ours and allauth's alike."""
    request: HttpRequest = rf.get("/", REMOTE_ADDR=PROXY)
    if forwarded is not None:
        request.META["HTTP_X_FORWARDED_FOR"] = forwarded
    CallersAddress(lambda _: HttpResponse())(request)
    address = str(request.META["REMOTE_ADDR"])
    assert get_adapter().get_client_ip(request) == address
    return address


def test_without_a_proxy_the_header_is_nobodys_word(rf: RequestFactory, settings: Settings) -> None:
    settings.BEHIND_PROXY = False
    assert seen(rf, "203.0.113.7") == PROXY


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("198.51.100.1, 203.0.113.7", "203.0.113.7"),  # what the client wrote itself comes first
        ("anything at all,203.0.113.7 ", "203.0.113.7"),
        ("2001:DB8::7", "2001:db8::7"),
    ],
)
def test_behind_a_proxy_its_own_entry_counts(
    forwarded: str, address: str, rf: RequestFactory, settings: Settings
) -> None:
    settings.BEHIND_PROXY = True
    assert seen(rf, forwarded) == address


@pytest.mark.parametrize(
    "forwarded", [None, "", ",", "203.0.113.7,", "203.0.113.7, unknown", "1.2.3", "a" * 9000]
)
def test_what_is_no_address_leaves_the_proxys(
    forwarded: str | None, rf: RequestFactory, settings: Settings
) -> None:
    settings.BEHIND_PROXY = True
    assert seen(rf, forwarded) == PROXY


def test_it_stands_before_everything_that_limits() -> None:
    assert present.MIDDLEWARE[0] == f"{CallersAddress.__module__}.{CallersAddress.__qualname__}"


def test_an_address_with_a_port_is_no_address() -> None:
    assert last_hop("203.0.113.7:4711") is None
