"""Builders for the demo's stage: its places by their names, who organises there, and guests."""

import datetime as dt

from corridor.models import ExperimentSite
from events.demo import asking, robots
from tests import make

DAY = dt.datetime(2026, 12, 1, 6, 30, tzinfo=dt.UTC)  # half past seven on a first Tuesday
NORTH = ("polanenpark", "marineterrein", "waag", "lelystad-airport", "ai-house-amsterdam", "high-tech-campus-almere")
SOUTH = ("ai-innovation-center", "high-tech-campus-eindhoven", "automotive-campus", "evoluon")


def ground(people: int) -> None:
    """Venues, sites and sponsors by their names, somebody who organises each region, and so many members."""
    for home, town, slugs in (("mra", "amsterdam", NORTH), ("brainport", "eindhoven", SOUTH)):
        place = make.region(town, parent=home)
        make.organiser(region=make.region(home), is_demo=True)
        for slug in slugs:
            make.venue(slug, region=place)
    for slug, _nl, _en in asking.ASKED:
        words = {"slug": slug, "what_nl": slug, "what_en": slug, "condition_nl": "", "condition_en": ""}
        ExperimentSite.objects.create(**words, region=make.region("amsterdam"), theme="x", origin="x")
    for slug, _gives in robots.SPONSORS:
        make.organisation(slug=slug)
    for number in range(people):
        name = f"{'Esra' if number == 7 else 'Guest'} Nummer{number}"
        make.member(name, is_demo=True, region=make.region(("mra", "brainport")[number % 2]))
