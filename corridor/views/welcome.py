"""What does a newcomer see? Two pages, then whom they might meet: three minutes from address to there (F022)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from corridor import access, clock, consent_texts, redirects
from corridor.actions import joining
from corridor.errors import Refused
from corridor.forms.welcome import WhatForm, WhoForm
from corridor.models import Member, Membership, Profile
from corridor.queries import organisations, topics

REFUSED = 422


@access.member
def who(request: HttpRequest) -> HttpResponse:
    """The first page: name, organisation, position, region."""
    person = request.user
    form = WhoForm(request.POST if request.method == "POST" else None, initial=_who(person), person=person)
    if request.method == "POST" and form.is_valid():
        try:
            joining.say_who_one_is(
                member=person,
                name=form.cleaned_data["name"],
                region=form.cleaned_data["region"],
                work=form.cleaned_data["work"],
                language=get_language(),
                by=person,
                now=clock.now(),
            )
            return redirect("corridor:welcome_brings")
        except Refused as no:
            form.add_error("organisation", str(no))
    context = {"form": form, "organisation_names": organisations.names()}
    return render(request, "corridor/welcome.html", context, status=REFUSED if form.errors else 200)


@access.member
def brings(request: HttpRequest) -> HttpResponse:
    """The second page: layers, offers and seeks, pace, consent. Who has not been on the first one is sent there."""
    person = request.user
    if not Membership.objects.filter(member=person, ended_at=None).exists():
        return redirect("corridor:welcome")
    form = WhatForm(request.POST if request.method == "POST" else None, initial=_what(person))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            joining.say_what_one_brings(
                member=person,
                primary_layer=data["primary_layer"],
                layers=data["layers"],
                pace=data["pace"],
                offer=data["offer"],
                seek=data["seek"],
                consent=consent_texts.PRESENT if data["consent"] else "",
                language=get_language(),
                by=person,
                now=clock.now(),
            )
            return redirect(redirects.joined())
        except Refused as no:
            form.add_error(None, str(no))
    context = {
        "form": form,
        "topics": topics.by_name(),
        "consent_text": consent_texts.template_of(consent_texts.PRESENT, get_language()),
    }
    return render(request, "corridor/welcome_brings.html", context, status=REFUSED if form.errors else 200)


def _who(person: Member) -> dict:
    """What is known already, for who comes back to the first page."""
    profile = Profile.objects.filter(member=person).select_related("region").first()
    bond = Membership.objects.filter(member=person, ended_at=None).select_related("organisation").first()
    return {
        "name": person.name,
        "region": profile.region.slug if profile and profile.region else "",
        "organisation": bond.organisation.name if bond else "",
        "title": bond.title if bond else "",
    }


def _what(person: Member) -> dict:
    """What is known already, for who comes back to the second page."""
    profile = Profile.objects.filter(member=person).select_related("primary_layer").first()
    if profile is None or profile.primary_layer is None:
        return {}
    return {
        "primary_layer": profile.primary_layer.slug,
        "layers": [layer.slug for layer in profile.layers.all() if layer != profile.primary_layer],
        "pace": profile.pace,
    }
