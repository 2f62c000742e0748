"""Which pages explain ourselves? About, privacy, accessibility: words, and hardly any data."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse

from corridor import access
from corridor.models import StackLayer
from corridor.queries import directory


@access.public
def beginning(request: HttpRequest) -> HttpResponse:
    """Where the site begins when no upper app brings a first page: at what is on, else at what this is."""
    try:
        return redirect(reverse("events:events"))
    except NoReverseMatch:
        return redirect("corridor:about")


@access.public
def about(request: HttpRequest) -> HttpResponse:
    """What this is, the Stack, the regions, and how an introduction comes about."""
    context = {"layers": StackLayer.objects.order_by("-number"), "corridor_regions": directory.corridor_regions()}
    return render(request, "corridor/about.html", context)


@access.public
def privacy(request: HttpRequest) -> HttpResponse:
    """What we keep, why and how long."""
    return render(request, "corridor/privacy.html")


@access.public
def accessibility(request: HttpRequest) -> HttpResponse:
    """What we promise to people who read with their ears, their fingers or a very small screen."""
    return render(request, "corridor/accessibility.html")
