"""What happens when a member asks for an experiment site?"""

import pytest

from corridor.errors import Refused
from corridor.models import ExperimentSite, OutboxEmail
from events.actions import erasing, site_requests
from events.models import SiteRequest
from events.queries import sites
from tests import make

pytestmark = pytest.mark.django_db

WORDS = "A week with two carts, in May."


@pytest.fixture
def site():
    region = make.region("amsterdam", parent="mra")
    return ExperimentSite.objects.create(slug="lab", what_nl="Een lab", what_en="A lab", region=region)


def mails() -> list[tuple[str, str]]:
    return list(OutboxEmail.objects.filter(kind="events.site_asked").order_by("to").values_list("to", "reply_to"))


def test_a_question_reaches_every_organiser_of_the_region_and_the_answer_the_member(site, now):
    olga, otto = make.organiser(email="a@example.nl"), make.organiser(email="b@example.nl")
    make.organiser(region=make.region("brainport"))
    asker = make.member("Ada Akker")

    asked = site_requests.ask(site=site, text=WORDS, by=asker, now=now)

    assert (asked.state, asked.text, asked.member, asked.site) == ("asked", WORDS, asker, site)
    assert mails() == [(olga.email, asker.email), (otto.email, asker.email)]
    letter = OutboxEmail.objects.filter(to=olga.email).get()
    assert WORDS in letter.text and "Ada Akker" in letter.text


def test_the_same_question_twice_is_one_and_another_waits_for_its_answer(site, now):
    olga, asker = make.organiser(), make.member()

    first = site_requests.ask(site=site, text=WORDS, by=asker, now=now)
    again = site_requests.ask(site=site, text=WORDS, by=asker, now=now)
    with pytest.raises(Refused):
        site_requests.ask(site=site, text="And now something else", by=asker, now=now)
    site_requests.answered(request=first, by=olga, because="They may come in May", now=now)
    later = site_requests.ask(site=site, text=WORDS, by=asker, now=now)

    assert again == first != later
    assert SiteRequest.objects.count() == 2 and first.state == "answered" and len(mails()) == 2


def test_whoever_is_nearest_answers_for_a_region(site):
    assert sites.organisers_of(site.region) == []
    root = make.member(is_superuser=True)
    assert sites.organisers_of(site.region) == [root]
    above = make.organiser()
    assert sites.organisers_of(site.region) == [above]
    nearest = make.organiser(region=site.region)
    make.organiser(region=site.region, is_active=False)
    assert sites.organisers_of(site.region) == [nearest]


def test_who_has_no_name_does_not_ask(site, now):
    with pytest.raises(Refused):
        site_requests.ask(site=site, text=WORDS, by=_nameless(), now=now)

    assert not SiteRequest.objects.exists()


def test_organisers_of_elsewhere_do_not_note_an_answer(site, now):
    asked = site_requests.ask(site=site, text=WORDS, by=make.member(), now=now)

    with pytest.raises(Refused):
        site_requests.answered(request=asked, by=make.organiser(region=make.region("groningen")), because="x", now=now)

    asked.refresh_from_db()
    assert asked.state == "asked"


def test_f050_what_somebody_asked_goes_with_them(site, now):
    make.organiser()
    asker = make.member()
    asked = site_requests.ask(site=site, text=WORDS, by=asker, now=now)

    erasing.erase(member=asker, by=asker, now=now)

    asked.refresh_from_db()
    assert asked.text == "" and OutboxEmail.objects.get(kind="events.site_asked").state == "withdrawn"
    assert OutboxEmail.objects.filter(erasing.mails_about(asker)).count() == 1


def _nameless():
    person = make.member()
    person.name = ""
    person.save(update_fields=["name"])
    return person
