"""Who is in the corridor? The list of organisations with its filters, and the page of one."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page

from corridor import access
from corridor.queries import directory, regions

PAGE = 24


@access.public
@gzip_page
def organisations(request: HttpRequest) -> HttpResponse:
    """Find an organisation by words, region, layer and kind. Plain GET, so every result has an address."""
    offered = directory.choices()
    wanted = directory.wish(request.GET, offered)
    page = Paginator(directory.organisations(wanted), PAGE).get_page(request.GET.get("page"))
    homes = regions.homes({region.pk: region for region in offered.regions.values()})
    rows = [(organisation, homes.get(organisation.region_id)) for organisation in page]
    context = {"choices": offered, "wish": wanted, "page": page, "rows": rows}
    return render(request, "corridor/organisations.html", context)


@access.public
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """One organisation; 404 for those that no organiser has verified."""
    found = directory.organisation(slug)
    if found is None:
        raise Http404(_("There is no such organisation."))
    stack = directory.stack_of(found)
    brings = {layer.number for layer in stack if layer.is_brought}
    seeks = {layer.number for layer in stack if layer.is_sought} - brings
    context = {"organisation": found, "stack": stack, "brings": brings, "seeks": seeks}
    return render(request, "corridor/organisation.html", context)
