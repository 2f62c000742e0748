"""What may happen to a member between proposal and introduction? Each as one plain function of tests."""

import datetime as dt

from django.db.models import Q

from corridor.models import Consent, Membership, Profile, Suppression
from matchmaking.models import Exclusion, Introduction
from tests import make

DAY = dt.timedelta(days=1)


def paused(member, now):
    Profile.objects.filter(member=member).update(paused_until=now.date() + 7 * DAY)


def without_consent(member, now):
    Consent.objects.filter(member=member).update(withdrawn_at=now)


def inactive(member, now):
    type(member).objects.filter(pk=member.pk).update(is_active=False)


def refuses_the_other(member, now):
    theirs = Q(member_a=member) | Q(member_b=member)
    other = Introduction.objects.get(theirs).other(member)
    Exclusion.objects.create(member=member, other=other, created_at=now)


def pace_zero(member, now):
    Profile.objects.filter(member=member).update(pace=0)


def suppressed(member, now):
    Suppression.objects.stand(member.email, reason="bounced", now=now)


def unverified(member, now):
    organisation = Membership.objects.get(member=member).organisation
    type(organisation).objects.filter(pk=organisation.pk).update(verified_at=None)


def without_offers(member, now):
    member.offers.update(valid_until=now.date() - DAY)
    member.seeks.update(valid_until=now.date() - DAY)


def homeless(member, now):
    Profile.objects.filter(member=member).update(region=make.region("netherlands"))
