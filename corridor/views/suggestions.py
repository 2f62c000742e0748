"""What does a field suggest while somebody types? Options for its list; without scripts the list is simply longer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from corridor import access
from corridor.queries import organisations, topics

LONGEST = 80


@access.member
def of_topics(request: HttpRequest) -> HttpResponse:
    """Topics that resemble what was typed, by name, synonym or spelling."""
    return _options(request, [topic.name for topic in topics.suggest(_typed(request))])


@access.member
def of_organisations(request: HttpRequest) -> HttpResponse:
    """Verified organisations that resemble what was typed."""
    return _options(request, [organisation.name for organisation in organisations.near(_typed(request))])


def _typed(request: HttpRequest) -> str:
    """What stands in the field that asks, whatever the form calls it."""
    return next(iter(request.GET.values()), "")[:LONGEST]


def _options(request: HttpRequest, names: list[str]) -> HttpResponse:
    return render(request, "corridor/_options.html", {"names": names})
