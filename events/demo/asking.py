"""Who asks for an experiment site in the demo, and who has the agenda in a calendar of their own?"""

import datetime as dt

from corridor.models import ExperimentSite
from events.actions import feeds, site_requests
from events.demo import cast
from events.demo.telling import Scene, after
from events.models import CalendarFeed, SiteRequest

ASKED = (
    (
        "science-park-delivery",
        "We hebben een wagentje dat een stoep opkomt en willen weten of het dat ook in de regen doet. Kan dat op een "
        "dinsdagochtend, met twee mensen van ons erbij?",
        "We have a cart that climbs a kerb, and would like to know whether it does so in the rain. Could that be on a "
        "Tuesday morning, with two of us there?",
    ),
    (
        "marineterrein-tests",
        "Drie dagen met een robot die containers telt. Stroom hebben we zelf, een plek onder dak niet. Wat kost dat?",
        "Three days with a robot that counts containers. We bring our own power, but no roof. What would that cost?",
    ),
    (
        "hilversum-rights-sandbox",
        "Wij trainen een ondertitelmodel en willen weten wat er met het archief mag. Met wie kunnen we praten?",
        "We train a model for subtitles, and would like to know what the archive allows. Whom can we talk to?",
    ),
)
ANSWERED = "Gebeld: twee dinsdagen in het voorjaar gereserveerd, de parkbeheerder loopt mee"


def _ask(day: dt.datetime, now: dt.datetime) -> None:
    if SiteRequest.objects.exists():
        return
    people = cast.crowd("asks for a site")
    for person, (slug, *text) in zip(people, ASKED, strict=False):
        site = ExperimentSite.objects.select_related("region").filter(slug=slug).first()
        if site:
            site_requests.ask(site=site, text=text[person.language == "en"], by=person, now=now)


def _answer(day: dt.datetime, now: dt.datetime) -> None:
    request = SiteRequest.objects.filter(site__slug=ASKED[0][0], state=SiteRequest.State.ASKED).first()
    by = request and cast.organiser_of(request.site.region)
    if by and SiteRequest.objects.count() == len(ASKED):
        site_requests.answered(request=request, by=by, because=ANSWERED, now=now)


def _subscribe(day: dt.datetime, now: dt.datetime) -> None:
    """Some read their places in a calendar of their own."""
    if not CalendarFeed.objects.exists():
        for person in cast.crowd("has a calendar")[:4]:
            feeds.renew(member=person, now=now)


SCENES: tuple[Scene, ...] = ((after(-32), _subscribe), (after(-13), _ask), (after(-7), _answer))
