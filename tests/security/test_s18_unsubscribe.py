"""How often may one visitor open links that stop mails? Sixty times a minute; providers' one click always. (S-18)"""

import pytest
from django.test import Client

from corridor import clock, links
from corridor.models import Suppression
from corridor.views.unsubscribe import KNOCKS

pytestmark = pytest.mark.django_db


def path_of(address: str) -> str:
    return f"/en/unsubscribe/{links.make_unsubscribe(address=address, kind='corridor.welcome', now=clock.now())}/"


def test_s18_the_sixty_first_knock_of_a_minute_waits():
    path = path_of("ada@example.nl")

    statuses = [Client().get(path).status_code for _knock in range(KNOCKS + 1)]

    assert statuses == [200] * KNOCKS + [429]


def test_s29_one_click_is_never_refused():
    for _knock in range(KNOCKS + 1):
        Client().get("/en/unsubscribe/guess/")

    answer = Client().post(path_of("ada@example.nl"), {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert Suppression.objects.filter(address="ada@example.nl", kind="corridor.welcome").exists()
