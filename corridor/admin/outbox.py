"""Which mails went out, wait or failed? Organisers see that and when, and may send again or stop; never what they say.

A mail that exists only because somebody said yes, or did not answer, would tell who said what: those are left out.
"""

import datetime as dt
import re
from collections.abc import Iterable

from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from corridor import clock, mail_kinds, outbox
from corridor.console import Need
from corridor.desk import Act, Desk
from corridor.desk_filter import Filter
from corridor.models import OutboxEmail
from corridor.queries.scope import Scope

State = OutboxEmail.State
_ADDRESS = re.compile(r"[^\s<>@]+@[^\s<>@]+")


class StateFilter(Filter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, desk: Desk) -> list[tuple[str, str]]:
        return [(value, str(label)) for value, label in State.choices]

    def narrow(self, rows: models.QuerySet, value: str) -> models.QuerySet:
        return rows.filter(state=value)


@admin.register(OutboxEmail)
class OutboxDesk(Desk):
    room = "mail"
    place = 10
    in_menu = True
    note = gettext_lazy("Which mails wait, left or failed. What they say stays between the system and the member.")
    nothing = gettext_lazy("No mail has been written yet.")
    list_display = ("kind_shown", "masked_to", "state_shown", "state_since", "due_at", "attempts")
    list_filter = (StateFilter,)
    list_display_links = ("kind_shown",)
    actions = ("retry_chosen",)
    fields = readonly_fields = (
        *("kind_shown", "masked_to", "state_shown", "state_since"),
        *("created_at", "due_at", "sent_at", "attempts", "masked_error"),
    )
    acts = (
        Act("retry", gettext_lazy("Send again"), kind="solid", when=lambda mail: mail.state == State.FAILED),
        Act(
            "withdraw",
            gettext_lazy("Stop this mail"),
            asks=gettext_lazy("Because"),
            when=lambda mail: mail.state == State.QUEUED,
        ),
    )

    def rows(self, scope: Scope) -> models.QuerySet:
        # Bodies, subjects and attachments are not even read.
        return visible(scope).defer("subject", "text", "html", "headers", "attachments", "reply_to")

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return ("-created_at", "-pk")

    def title_of(self, thing: OutboxEmail) -> str:
        return f"{self.kind_shown(thing)} · {self.masked_to(thing)}"

    def retry(self, request: HttpRequest, mail: OutboxEmail, *, because: str, now: dt.datetime) -> str:
        outbox.retry(mail, request.user, now)
        return _("The mail waits to be sent again.")

    def withdraw(self, request: HttpRequest, mail: OutboxEmail, *, because: str, now: dt.datetime) -> str:
        outbox.withdraw_one(mail, request.user, now, because)
        return _("The mail is stopped.")

    @admin.action(description=gettext_lazy("Send again"))
    def retry_chosen(self, request: HttpRequest, chosen: models.QuerySet) -> None:
        now, count = clock.now(), 0
        for mail in chosen:
            outbox.retry(mail, request.user, now)
            count += 1
        text = ngettext("%(count)s mail waits to be sent again.", "%(count)s mails wait to be sent again.", count)
        messages.success(request, text % {"count": count})

    @admin.display(description=gettext_lazy("mail"))
    def kind_shown(self, mail: OutboxEmail) -> str:
        return mail_kinds.name_of(mail.kind)

    @admin.display(description=gettext_lazy("to"))
    def masked_to(self, mail: OutboxEmail) -> str:
        return mask(mail.to)

    @admin.display(description=gettext_lazy("state"))
    def state_shown(self, mail: OutboxEmail) -> str:
        return mail.get_state_display()

    @admin.display(description=gettext_lazy("last answer"))
    def masked_error(self, mail: OutboxEmail) -> str:
        # Why a mail was stopped can be a pause or a wish of the member: those are nobody's here.
        if mail.state == State.WITHDRAWN:
            return ""
        return _ADDRESS.sub(lambda found: mask(found.group()), mail.error)


def mask(address: str) -> str:
    """`address` so that one who knows it recognises it, and nobody else can use it."""
    local, at, domain = address.rpartition("@")
    return f"{local[:1]}***{at}{domain}"


def visible(scope: Scope) -> models.QuerySet[OutboxEmail]:
    """The mails within `scope` whose existence or state tells nobody's answer.

    Not those about what the organiser is part of: a mail of theirs that was stopped would tell what the other said.
    """
    own = OutboxEmail.objects.filter(
        member=scope.person, about_type=models.OuterRef("about_type"), about_id=models.OuterRef("about_id")
    )
    return scope.mails().exclude(kind__in=mail_kinds.TELL_AN_ANSWER).filter(~models.Exists(own))


def failing(scope: Scope, now: dt.datetime) -> Iterable[Need]:
    """For the overview: mails that could not be sent."""
    count = visible(scope).filter(state=State.FAILED).count()
    if count:
        title = ngettext("%(count)s mail could not be sent", "%(count)s mails could not be sent", count)
        yield Need(
            title=title % {"count": count},
            detail=_("What they announce stands still until they are sent again or stopped."),
            url=f"{admin.site.get_model_admin(OutboxEmail).address('changelist')}?state=failed",
            button=_("Look at them"),
            place=20,
        )


admin.site.needs.append(failing)
