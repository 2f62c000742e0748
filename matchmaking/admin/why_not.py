"""Why not these two? An organiser names two members on a page of the round; its stored pool answers."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corridor import clock, limits
from corridor.desk import Desk, scope_of
from corridor.forms import fields
from corridor.models import Member, Membership
from corridor.queries.scope import Scope
from matchmaking.admin.part_words import named_parts
from matchmaking.dates import local_day
from matchmaking.models import Round
from matchmaking.queries import why_not

MOST_NAMESAKES = 25
ANSWERS, SECONDS = 20, 60  # per organiser


class NamedMember(fields.Line):
    """Cleans to the one member among those within reach who answers to that name, or has that number.

    When several do, the field becomes a choice between them. Unknown and out of reach read the same (S-16).
    """

    def __init__(self, *, among: QuerySet[Member], **options: object):
        self.among = among
        super().__init__(max_length=100, **options)

    def clean(self, value: object) -> Member:
        name = super().clean(value)
        found = self._called(name)
        if not found:
            raise ValidationError(_("Nobody within your reach has this name."), code="unknown")
        if len(found) > MOST_NAMESAKES:
            raise ValidationError(_("Many members have this in their name. Write more of it, please."), code="many")
        if len(found) > 1:
            self.widget = forms.Select(choices=[(one.pk, _named(one)) for one in found])
            raise ValidationError(_("Several members have this in their name. Choose one, please."), code="several")
        return found[0]

    def _called(self, name: str) -> list[Member]:
        if name.isascii() and name.isdecimal():
            return list(self.among.filter(pk=int(name)))
        found = list(self.among.filter(name__icontains=name)[: MOST_NAMESAKES + 1])
        exactly = [one for one in found if one.name.casefold() == name.casefold()]
        return exactly if len(exactly) == 1 else found


class PairForm(forms.Form):
    """The two members, and that one of them is within reach."""

    def __init__(self, *args: object, scope: Scope, round: Round, **options: object):
        super().__init__(*args, **options)
        self.own = scope.members()
        bonds = Membership.objects.filter(ended_at=None).select_related("organisation")
        among = why_not.people(scope, round).prefetch_related(Prefetch("memberships", bonds, to_attr="current"))
        self.fields["one"] = NamedMember(among=among, label=gettext_lazy("Name of a member"))
        self.fields["other"] = NamedMember(among=among, label=gettext_lazy("Name of another member"))

    def clean(self) -> dict:
        given = super().clean()
        if self.errors:
            return given
        pair = {given["one"].pk, given["other"].pk}
        if len(pair) < 2:
            raise ValidationError({"other": _("Name two different members.")})
        if not self.own.filter(pk__in=pair).exists():
            raise ValidationError({"other": _("Neither of these two is in a region you organise.")})
        return given


def page(desk: Desk, request: HttpRequest, round: Round) -> HttpResponse:
    """The question, and below it the answer once two members are named. Reading only."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    known = {"scope": scope_of(request), "round": round}
    asked = {name: request.GET[name] for name in ("one", "other") if request.GET.get(name)}
    form = PairForm(asked, **known) if len(asked) == 2 else PairForm(initial=asked, **known)
    answer, status = None, 200
    # An answer reads the whole stored pool, which for a large round is seconds of work.
    if form.is_valid() and not limits.spend("why_not", str(request.user.pk), ANSWERS, SECONDS):
        form.add_error(None, _("That was a lot of questions for one minute. Wait a little, then ask again."))
        status = 429
    elif form.is_valid():
        pair = form.cleaned_data
        answer = why_not.answer(round, pair["one"], pair["other"], today=local_day(clock.now()))
        form = PairForm(initial={name: member.name for name, member in pair.items()}, **known)
    context = {
        **desk.admin_site.each_context(request),
        "title": _("Why not these two?"),
        "original": round,
        "round_title": desk.title_of(round),
        "back": desk.address("change", round.pk),
        "form": form,
        "answer": answer,
        "parts": named_parts(answer.reading) if answer and answer.reading else [],
    }
    request.current_app = desk.admin_site.name
    return TemplateResponse(request, "admin/matchmaking/round/why_not.html", context, status=status)


def _named(member: Member) -> str:
    """The member with where they work, so that namesakes can be told apart."""
    bond = member.current[0] if member.current else None
    return f"{member.label}, {bond.organisation.name}" if bond else member.label
