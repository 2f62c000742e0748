"""Which mails does a member want, and how often? One page, reached from any mail without signing in, or from within.

Reading it changes nothing; one form saves the whole (S-29, F025). Nothing on it tells who somebody is.
"""

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from corridor import access, clock, limits, links, mailings
from corridor.actions import mail_choices as choices
from corridor.actions import suppressions
from corridor.forms.mail_choices import MailChoicesForm
from corridor.models import Member, Suppression
from corridor.queries import mail_choices
from corridor.queries.suppressions import standing_against

KNOCKS, SECONDS = 60, 60
REFUSED = 422


@access.token
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows what was chosen; POST with the page's own value saves it, without cookie, account or script."""
    now = clock.now()
    if not limits.spend("mail_choices", limits.network(request), KNOCKS, SECONDS):
        return render(request, "429.html", status=429)
    member = _reader(token, now)
    if member is None:
        return render(request, "corridor/mail_choices.html", {"expired": True}, status=404)
    if request.method != "POST":
        return _page(request, member, now, token=token)
    if not links.is_page_value(token, request.POST.get("page", ""), now=now):
        return _page(request, member, now, token=token, stale=True, status=403)
    refused = _act(request, member, now)
    # The answer to the POST itself says that it is saved: a cookie for a message would need one.
    return refused or _page(request, member, now, token=token, saved=True)


@access.member
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    """The same page of whoever is signed in."""
    member, now = request.user, clock.now()
    if request.method != "POST":
        return _page(request, member, now)
    refused = _act(request, member, now)
    if refused is None:
        messages.success(request, _("Saved."))
    return refused or redirect("corridor:mail_choices")


def _reader(token: str, now: dt.datetime) -> Member | None:
    """Whose mails a link is about; None when it is not ours, too old, or went to an address they gave up."""
    try:
        link = links.read_mail_choices(token, now=now)
    except links.BadLink:
        return None
    member = Member.objects.filter(pk=link.member_id, is_active=True).first()
    return member if member and links.is_for(link, member.email) else None


def _act(request: HttpRequest, member: Member, now: dt.datetime) -> HttpResponse | None:
    """Do what the pressed button says; the page with its errors when the form is not right."""
    step = request.POST.get("do", "save")
    if step == "stop_all":
        suppressions.unsubscribe(address=member.email, kind="", now=now)
        return None
    if step == "again":
        suppressions.resubscribe(address=member.email, kind="", now=now)
        return None
    form = _form(member, request.POST)
    if not form.is_valid():
        token = request.resolver_match.kwargs.get("token", "")
        return _page(request, member, now, token=token, form=form, status=REFUSED)
    again = form.cleaned_data["again"]
    choices.choose(member=member, paces=form.chosen(), take_back=again, by=member, now=now)
    return None


def _page(
    request: HttpRequest,
    member: Member,
    now: dt.datetime,
    *,
    token: str = "",
    form: MailChoicesForm | None = None,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    reasons = {row.reason for row in standing_against(member.email) if not row.kind}
    context = {
        "form": form or _form(member),
        "by_link": bool(token),
        "page": links.page_value(token, now=now) if token else "",
        "all_stopped": Suppression.Reason.UNSUBSCRIBED in reasons,
        "held": reasons - {Suppression.Reason.UNSUBSCRIBED},
        "everything": mailings.what_stops(""),
        **more,
    }
    return render(request, "corridor/mail_choices.html", context, status=status)


def _form(member: Member, sent: object = None) -> MailChoicesForm:
    own = Suppression.Reason.UNSUBSCRIBED
    stopped = [row.kind for row in standing_against(member.email) if row.kind and row.reason == own]
    return MailChoicesForm(sent, paces=mail_choices.paces(member), stopped=sorted(stopped))
