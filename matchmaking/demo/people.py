"""Who lives in the demo? One invented person for each Dutch organisation, more when asked, and those who organise.

Written in bulk, without the actions' mails and history: nobody joined, they were made up. All carry is_demo.
"""

import datetime as dt
import hashlib
import itertools
from collections.abc import Iterable, Iterator

from allauth.account.models import EmailAddress
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.text import slugify

from corridor import consent_texts
from corridor.models import (
    Consent,
    Member,
    Membership,
    Offer,
    Organisation,
    Profile,
    Region,
    RegionRole,
    Seek,
    Topic,
)
from matchmaking.demo import names
from matchmaking.demo.names import BRINGS, OTHER_POSITION, POSITIONS, SEEKS

GIVEN, FAMILY = names.GIVEN.split(), names.FAMILY.split("|")
MOST_TOPICS = 5
VALID_FOR = dt.timedelta(days=730)
SUPERUSER = "beheer@demo.example"
# Region -> the organisation whose invented person organises it.
ORGANISERS = {"mra": "amsterdam-economic-board", "brainport": "brainport-development"}


def everybody() -> int:
    """How many people there are with one for each organisation."""
    return Organisation.objects.filter(foreign=False).exclude(verified_at=None).count()


@transaction.atomic
def populate(*, size: int | None = None, now: dt.datetime) -> int:
    """Make the demo's people, at least `size` (default: one per Dutch organisation); how many are new.

    Those that are there stay as they are, so that what somebody did as one of them is kept.
    """
    organisations = _organisations()
    wanted = size or len(organisations)
    known = set(Member.objects.filter(is_demo=True).values_list("email", flat=True))
    there = Membership.objects.filter(member__is_demo=True, ended_at=None).count()
    fresh = list(itertools.islice(_people(organisations, known, now), max(0, wanted - there)))
    members = Member.objects.bulk_create([person.member for person in fresh])
    EmailAddress.objects.bulk_create(
        EmailAddress(user=member, email=member.email, verified=True, primary=True) for member in members
    )
    profiles = Profile.objects.bulk_create([person.profile for person in fresh])
    Profile.layers.through.objects.bulk_create(
        Profile.layers.through(profile_id=profile.pk, stacklayer_id=layer)
        for profile, person in zip(profiles, fresh, strict=True)
        for layer in person.layers
    )
    Membership.objects.bulk_create([person.membership for person in fresh])
    Offer.objects.bulk_create(offer for person in fresh for offer in person.offers)
    Seek.objects.bulk_create(seek for person in fresh for seek in person.seeks)
    Consent.objects.bulk_create([person.consent for person in fresh])
    _appoint(now)
    return len(fresh)


def _organisations() -> list[Organisation]:
    """The Dutch organisations; those without a place get the country, so that their profile is complete."""
    dutch = Organisation.objects.filter(foreign=False).exclude(verified_at=None)
    dutch.filter(region=None).update(region=Region.objects.filter(parent=None).order_by("pk").first())
    related = ("layers", "topics_offered", "topics_sought")
    found = dutch.select_related("kind", "region").prefetch_related(*related)
    return sorted(found, key=_turn)


def _turn(organisation: Organisation) -> tuple[bool, str]:
    """When somebody of it joins: the organisers first, then as they come, not by the alphabet or the map."""
    return organisation.slug not in ORGANISERS.values(), hashlib.sha256(organisation.slug.encode()).hexdigest()


class _Person:
    """One invented person, not yet saved: the nth of the demo, the kth of this organisation."""

    def __init__(self, n: int, k: int, email: str, name: str, organisation: Organisation, now: dt.datetime):
        language = "en" if n % 4 == 3 else "nl"
        self.layers = [layer.pk for layer in organisation.layers.all()]
        titles = POSITIONS.get(organisation.kind.slug, OTHER_POSITION)
        self.member = Member(
            email=email,
            name=name,
            language=language,
            is_demo=True,
            joined_at=now,
            password=make_password(None),
        )
        self.profile = Profile(
            member=self.member,
            region=organisation.region,
            primary_layer_id=self.layers[k % len(self.layers)] if k else organisation.primary_layer_id,
            pace=(1, 1, 2, 1, 1, 1, 2, 1, 1, 0, 1, 2)[n % 12],
            updated_at=now,
        )
        self.membership = Membership(
            member=self.member,
            organisation=organisation,
            title=titles[(n + k) % len(titles)][language == "en"],
            started_at=now,
        )
        self.offers = self._exchanges(Offer, organisation.topics_offered.all(), BRINGS[language], n + k, now)
        self.seeks = self._exchanges(Seek, organisation.topics_sought.all(), SEEKS[language], n + k, now)
        self.consent = Consent(member=self.member, text_version=consent_texts.PRESENT, language=language, given_at=now)

    def _exchanges(
        self,
        model: type[Offer | Seek],
        topics: Iterable[Topic],
        sentences: tuple[str, ...],
        turn: int,
        now: dt.datetime,
    ) -> list[Offer | Seek]:
        """Some topics of the organisation, each with a sentence; colleagues begin at another one."""
        topics = list(topics)
        return [
            model(
                member=self.member,
                topic=topics[(turn + i) % len(topics)],
                sentence=sentences[(turn + i) % len(sentences)],
                valid_until=(now + VALID_FOR).date(),
                created_at=now,
            )
            for i in range(min(MOST_TOPICS, len(topics)))
        ]


def _people(organisations: list[Organisation], known: set[str], now: dt.datetime) -> Iterator[_Person]:
    """Everybody there could be, always in the same order: one per organisation, then a second one of each, ..."""
    places = itertools.cycle(Region.objects.filter(parent__kind=Region.Kind.CORRIDOR_REGION).order_by("slug"))
    homeless = {organisation.pk: next(places) for organisation in organisations if not organisation.region.parent_id}
    for n in itertools.count():
        k, at = divmod(n, len(organisations))
        organisation = organisations[at]
        given, family = GIVEN[n * 11 % len(GIVEN)], FAMILY[(n * 7 + n // len(GIVEN)) % len(FAMILY)]
        number = "" if n < len(GIVEN) * len(FAMILY) else str(n)
        email = f"{slugify(given)}.{slugify(family)}{number}@{organisation.slug}.example"
        person = _Person(n, k, email, f"{given} {family}", organisation, now)
        if organisation.pk in homeless:
            person.profile.region, person.profile.region_invented = homeless[organisation.pk], True
        if email not in known:
            yield person


def _appoint(now: dt.datetime) -> None:
    """The demo's organisers and its superuser, each with an authenticator app whose code /demo/ shows."""
    for region, organisation in ORGANISERS.items():
        person = Member.objects.filter(
            is_demo=True, memberships__organisation__slug=organisation, memberships__ended_at=None
        ).earliest("pk")
        RegionRole.objects.get_or_create(
            member=person,
            region=Region.objects.get(slug=region),
            ended_at=None,
            defaults={"started_at": now},
        )
        _enrol(person)
    superuser, new = Member.objects.get_or_create(
        email=SUPERUSER,
        defaults={
            "name": "Bente Beheerdemo",
            "is_demo": True,
            "is_superuser": True,
            "joined_at": now,
            "password": make_password(None),
        },
    )
    if new:
        EmailAddress.objects.create(user=superuser, email=superuser.email, verified=True, primary=True)
    _enrol(superuser)


def _enrol(person: Member) -> None:
    kind = Authenticator.Type.TOTP
    if not Authenticator.objects.filter(user=person, type=kind).exists():
        secret = get_adapter().encrypt(generate_totp_secret())
        Authenticator.objects.create(user=person, type=kind, data={"secret": secret})
