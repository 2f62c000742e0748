"""How does the first organiser or superuser come to be? `manage.py make_organiser EMAIL REGION` or `EMAIL --superuser`.

The person signs up first, like everybody: this command only gives a role, so a mistyped address makes nobody. Further
organisers are made in the console, by a superuser.
"""

import datetime as dt
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from corridor import clock
from corridor.actions import roles
from corridor.models import Member, Region
from corridor.models.address import normalise_email


class Command(BaseCommand):
    help = "Make the member with this address organiser of a region and everything below it, or superuser."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="the address the member signs in with")
        right = parser.add_mutually_exclusive_group(required=True)
        right.add_argument("region", nargs="?", help="the region's slug, for example mra or brainport")
        right.add_argument("--superuser", action="store_true", help="everywhere, with the right to make organisers")

    def handle(self, *args: object, email: str, region: str | None, superuser: bool, **options: object) -> None:
        place = None if superuser else _region(region)
        member, now = _member(email), clock.now()
        new, what = _superuser(member, now) if superuser else _organiser(member, place, now)
        self.stdout.write(f"{member} {'is now' if new else 'already was'} {what}.")
        self.stdout.write("They enter the console after setting up a second factor on their account page.")


def _superuser(member: Member, now: dt.datetime) -> tuple[bool, str]:
    return roles.grant_superuser(member=member, now=now), "superuser"


def _organiser(member: Member, place: Region, now: dt.datetime) -> tuple[bool, str]:
    role = roles.grant_region(member=member, region=place, by=None, now=now)
    return role.started_at == now, f"organiser of {place.name}"


def _region(slug: str) -> Region:
    place = Region.objects.filter(slug=slug).first()
    if place is None:
        known = ", ".join(Region.objects.order_by("slug").values_list("slug", flat=True)) or "none; run load_ground"
        raise CommandError(f"There is no region {slug!r}. Known regions: {known}.")
    return place


def _member(email: str) -> Member:
    member = Member.objects.filter(email__iexact=normalise_email(email)).first()
    if member is None:
        raise CommandError(f"No member signs in with {email}. Let them sign up first, then run this again.")
    if not member.is_active:
        raise CommandError(f"The account of {email} is not active.")
    return member
