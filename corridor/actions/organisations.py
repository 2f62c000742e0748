"""What happens when an organisation is proposed, and when an organiser verifies or refuses it?"""

import datetime as dt
import itertools

from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext as _

from corridor import emails, lifecycle, rules
from corridor.errors import Overtaken, Refused, refuse_if
from corridor.models import Member, Organisation, OrganisationKind, Region, StackLayer
from corridor.queries import organisations

RESERVED_SLUGS = frozenset({"suggest", "new"})  # addresses of pages beside the organisations' own


@transaction.atomic
def propose(
    *, name: str, kind: OrganisationKind, region: Region, summary: str, language: str, by: Member, now: dt.datetime
) -> Organisation:
    """A new organisation, seen by nobody until an organiser of its region verifies it.

    Raises Refused, naming it, when it is known already by this name or another spelling.
    """
    same = organisations.known(name)
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
def verify(*, organisation: Organisation, by: Member, now: dt.datetime) -> None:
    """Make a proposed organisation part of the corridor, and tell who proposed it and who works there.

    Raises Refused when `by` may not, Overtaken when somebody decided just before.
    """
    _judge(organisation, by, now, action="verified", verified_at=now, verified_by=by)
    works_there = Q(memberships__organisation=organisation, memberships__ended_at=None)
    for person in Member.objects.filter(works_there | Q(pk=organisation.proposed_by_id), is_active=True).distinct():
        emails.organisation_verified(organisation=organisation, to=person, now=now)


@transaction.atomic
def refuse(*, organisation: Organisation, by: Member, now: dt.datetime, because: str) -> None:
    """Do not make it part of the corridor; its people see that on their profile and choose another one.

    Raises Refused when `by` may not, Overtaken when somebody decided just before.
    """
    _judge(organisation, by, now, action="refused", because=because, refused_at=now)


def _judge(
    organisation: Organisation, by: Member, now: dt.datetime, *, action: str, because: str = "", **verdict: object
) -> None:
    refuse_if(rules.why_not_judge_organisation(by, organisation))
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
