"""What happens when a member says how often they want which mail?"""

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from corridor import lifecycle
from corridor.actions import suppressions
from corridor.errors import Refused
from corridor.models import MailPreference, Member, Profile
from corridor.queries import mail_choices


@transaction.atomic
def choose(
    *, member: Member, paces: Mapping[str, str], take_back: Iterable[str] = (), by: Member, now: dt.datetime
) -> list[str]:
    """Keep how often `member` wants each category named in `paces`; the categories that changed.

    `take_back`: kinds stopped one by one that they want again. What they turned off stops also where it waits already:
    the sender asks once more. The history names what changed, never how. The same again changes nothing. Raises
    Refused for a category or pace that does not exist, or when `by` is somebody else.
    """
    if by != member:
        raise Refused(_("Only this person may change that."))
    known = mail_choices.paces(member)
    if not known.keys() >= paces.keys() or not set(MailPreference.Pace.values).issuperset(paces.values()):
        raise Refused(_("Choose one of the four for every kind of mail."))
    # Whoever offers an introduction to this member holds their profile: the choice counts for it, or it was first.
    list(Profile.objects.select_for_update().filter(member=member).values_list("pk"))
    changed = [category for category, pace in paces.items() if known[category] != pace]
    for category in changed:
        MailPreference.objects.update_or_create(
            member=member, category=category, defaults={"pace": paces[category], "changed_at": now}
        )
    if changed:
        lifecycle.record(member, action="mail chosen", by=by, now=now, because=", ".join(changed))
    for kind in take_back:
        suppressions.resubscribe(address=member.email, kind=kind, now=now)
    return changed
