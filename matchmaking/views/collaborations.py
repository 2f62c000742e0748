"""What grew out of introductions? The collaborations that both sides released; for everybody."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from corridor import access
from matchmaking.queries import together

A_PAGE = 25


@access.public
@require_safe
def collaborations(request: HttpRequest) -> HttpResponse:
    """Each with the organisations of both, its synergy and its stage; nobody is named."""
    page = Paginator(together.public(), A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "shown": together.shown(page.object_list), "stages": together.by_stage()}
    return render(request, "matchmaking/collaborations.html", context)
