"""How often may somebody begin anew with one event, and whose place may they not decide about? A sentence, or None.

Each beginning writes to somebody: to hosts, to whoever is asked to take a place over, to who was invited.
"""

from django.utils.translation import gettext as _

from corridor.models import Member, Transition
from events.models import Event, Registration

State = Registration.State
TIMES = 6  # registered and given back


def why_not_again(event: Event, member: Member) -> str | None:
    """Why `member` may not register once more by themselves: they did so, and gave it back, too often."""
    if event.registrations.filter(member=member).count() < TIMES:
        return None
    return _("You have given your place back several times. Ask the organiser if you would like to come after all.")


def why_not_invite(event: Event, member: Member) -> str | None:
    """Why `member` is not invited once more: they were, and said no. A no is asked for once."""
    rows = event.registrations.filter(member=member, state=State.DECLINED).values("pk")
    said = Transition.objects.filter(subject_type=Registration._meta.label_lower, subject_id__in=rows)
    if not said.filter(was=State.INVITED, to=State.DECLINED).exists():
        return None
    return _("They were invited before, and said no. If they changed their mind, add them by hand.")


def why_not_own(member: Member, by: Member) -> str | None:
    """Why `by` may not give `member` a place or a better turn: it is themselves, and others wait in line (S-15)."""
    if member.pk != by.pk or by.is_superuser:
        return None
    return _("Nobody decides about their own place; ask a colleague, or register as everybody does.")
