"""What does a field suggest while somebody types?"""

import pytest
from django.test import Client

from corridor.models import Topic
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def newcomer(client_for):
    make.organisation("Kernlicht")
    make.topic("chip-design")
    return client_for(make.member(complete=False))


def test_suggestions_answer_members_with_options(newcomer):
    make.organisation("Kernlicht Geheim", verified=False)

    found = newcomer.get("/en/topics/suggest/", {"offer_topic": "chip"}).content.decode()
    organisations = newcomer.get("/en/organisations/suggest/", {"organisation": "kern"}).content.decode()

    assert found.strip() == '<option value="Chip design"></option>'
    assert organisations.strip() == '<option value="Kernlicht"></option>'
    assert Client().get("/en/topics/suggest/", {"offer_topic": "chip"}).status_code == 302


def test_suggestions_are_escaped(newcomer):
    Topic.objects.create(slug="odd", name_nl='odd"><b>', name_en='odd"><b>')

    found = newcomer.get("/en/topics/suggest/", {"offer_topic": "odd"}).content.decode()

    assert found.strip() == '<option value="odd&quot;&gt;&lt;b&gt;"></option>'
