"""What lies in the demo's mailbox? Every mail that left, which in the demo goes nowhere else; newest first."""

import datetime as dt
import re

from django.db.models import QuerySet

from corridor.models import OutboxEmail

State = OutboxEmail.State
LOGIN_CODE = "account.login_code"


def mails(address: str = "") -> QuerySet[OutboxEmail]:
    """The mails that left, to `address` or to anybody, without their bodies."""
    found = OutboxEmail.objects.filter(state=State.SENT).order_by("-sent_at", "-pk")
    return (found.filter(to__iexact=address) if address else found).defer("text", "html", "attachments", "headers")


def waiting(now: dt.datetime) -> QuerySet[OutboxEmail]:
    """The mails that wait for their time, the next one first; what they say stays closed until they leave."""
    return OutboxEmail.objects.filter(state=State.QUEUED, due_at__gt=now).order_by("due_at").defer("text", "html")


def login_code(address: str) -> tuple[OutboxEmail, str] | None:
    """The newest mail with a sign-in code for `address`, and the code in it; the mail may not have left yet."""
    mail = OutboxEmail.objects.filter(kind=LOGIN_CODE, to__iexact=address).order_by("-created_at", "-pk").first()
    found = mail and re.search(r"^ +([0-9-]+)$", mail.text, re.MULTILINE)  # it stands on a line of its own
    return (mail, found[1]) if found else None
