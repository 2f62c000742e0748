"""Where does somebody who came say what they thought? On one page behind the mail's link, without signing in (F084)."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from corridor import access, clock, link_door, links
from corridor.errors import Refused
from events.actions import opinions
from events.emails import OPINION_LINK
from events.forms.opinion import OpinionForm
from events.models import OpinionRoll
from events.queries.opinions import ANSWERABLE


@access.token
@require_http_methods(["GET", "HEAD", "POST"])
def opinion(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows the two questions; POST with the page's own value stores the answer, which is then nobody's."""
    now = clock.now()
    door = {"template": "events/link.html", "limit": "opinion", "now": now}
    roll = link_door.enter(request, token, purpose=OPINION_LINK, lifetime=ANSWERABLE, find=_roll_of, **door)
    if isinstance(roll, HttpResponse):
        return roll
    form, refused, status = OpinionForm(request.POST or None), None, 200
    if request.method == "POST":
        if form.is_valid():
            try:
                opinions.answer(roll=roll, now=now, **form.cleaned_data)
                return HttpResponseRedirect(request.path, status=303)
            except Refused as no:
                refused, status = no.sentence, 409
        else:
            status = 422
    context = {
        "event": roll.registration.event,
        "answered": roll.has_answered,
        "form": form,
        "refused": refused,
        "page": links.page_value(token, now=now),
    }
    return render(request, "events/opinion.html", context, status=status)


def _roll_of(link: links.Link) -> OpinionRoll | None:
    """Whose place on the roll the link is, while its holder is here."""
    rows = OpinionRoll.objects.select_related("registration__event", "registration__member")
    own = {"registration__member": link.member_id, "registration__member__is_active": True}
    found = rows.filter(registration=link.object_id, **own).first()
    return found if found and links.is_for(link, found.registration.member.email) else None
