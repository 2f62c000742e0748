"""What does whoever runs the site see when something is in the database that must never be?"""

import datetime as dt
from collections.abc import Iterable

from django.contrib import admin
from django.utils.translation import gettext as _

from corridor import heartbeat
from corridor.console import Need
from corridor.queries.scope import Scope
from matchmaking.models import Introduction


def unsound(scope: Scope, now: dt.datetime) -> Iterable[Need]:
    """For the overview of those who reach everything: which invariants are broken, as the hourly look found.

    Not in which rows: one of them may be about the reader. `manage.py check_invariants` names them.
    """
    found = heartbeat.found(heartbeat.INVARIANTS) if scope.everything else ""
    if found:
        names = ", ".join(part.partition(":")[0] for part in found.split("; "))
        yield Need(
            title=_("Something in the data is not as it must be"),
            detail=_("%(names)s: manage.py check_invariants names the rows.") % {"names": names},
            url=admin.site.get_model_admin(Introduction).address("changelist"),
            button=_("To the introductions"),
            place=0,
        )


admin.site.needs.append(unsound)
