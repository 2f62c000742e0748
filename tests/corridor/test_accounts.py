"""Does one get in with a code, and does everything allauth mails go through the outbox?"""

import re

import pytest
from django.test import Client
from django.urls import reverse

from corridor.models import Member, OutboxEmail, Transition
from tests import make

pytestmark = pytest.mark.django_db


def code_for(address: str) -> str:
    mail = OutboxEmail.objects.filter(to=address).latest("pk")
    return re.search(r"\d{4}-\d{4}", mail.text).group()


def test_newcomer_signs_up_with_a_code_and_lands_on_the_welcome_page(client):
    client.post("/en/account/signup/", {"email": "Ada@Example.nl"})
    answer = client.post("/en/account/confirm-email/", {"code": code_for("ada@example.nl")})

    ada = Member.objects.get()
    assert (ada.email, ada.language, ada.is_active) == ("ada@example.nl", "en", True)
    assert not ada.has_usable_password()
    assert answer.headers["Location"] == reverse("corridor:welcome")
    assert client.session["_auth_user_id"] == str(ada.pk)
    assert list(Transition.objects.values_list("subject_type", "subject_id", "action", "by")) == [
        ("corridor.member", ada.pk, "joined", ada.pk)
    ]
