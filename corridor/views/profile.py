"""What does a member see and change about themselves? One page of small forms, each saved on its own."""

import datetime as dt
from collections.abc import Callable

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from corridor import access, clock, consent_texts, rules
from corridor.actions import exchanges, joining, members
from corridor.errors import Refused
from corridor.forms.profile import AboutForm, ChangeExchangeForm, MatchingForm, PauseForm
from corridor.forms.welcome import ExchangeForm, WorkForm
from corridor.models import Member, Offer, Profile, Seek, StackLayer
from corridor.queries import organisations, regions, topics
from corridor.queries.exchanges import of as exchanges_of
from corridor.queries.second_factor import has_second_factor
from corridor.queries.standing import Standing, standing

SIDES = {"offers": Offer, "seeks": Seek}
PAUSES = {"month": 1, "quarter": 3}  # buttons -> months
REFUSED = 422
Act = Callable[[Member, dt.datetime], None]


@access.member
def profile(request: HttpRequest) -> HttpResponse:
    """The whole page."""
    return _page(request)


@access.member
def about(request: HttpRequest) -> HttpResponse:
    """Save name, telephone and language; the page comes back in that language."""
    form = AboutForm(_posted(request), prefix="about")

    def act(person: Member, now: dt.datetime) -> None:
        members.update_profile(member=person, by=person, now=now, **_only(form, "name", "phone", "language"))

    return _save(request, "about", form, act, language=form.data.get("about-language"))


@access.member
def work(request: HttpRequest) -> HttpResponse:
    """Save organisation and position; a new organisation gets the member's region."""
    form = WorkForm(_posted(request), prefix="work", person=request.user)

    def act(person: Member, now: dt.datetime) -> None:
        own = Profile.objects.filter(member=person).select_related("region").first()
        joining.say_where_one_works(
            member=person,
            work=form.cleaned_data["work"],
            region=own.region if own else None,
            language=get_language(),
            by=person,
            now=now,
        )

    return _save(request, "work", form, act)


@access.member
def matching(request: HttpRequest) -> HttpResponse:
    """Save region, layers and pace."""
    form = MatchingForm(_posted(request), prefix="matching")

    def act(person: Member, now: dt.datetime) -> None:
        wanted = _only(form, "region", "primary_layer", "layers", "pace")
        members.update_profile(member=person, by=person, now=now, **wanted)

    return _save(request, "matching", form, act)


@access.member
def add_exchange(request: HttpRequest, side: str) -> HttpResponse:
    """Add something that is brought or sought."""
    form = ExchangeForm(_posted(request), prefix=side)

    def act(person: Member, now: dt.datetime) -> None:
        said = {"topic": form.cleaned_data["found"], "sentence": form.cleaned_data["sentence"]}
        exchanges.write(side=SIDES[side], member=person, by=person, now=now, **said)

    return _save(request, side, form, act)


@access.member
def change_exchange(request: HttpRequest, side: str, pk: int) -> HttpResponse:
    """Change, renew or remove one of them."""
    row = get_object_or_404(SIDES[side].objects.select_related("topic", "member"), pk=pk, member=request.user)
    form = ChangeExchangeForm(_posted(request), prefix=f"{side}-{pk}")
    step = request.POST.get("step")

    def act(person: Member, now: dt.datetime) -> None:
        if step == "renew":
            exchanges.renew(row=row, by=person, now=now)
        elif step == "remove":
            exchanges.remove(row=row, by=person, now=now)
        else:
            said = _only(form, "sentence", "valid_until")
            exchanges.write(side=SIDES[side], member=person, topic=row.topic, by=person, now=now, **said)

    # Renewing and removing are buttons: what stands in the fields beside them does not matter.
    return _save(request, side, None if step in ("renew", "remove") else form, act, name=f"{side}-{pk}")


@access.member
def pause(request: HttpRequest) -> HttpResponse:
    """Pause for some months or until a day, or go on again."""
    form = PauseForm(_posted(request), prefix="pause")
    step = request.POST.get("step")
    pressed = step == "resume" or step in PAUSES

    def act(person: Member, now: dt.datetime) -> None:
        if step == "resume":
            members.resume(person, person, now)
        elif pressed:
            members.pause_for(person, PAUSES[step], person, now)
        else:
            members.pause(person, form.cleaned_data["until"], person, now)

    return _save(request, "pause", None if pressed else form, act)


@access.member
def consent(request: HttpRequest) -> HttpResponse:
    """Say yes to being introduced, or take that back."""

    def act(person: Member, now: dt.datetime) -> None:
        if request.POST.get("step") == "give":
            version, language = consent_texts.PRESENT, get_language()
            members.give_consent(member=person, text_version=version, language=language, by=person, now=now)
        else:
            members.withdraw_consent(member=person, by=person, now=now)

    return _save(request, "consent", None, act)


def _save(
    request: HttpRequest, part: str, form: Form | None, act: Act, *, name: str = "", language: str = ""
) -> HttpResponse:
    """Act if the form (None: a mere button) is good, and come back to that part; else show the page with the form.

    `name` is the form's, where a part has several; `language` the one to come back in.
    """
    if request.method != "POST":
        return redirect("corridor:profile")
    if form and not form.is_valid():
        return _page(request, {name or part: form})
    try:
        act(request.user, clock.now())
    except Refused as no:
        if form:
            form.add_error(None, str(no))
            return _page(request, {name or part: form})
        messages.error(request, str(no))
    else:
        messages.success(request, _("Saved."))
    with translation.override(language if language in Member.Language.values else get_language()):
        return redirect(f"{reverse('corridor:profile')}#{part}")


def _page(request: HttpRequest, sent: dict[str, Form] | None = None) -> HttpResponse:
    """The page, with the form that was sent and refused in the place of its fresh twin."""
    person, now, sent = request.user, clock.now(), sent or {}
    tree, themes, stack = regions.whole_tree(), topics.by_name(), _stack(person)
    own = standing([person.pk], now=now, homes=regions.homes(tree))[person.pk]
    fresh = MatchingForm(prefix="matching", initial=_matching(own, stack), tree=tree)
    written = dict(zip(SIDES, exchanges_of(person, themes), strict=True))
    paused_until = own.profile.paused_until if own.profile else None
    today = timezone.localdate(now)
    context = {
        "standing": own,
        "gaps": [str(rules.GAPS[gap]) for gap in own.gaps],
        "profile": own.profile,
        "membership": own.membership,
        "today": today,
        "paused_until": paused_until if paused_until and paused_until > today else None,
        "stack": stack,
        "topics": themes,
        "organisation_names": organisations.names(),
        "about": sent.get("about") or AboutForm(prefix="about", initial=_about(person, own)),
        "work": sent.get("work") or WorkForm(prefix="work", initial=_work(own), person=person),
        "matching": sent.get("matching") or fresh,
        "pause": sent.get("pause") or PauseForm(prefix="pause"),
        "sides": [_side(name, rows, sent) for name, rows in written.items()],
        "consent": own.consent,
        "consent_text": consent_texts.template_of(consent_texts.PRESENT, get_language()),
        "has_second_factor": has_second_factor(person),
        "refused": next(iter(sent.values()), None),
    }
    return render(request, "corridor/profile.html", context, status=REFUSED if sent else 200)


def _stack(person: Member) -> list[StackLayer]:
    """All layers from the top, each with `is_mine`: whether the person works in it."""
    mine = Profile.layers.through.objects.filter(stacklayer=OuterRef("pk"), profile__member=person)
    return list(StackLayer.objects.annotate(is_mine=Exists(mine)).order_by("-number"))


def _side(name: str, rows: list[Offer] | list[Seek], sent: dict[str, Form]) -> dict:
    for row in rows:
        initial = {"sentence": row.sentence, "valid_until": row.valid_until}
        prefix = f"{name}-{row.pk}"
        row.is_open = prefix in sent
        row.form = sent.get(prefix) or ChangeExchangeForm(prefix=prefix, initial=initial)
    return {"name": name, "rows": rows, "form": sent.get(name) or ExchangeForm(prefix=name)}


def _about(person: Member, own: Standing) -> dict:
    return {"name": person.name, "language": person.language, "phone": own.profile.phone if own.profile else ""}


def _work(own: Standing) -> dict:
    if own.membership is None:
        return {}
    return {"organisation": own.membership.organisation.name, "title": own.membership.title}


def _matching(own: Standing, stack: list[StackLayer]) -> dict:
    if own.profile is None:
        return {"pace": Profile.Pace.ONE}
    return {
        "region": own.profile.region.slug if own.profile.region and own.home else "",
        "primary_layer": own.profile.primary_layer.slug if own.profile.primary_layer else "",
        "layers": [layer.slug for layer in stack if layer.is_mine and layer != own.profile.primary_layer],
        "pace": own.profile.pace,
    }


def _only(form: Form, *names: str) -> dict:
    return {name: form.cleaned_data[name] for name in names}


def _posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None
