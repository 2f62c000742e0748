"""How do tests pass an introduction on to a colleague who fits as well?"""

from corridor.models import Member, Membership, Profile
from matchmaking.actions import hand_overs
from matchmaking.models import Introduction
from tests import make


def colleague_of(member: Member, name: str = "Cas Collega", **fields) -> Member:
    """A member of the same organisation with the same profile; the same one for the same name."""
    work = Membership.objects.get(member=member, ended_at=None).organisation
    if known := Member.objects.filter(name=name, memberships__organisation=work).first():
        return known
    own = Profile.objects.get(member=member)
    return make.member(
        name,
        **{
            "organisation": work,
            "region": own.region,
            "layers": (own.primary_layer.number,),
            "offers": tuple(member.offers.values_list("topic__slug", flat=True)),
            "seeks": tuple(member.seeks.values_list("topic__slug", flat=True)),
            **fields,
        },
    )


def hand_over(introduction: Introduction, giver: Member, now, taker: Member | None = None) -> Introduction:
    """`giver` passes it on, to a colleague who is made for it if none is named."""
    taker = taker or colleague_of(giver)
    return hand_overs.hand_over(introduction=introduction, giver=giver, taker=taker, now=now)
