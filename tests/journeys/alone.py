"""A site without matchmaking, from an empty database to a place given back. Run by test_events_alone.py in a process of
its own, in a tree in which matchmaking was deleted; prints what it saw as JSON."""

import datetime as dt
import importlib.util
import json
import sys

import django

django.setup()

from allauth.mfa.models import Authenticator  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import get_resolver  # noqa: E402
from django.urls.resolvers import URLResolver  # noqa: E402

from corridor import celery_app, clock, rules  # noqa: E402
from corridor.actions import erasing, joining, members  # noqa: E402
from corridor.models import (  # noqa: E402
    Member,
    Membership,
    Organisation,
    OutboxEmail,
    Region,
    StackLayer,
    Topic,
    Venue,
)
from events.actions import events  # noqa: E402
from events.models import Event, Registration  # noqa: E402

call_command("migrate", verbosity=0, interactive=False)
call_command("load_ground", verbosity=0)
now = clock.now()
host = Member.objects.create_superuser("host@example.nl", "a long enough word 1", name="Hanna Host", joined_at=now)
guest = Member.objects.create_user("guest@example.nl", name="Gijs Guest", joined_at=now)
for person in (host, guest):
    person.emailaddress_set.create(email=person.email, verified=True, primary=True)
Authenticator.objects.create(user=host, type=Authenticator.Type.TOTP, data={"secret": "unused"})
venue = Venue.objects.select_related("region").get(slug="strijp-s")
facts = {
    "title_nl": "Alleen een avond",
    "title_en": "Just an evening",
    "summary_nl": "Twee korte verhalen en een lange pauze.",
    "summary_en": "Two short talks and a long break.",
    "region": venue.region,
    "venue": venue,
    "starts_at": now + dt.timedelta(days=10),
    "ends_at": now + dt.timedelta(days=10, hours=3),
    "capacity": 10,
}
event = events.publish(event=events.draft(facts=facts, by=host, now=now), by=host, now=now)

stranger, member, organiser = Client(), Client(), Client()
member.force_login(guest)
organiser.force_login(host)
page = f"/nl/events/{event.slug}/"


def states() -> list[str]:
    return list(Registration.objects.filter(member=guest).order_by("pk").values_list("state", flat=True))


def pages(patterns: object, prefix: str = "/nl/") -> list[str]:
    """Every address without a hole in it."""
    found = []
    for one in patterns:
        way = prefix + str(one.pattern).removeprefix("nl/").replace("\\Z", "")
        found += pages(one.url_patterns, way) if isinstance(one, URLResolver) else [way]
    return [way for way in found if not any(sign in way for sign in "<^(")]


seen = {"matchmaking": importlib.util.find_spec("matchmaking") is not None}
seen["beginning"] = stranger.get("/nl/")["Location"]
seen["agenda"] = "Alleen een avond" in stranger.get("/nl/events/").content.decode()
seen["event"] = [client.get(page).status_code for client in (stranger, member, organiser)]
seen["feed"] = "BEGIN:VEVENT" in stranger.get("/nl/events/agenda.ics").content.decode()
place = {"act": "register"}
seen["registering"] = member.post(f"{page}registration/", place).status_code
seen["registered"] = states()
seen["mine"] = "Alleen een avond" in member.get("/nl/events/mine/").content.decode()
seen["ticket"] = member.get(f"{page}ticket/").status_code
seen["giving_back"] = member.post(f"{page}registration/", {"act": "cancel"}).status_code
seen["given_back"] = states()
seen["mails"] = list(OutboxEmail.objects.order_by("pk").values_list("kind", flat=True))

failed = {}
for role, client in (("stranger", stranger), ("member", member), ("organiser", organiser)):
    client.raise_request_exception = False
    ways = sorted({*pages(get_resolver().url_patterns), page, "/nl/no-such-page/"})
    seen[f"console to {role}"] = client.get("/nl/console/").status_code
    failed |= {f"{role} {way}": code for way in ways if (code := client.get(way).status_code) >= 500}
seen["pages"], seen["failed"] = len(ways), failed

failing = []
for row in celery_app.conf.beat_schedule.values():
    try:
        celery_app.loader.import_default_modules()
        celery_app.tasks[row["task"]].run()
    except Exception as error:  # noqa: BLE001
        failing.append(f"{row['task']}: {error!r}")
seen["schedule"], seen["failing"] = sorted(row["task"] for row in celery_app.conf.beat_schedule.values()), failing

organisation = Organisation.objects.exclude(verified_at=None).first()
Membership.objects.create(member=guest, organisation=organisation, title="CTO", started_at=now)
members.update_profile(member=guest, region=Region.objects.get(slug="mra"), by=guest, now=now)
said = [joining.Said(topic, "") for topic in Topic.objects.order_by("pk")[:2]]
joining.say_what_one_brings(
    member=guest,
    primary_layer=StackLayer.objects.get(number=5),
    layers=[],
    pace=1,
    offer=said[0],
    seek=said[1],
    consent="2026-11",
    language="nl",
    by=guest,
    now=now,
)
seen["complete"] = not rules.blocking_rules(guest, now)
erasing.erase(member=guest, by=guest, now=now)
seen["erased"] = Member.objects.get(pk=guest.pk).email.endswith("@erased.example")
seen["events"] = Event.objects.count()
json.dump(seen, sys.stdout)
