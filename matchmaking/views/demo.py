"""How does one person play the whole corridor? Sign in as anybody, read everybody's mail, let time pass. Demo only.

Nothing here is a short cut: the code is asked for and typed as always, and the links in the mails are the real ones.
"""

import datetime as dt
import re
from collections.abc import Callable
from functools import wraps

from allauth.account.views import request_login_code
from csp.decorators import csp_replace
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.paginator import Paginator
from django.db.models import F, Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from corridor import access, clock, mail_kinds, nudge
from corridor.models import Member, OutboxEmail
from events.demo import who
from matchmaking.demo import mailbox, second_step

View = Callable[..., HttpResponse]
PEOPLE_A_PAGE = 50
MAILS_A_PAGE = 25
SIGNING_IN = "demo_signing_in"
STRETCHES = {"ten-minutes": dt.timedelta(minutes=10), "day": dt.timedelta(days=1), "week": dt.timedelta(days=7)}


def demo_only(view: View) -> View:
    """Anybody at this very machine, in demo mode; elsewhere there is no such page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not settings.DEMO or not access.is_this_machine(request):
            raise Http404
        return view(request, *args, **kwargs)

    return access.public(never_cache(guarded))


@demo_only
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everybody one can be: on top those who organise, with the code of their second step, and who is who at events."""
    sought = request.GET.get("q", "").strip()[:80]
    everybody = Member.objects.filter(is_demo=True, is_active=True)
    found = everybody.filter(memberships__ended_at=None).annotate(
        organisation=F("memberships__organisation__name"), position=F("memberships__title")
    )
    if sought:
        found = found.filter(Q(name__icontains=sought) | Q(organisation__icontains=sought) | Q(email__icontains=sought))
    staff = everybody.filter(Q(is_superuser=True) | Q(region_roles__isnull=False, region_roles__ended_at=None))
    organisers = [(person, second_step.code_of(person)) for person in staff.distinct().order_by("is_superuser", "pk")]
    page = Paginator(found.order_by("name", "pk"), PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "organisers": organisers, "sought": sought, "parts": list(who.parts(clock.now()))}
    return render(request, "matchmaking/demo.html", context)


@demo_only
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for a sign-in code as this person, in the same way as the sign-in page does; then show the mail with it."""
    number = request.POST.get("person", "")
    if not re.fullmatch(r"[0-9]{1,18}", number):
        raise Http404
    person = get_object_or_404(Member, is_demo=True, pk=number)
    logout(request)
    request.session[SIGNING_IN] = person.pk
    request.POST = QueryDict(mutable=True)
    request.POST["email"] = person.email
    response = request_login_code(request)
    return redirect("matchmaking:demo_code") if response.status_code == 302 else response


@demo_only
@require_safe
def code(request: HttpRequest) -> HttpResponse:
    """The mail with the code, and the sign-in page's own form with the code already typed."""
    person = get_object_or_404(Member, is_demo=True, pk=request.session.get(SIGNING_IN, 0))
    mail, digits = mailbox.login_code(person.email) or (None, "")
    context = {"person": person, "mail": mail, "code": digits, "second": second_step.code_of(person)}
    return render(request, "matchmaking/demo_code.html", context)


@demo_only
@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """Every mail that left, of everybody or of one person; and how many wait for their time."""
    address = request.GET.get("to", "").strip()[:254]
    page = Paginator(mailbox.mails(address), MAILS_A_PAGE).get_page(request.GET.get("page"))
    for one in page:
        one.kind_name = mail_kinds.name_of(one.kind)
    waiting = list(mailbox.waiting(clock.now())[:5])
    context = {"page": page, "address": address, "waiting": waiting, "now": clock.now(), "stretches": STRETCHES}
    return render(request, "matchmaking/demo_mailbox.html", context)


@demo_only
@require_safe
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail as it arrived: its lines, its text, its HTML in a frame of its own."""
    found = get_object_or_404(OutboxEmail, pk=pk, state=OutboxEmail.State.SENT)
    return render(request, "matchmaking/demo_mail.html", {"mail": found})


@demo_only
@require_safe
@xframe_options_sameorigin
@csp_replace(
    {"default-src": ["'none'"], "style-src": ["'unsafe-inline'"], "img-src": ["data:"], "frame-ancestors": ["'self'"]}
)
def mail_html(request: HttpRequest, pk: int) -> HttpResponse:
    """The HTML part alone, without scripts; its links open beside the mailbox."""
    found = get_object_or_404(OutboxEmail, pk=pk, state=OutboxEmail.State.SENT)
    return HttpResponse(found.html.replace("<head>", '<head><base target="_blank">', 1))


@demo_only
@require_POST
def let_time_pass(request: HttpRequest) -> HttpResponse:
    """Move the demo's clock and start what is due by then."""
    stretch = STRETCHES.get(request.POST.get("stretch", ""))
    if stretch is None:
        raise Http404
    clock.move_demo(stretch)
    for task in ("matchmaking.expire_introductions", "corridor.deliver_outbox"):
        nudge.after_commit(task)
    messages.success(request, _("Time has passed. What was due is on its way; reload in a moment."))
    return redirect("matchmaking:demo_mailbox")
