"""What happens when somebody erases themselves? All that is theirs goes; what others see of them does not tell when.

Two steps. `erase`, at once: account, address, contact data, wishes, sentences. What somebody else is reading just now -
the name, position, organisation, place and layers of a person they were asked about - stays until that question is over
by the clock, because its going would tell of it (F003, R-08); until then the account is closed. `fade` takes it then,
at once when nothing is open. An empty row stays, so that counts and what was made do.

Each step is one transaction: a process that dies leaves all or nothing of it, and the schedule finishes what waits.
Upper apps erase their part in their own actions/erasing.py, named here as a string, so the ground imports none of them.
"""

import datetime as dt
import re
import secrets
from collections.abc import Iterator
from functools import reduce
from importlib import import_module
from operator import or_
from types import ModuleType

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Model, Q, QuerySet

from corridor import account_emails, failpoints, lifecycle, rules
from corridor import erased_mail as mail
from corridor.errors import refuse_if
from corridor.models import (
    Ask,
    Consent,
    MailPreference,
    Member,
    Membership,
    Offer,
    Profile,
    RegionRole,
    Seek,
    Suppression,
    Transition,
    Visit,
)
from corridor.models.suppression import fold
from corridor.queries.history import SAFETY

# Each has an actions/erasing.py with hold(), erase(), held_until(), mails_about() and fade(), as events/ explains.
PARTS = ("events", "matchmaking")
NOWHERE = "erased.example"  # a name that is nobody's (RFC 2606), in the form of an address


@transaction.atomic
def erase(*, member: Member, by: Member, now: dt.datetime) -> None:
    """Erase `member` for good; twice is harmless. A last mail confirms it to the address they had.

    Raises Refused when `by` is not the member, or when they are the last who may do everything.
    """
    member = _hold(member)
    if member.erased_at:
        return
    refuse_if(rules.why_not_erase(by, member))
    address = member.email
    _close(member, now)
    failpoints.reach("K16")
    for part in _parts():
        part.erase(member=member, by=member, now=now)
    _forget_wishes(member, now)
    mail.forget(member=member, address=address, about=_mails_about(member), now=now)
    _forget_address(member, address)
    account_emails.erased(to=address, language=member.language, now=now)
    lifecycle.record(member, action="erased", by=member, now=now)
    if is_over(member):
        _fade(member, now)


def held_until(member: Member) -> dt.datetime | None:
    """Until when somebody may read who `member` is, because they were asked about them; None when nobody may."""
    moments = [until for part in _parts() if (until := part.held_until(member))]
    return max(moments, default=None)


def is_over(member: Member) -> bool:
    """Whether nobody is asked about `member` any more, and no mail that names them waits to leave."""
    waits = mail.naming(member, _mails_about(member)).filter(state__in=mail.WAITS)
    return held_until(member) is None and not waits.exists()


def waiting() -> Iterator[Member]:
    """Who erased themselves and is still shown somewhere."""
    yield from Member.objects.filter(erased_at__isnull=False, faded_at=None).order_by("pk")


@transaction.atomic
def fade(*, member: Member, now: dt.datetime) -> bool:
    """Take what others could read of somebody who erased themselves, once nobody may any more; whether that was so."""
    member = Member.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if not member.erased_at or not is_over(member):
        return False
    for part in _parts():
        part.erase(member=member, by=None, now=now)  # what a form wrote that was under way while they left
    _forget_wishes(member, now)
    _fade(member, now)
    return True


def _hold(member: Member) -> Member:
    """`member` read anew and held, after all that others hold before they come to this row: else both would wait."""
    for part in _parts():
        part.hold(member)
    list(Profile.objects.select_for_update(of=("self",)).filter(member=member).values_list("pk"))
    held = Member.objects.select_for_update(of=("self",))
    if member.is_superuser:  # two who leave at once wait for each other, so that one stays
        list(held.filter(is_superuser=True).order_by("pk").values_list("pk"))
    return held.get(pk=member.pk)


def _parts() -> Iterator[ModuleType]:
    return (import_module(f"{app}.actions.erasing") for app in PARTS if apps.is_installed(app))


def _mails_about(member: Member) -> Q:
    """Which mails to others name `member` because of what they are about."""
    return reduce(or_, (part.mails_about(member) for part in _parts()), Q(pk__in=()))


def _close(member: Member, now: dt.datetime) -> None:
    """No way in any more, no rights, no address; sessions and links die with the password and the account."""
    Session.objects.filter(pk__in=_sessions_of(member)).delete()
    EmailAddress.objects.filter(user=member).delete()
    Authenticator.objects.filter(user=member).delete()
    RegionRole.objects.filter(member=member, ended_at=None).update(ended_at=now)
    member.groups.clear()
    member.user_permissions.clear()
    member.email = f"erased-{secrets.token_hex(8)}@{NOWHERE}"
    member.set_unusable_password()
    member.is_active = member.is_superuser = False
    member.last_login, member.erased_at = None, now
    member.save()


def _sessions_of(member: Member) -> list[str]:
    """Keys of the sessions in which `member` is signed in or about to be. Reads them all, which happens once a person.

    Who asked for a code, or for a new password, is named in a session by address.
    """
    address = mail.says(member.email)
    sessions = ((one.pk, one.get_decoded()) for one in Session.objects.only("session_key", "session_data").iterator())
    return [key for key, held in sessions if held.get("_auth_user_id") == str(member.pk) or address.search(str(held))]


def _forget_wishes(member: Member, now: dt.datetime) -> None:
    """What nobody else reads: consent, pace, pauses, what was asked when, and the sentences."""
    for model in (Ask, Consent, MailPreference):
        model.objects.filter(member=member).delete()
    for model in (Offer, Seek):
        model.objects.filter(member=member).update(sentence="")
    unsaid = {"phone": "", "paused_until": None, "heard_at": None, "pace": Profile.Pace.NONE, "updated_at": now}
    Profile.objects.filter(member=member).update(**unsaid)


def _forget_address(member: Member, address: str) -> None:
    """The address in what organisers wrote, and as one we must not write to.

    Its suppressions go, and are not kept as a hash: no mail goes to somebody without an account, and a hash of an
    address can be guessed. Who joins again with it is a new person, who decides anew.
    """
    stops = Suppression.objects.filter(address=fold(address))
    _history(Suppression, list(stops.values_list("pk", flat=True))).update(because="")
    stops.delete()
    own = _history(Member, [member.pk])
    own.filter(action__in=SAFETY).delete()  # from where they came in
    own.update(because="")
    _unsay(mail.says(address), address)


def _fade(member: Member, now: dt.datetime) -> None:
    """The name, and all that a profile said. Region and main layer stay, tied to nobody: counts are made of them."""
    mail.forget_naming(member, _mails_about(member))
    if len(member.name.split()) > 1:  # a single word may be any word
        _unsay(re.compile(rf"(?<!\w){re.escape(member.name)}(?!\w)"), member.name)
    for part in _parts():
        part.fade(member=member, now=now)
    bonds = Membership.objects.filter(member=member)
    _history(Membership, list(bonds.values_list("pk", flat=True))).update(because="")
    bonds.filter(ended_at=None).update(ended_at=now)
    bonds.update(title="", role=Membership.Role.MEMBER)
    # Visits go only now: reasons that name one are forgotten by them, on the day after, whoever has left meanwhile.
    for model in (Offer, Seek, Visit):
        model.objects.filter(member=member).delete()
    for profile in Profile.objects.filter(member=member):
        profile.layers.clear()
    Member.objects.filter(pk=member.pk).update(name="", faded_at=now)


def _history(model: type[Model], numbers: list[int]) -> QuerySet[Transition]:
    return Transition.objects.filter(subject_type=model._meta.label_lower, subject_id__in=numbers)


def _unsay(looked_for: re.Pattern[str], text: str) -> None:
    """Take away the reasons in which somebody wrote `text`; the lines themselves stay, and so do the system's words."""
    written = Transition.objects.filter(because__icontains=text, by__isnull=False).values_list("pk", "because")
    found = [pk for pk, because in written if looked_for.search(because)]
    Transition.objects.filter(pk__in=found).update(because="")
