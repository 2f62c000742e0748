"""Can something that is no passkey be kept, or used, as one? It would open the console. (S-21)"""

import base64
import json

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from corridor import rules
from tests import entering
from tests.house import worlds

pytestmark = pytest.mark.django_db


def coded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


CLIENT_DATA = [coded(b"{}"), coded(b"null"), coded(b"\xff\xff"), "", 5, None, "@@@"]
OBJECTS = [
    coded(b"\xa0"),
    coded(b"\xa3cfmtdnonegattStmt\xa0hauthDataX\x00"),
    coded(b"\xa3cfmtdnonegattStmt\xa0hauthDataX\x25" + b"\0" * 37),
    coded(b"\x18"),
    "",
    5,
]
NO_CREDENTIALS = [
    *(0, False, 1, "x", [1], {"a": 1}, {"id": None, "rawId": None, "response": {}, "type": "public-key"}),
    *(
        {
            **{"id": "AAAA", "rawId": "AAAA", "type": "public-key", "clientExtensionResults": {}},
            "response": {
                **{"clientDataJSON": client_data, "signature": "AAAA", "userHandle": thing},
                **{"attestationObject": thing, "authenticatorData": thing},
            },
        }
        for client_data in CLIENT_DATA
        for thing in OBJECTS
    ),
]


def send_all(client: Client, path: str, **headers: str) -> list[int]:
    """The statuses of one try per credential, each after the page that begins the ceremony."""
    statuses = []
    for credential in NO_CREDENTIALS:
        cache.clear()  # the limits would end this soon; here everything gets its try
        client.get(path, headers=headers)
        statuses.append(client.post(path, {"credential": json.dumps(credential), "name": "x"}).status_code)
    return statuses


def test_s21_nothing_but_a_passkey_is_kept_as_one():
    world = worlds.build()
    Authenticator.objects.filter(user=world.olga).delete()

    statuses = send_all(entering.enter(world.olga, second_step=False), "/nl/account/2fa/webauthn/add/")

    assert set(statuses) == {200}
    assert not Authenticator.objects.filter(user=world.olga).exists()
    assert rules.why_not_enter_console(world.olga) == "no-second-factor"


def test_s21_nothing_but_a_passkey_proves_again_who_one_is():
    client = worlds.build().client_of("organiser")
    before = client.session[AUTHENTICATION_METHODS_SESSION_KEY]

    statuses = send_all(client, "/nl/account/2fa/webauthn/reauthenticate/")

    assert max(statuses) < 400
    assert client.session[AUTHENTICATION_METHODS_SESSION_KEY] == before


def test_s21_nothing_but_a_passkey_signs_anybody_in():
    client = worlds.build().client_of("stranger")

    statuses = send_all(client, "/nl/account/2fa/webauthn/login/", **{"x-requested-with": "XMLHttpRequest"})

    assert set(statuses) == {302}
    assert client.get("/nl/me/").status_code == 302
