"""Do organisers read the collaborations of their reach, and change or release none?"""

import pytest
from django.db import transaction

from corridor import mail_kinds
from matchmaking import emails
from matchmaking.models import Collaboration, Feedback, FollowUp
from tests import make
from tests.entering import at, enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def collaboration(now):
    made = make.introduction("made")
    return Collaboration.objects.create(introduction=made, line="One test bench", started_at=now, changed_at=now)


def test_an_organiser_reads_them_by_stage(collaboration):
    client = enter(make.organiser())
    page = at("matchmaking/collaboration")

    assert "One test bench" in client.get(page).content.decode()
    assert "One test bench" in client.get(page, {"stage": "idea"}).content.decode()
    assert "One test bench" not in client.get(page, {"stage": "pilot"}).content.decode()
    assert client.get(page, {"stage": "evil"}).status_code == 400
    assert page in client.get(at("")).content.decode() or page in client.get("/en/console/").content.decode()


def test_f044_f060_organisers_do_not_see_that_somebody_was_asked_again_or_promised_something(collaboration, now):
    made = collaboration.introduction
    asked = Feedback.objects.create(introduction=made, member=made.member_a, asked_at=now)
    promise = FollowUp.objects.create(
        introduction=made, member=made.member_a, line="Call", due_on=now.date(), made_at=now
    )
    with transaction.atomic():
        emails.did_you_meet(feedback=asked, now=now, again=True)
        emails.promise_reminder(promise=promise, now=now)

    page = enter(make.organiser()).get(at("corridor/outboxemail")).content.decode()

    assert str(mail_kinds.name_of("matchmaking.introduction_made")) in page
    for kind in ("matchmaking.did_you_meet", "matchmaking.promise_reminder"):
        assert str(mail_kinds.name_of(kind)) not in page


def test_an_organiser_elsewhere_does_not(collaboration):
    client = enter(make.organiser("Edo Elsewhere", region=make.region("groningen")))

    assert "One test bench" not in client.get(at("matchmaking/collaboration")).content.decode()
    assert client.get(at("matchmaking/collaboration", collaboration.pk, "change")).status_code == 404


def test_an_organiser_has_no_button_to_release_or_change_one(collaboration):
    client = enter(make.organiser())
    page = at("matchmaking/collaboration", collaboration.pk, "change")

    assert client.get(page).status_code == 200
    assert client.post(page, {"line": "Mine"}).status_code == 403
    for verb in ("release", "take_back", "change"):
        assert client.post(at("matchmaking/collaboration", collaboration.pk, "do", verb)).status_code == 404
    collaboration.refresh_from_db()
    assert (collaboration.line, collaboration.is_public) == ("One test bench", False)
