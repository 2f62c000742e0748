"""What is kept of a visitor who typed before they signed in, and how often? (S-18, S-35)"""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from events.views.registration import KNOCKS
from tests import make

pytestmark = pytest.mark.django_db

HERE = {"Sec-Fetch-Site": "same-origin"}


def send(client: Client, name: str, slug: str, **headers) -> int:
    return client.post(reverse(f"events:{name}", args=[slug]), {"act": "register"}, headers=headers).status_code


@pytest.mark.parametrize("name", ["registration", "before_signing_in"])
def test_s18_nobody_makes_sessions_without_end_by_any_of_the_two_ways(name, now, monkeypatch):
    monkeypatch.setattr("corridor.clock.now", lambda: now)
    slug = make.event().slug

    statuses = [send(Client(), name, slug, **HERE) for _ in range(KNOCKS + 2)]

    assert statuses == [302] * KNOCKS + [429] * 2
    assert Session.objects.count() == KNOCKS


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://evil.example"}, {"Referer": "https://evil.example/x"}])
def test_s35_a_form_of_another_site_types_nothing_for_anybody(headers):
    client = Client()

    assert send(client, "before_signing_in", make.event().slug, **headers) == 403
    assert not client.cookies and not Session.objects.exists()
