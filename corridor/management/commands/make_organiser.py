"""How does the first organiser come to be? `manage.py make_organiser EMAIL REGION`; later ones are made in the console.

The person signs up first, like everybody: this command only gives a role, so a mistyped address makes nobody.
"""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from corridor import clock
from corridor.actions import roles
from corridor.models import Member, Region
from corridor.models.address import normalise_email


class Command(BaseCommand):
    help = "Make the member with this address organiser of a region and everything below it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="the address the member signs in with")
        parser.add_argument("region", help="the region's slug, for example mra or brainport")

    def handle(self, *args: object, email: str, region: str, **options: object) -> None:
        place = Region.objects.filter(slug=region).first()
        if place is None:
            known = ", ".join(Region.objects.order_by("slug").values_list("slug", flat=True)) or "none; run load_ground"
            raise CommandError(f"There is no region {region!r}. Known regions: {known}.")
        member = Member.objects.filter(email__iexact=normalise_email(email)).first()
        if member is None:
            raise CommandError(f"No member signs in with {email}. Let them sign up first, then run this again.")
        if not member.is_active:
            raise CommandError(f"The account of {email} is not active.")
        now = clock.now()
        role = roles.grant_region(member=member, region=place, by=None, now=now)
        done = "is now" if role.started_at == now else "already was"
        self.stdout.write(f"{member} {done} organiser of {place.name}.")
        self.stdout.write("They enter the console after setting up a second factor on their account page.")
