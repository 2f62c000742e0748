"""What happens when an organisation is proposed, and when an organiser verifies or refuses it?"""

import datetime as dt
import itertools

from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext as _

from corridor import emails, lifecycle, rules
from corridor.actions import memberships
from corridor.errors import Overtaken, Refused, refuse_if
from corridor.models import Member, Organisation, OrganisationKind, Region, StackLayer
from corridor.queries import organisations, scope

RESERVED_SLUGS = frozenset({"suggest", "new"})  # addresses of pages beside the organisations' own


@transaction.atomic
def propose(
    *, name: str, kind: OrganisationKind, region: Region, summary: str, language: str, by: Member, now: dt.datetime
) -> Organisation:
    """A new organisation, seen by nobody until an organiser of its region verifies it.

    Raises Refused, naming it, when `by` knows it already by this name or another spelling. One that somebody else
    proposed is not told of: the two wait side by side, and verify() makes them one.
    """
    same = organisations.known(name, to=by)
    if same:
        raise Refused(_("We know %(name)s already. Choose it from the list.") % {"name": same.name})
    made = Organisation.objects.create(
        slug=_free_slug(name),
        name=name,
        kind=kind,
        helix=organisations.usual_helix(kind),
        region=region,
        proposed_by=by,
        created_at=now,
        **{f"summary_{'en' if language == 'en' else 'nl'}": summary},
    )
    lifecycle.record(made, action="proposed", by=by, now=now)
    return made


@transaction.atomic
def place_in_stack(*, organisation: Organisation, layer: StackLayer, by: Member, now: dt.datetime) -> None:
    """Give an organisation that `by` proposed the layer of its proposer, as long as it has none and is not verified."""
    if organisation.proposed_by_id != by.pk or organisation.verified_at or organisation.primary_layer_id:
        return
    organisation.primary_layer = layer
    organisation.save(update_fields=["primary_layer"])
    organisation.layers.add(layer)
    lifecycle.record(organisation, action="edited", by=by, now=now, because="layers")


@transaction.atomic
def verify(*, organisation: Organisation, by: Member, now: dt.datetime) -> Organisation:
    """Make a proposed organisation part of the corridor, and tell who proposed it and who works there.

    One name is one organisation: those within reach of `by` that wait under the same name become one with it, and
    where a verified one has the name already, it becomes one with that. Out: the one that everybody belongs to now.
    Raises Refused when `by` may not, Overtaken when somebody decided just before.
    """
    refuse_if(rules.why_not_judge_organisation(by, organisation))
    same = organisations.namesakes(organisation, among=scope.of(by).organisations())
    # In one order, so that two organisers who verify two of one name wait for each other instead of locking up.
    numbers = [organisation.pk, *(one.pk for one in same)]
    list(Organisation.objects.select_for_update(of=("self",)).filter(pk__in=numbers).order_by("pk"))
    target = next((one for one in same if one.verified_at), organisation)
    merged = [one for one in (organisation, *same) if one != target and not one.verified_at and not one.refused_at]
    told = _people_of([organisation, *merged])
    if target == organisation:
        _decide(organisation, by, now, action="verified", verified_at=now, verified_by=by)
    for one in merged:
        _decide(one, by, now, action="merged", because=target.name, refused_at=now)
        memberships.follow(merged=one, into=target, by=by, now=now)
    for person in told:
        emails.organisation_verified(organisation=target, to=person, now=now)
    return target


@transaction.atomic
def refuse(*, organisation: Organisation, by: Member, now: dt.datetime, because: str) -> None:
    """Do not make it part of the corridor; its people see that on their profile and choose another one.

    Raises Refused when `by` may not, Overtaken when somebody decided just before.
    """
    refuse_if(rules.why_not_judge_organisation(by, organisation))
    _decide(organisation, by, now, action="refused", because=because, refused_at=now)


def _people_of(those: list[Organisation]) -> list[Member]:
    """Who works at one of `those`, or proposed it."""
    work_there = Q(memberships__organisation__in=those, memberships__ended_at=None)
    proposed = Q(pk__in=[one.proposed_by_id for one in those if one.proposed_by_id])
    return list(Member.objects.filter(work_there | proposed, is_active=True).distinct())


def _decide(
    organisation: Organisation, by: Member, now: dt.datetime, *, action: str, because: str = "", **verdict: object
) -> None:
    undecided = Organisation.objects.filter(pk=organisation.pk, verified_at=None, refused_at=None)
    if undecided.update(**verdict) != 1:
        raise Overtaken(_("Somebody was just ahead of you. Look again, please."))
    for name, value in verdict.items():
        setattr(organisation, name, value)
    lifecycle.record(organisation, action=action, by=by, now=now, because=because)


def _free_slug(name: str) -> str:
    wanted = slugify(name)[:80] or "organisation"
    for slug in itertools.chain([wanted], (f"{wanted}-{number}" for number in itertools.count(2))):
        if slug not in RESERVED_SLUGS and not Organisation.objects.filter(slug=slug).exists():
            return slug
