"""What is printed for the door, and what does an organiser look at afterwards? List, badges, table signs, doubles."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from corridor import access, clock
from events import rules
from events.actions import check_ins
from events.forms.check_in import ExcuseForm
from events.models import Event, Registration
from events.queries import door
from events.views.check_in import find

# Up to so many letters in the longest word of a name, the badge sets it in this size; what is longer breaks.
SIZES = ((8, "size-1"), (12, "size-2"), (17, "size-3"))
SMALLEST = "size-4"
# Names of so many letters in all leave a size out, or they would fill the badge.
LONG = 22


@access.member
@require_safe
def door_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The list on paper, the last resort when nothing else works (F035)."""
    event = find(request, slug)
    guests = [guest for guest in door.guests(event) if guest.standing != "out"]
    return render(request, "events/door_list.html", {"event": event, "guests": guests, "blank": range(8)})


@access.member
@require_safe
def badges(request: HttpRequest, slug: str) -> HttpResponse:
    """A badge for everybody who comes, companions too; the whole name, whatever its length (F085)."""
    event, cards = find(request, slug), []
    for guest in door.guests(event):
        if guest.standing == "out":
            continue
        cards.append((guest.name, guest.organisation, guest, size_of(guest.name)))
        if guest.companion:
            with_whom = _("with %(name)s") % {"name": guest.name}
            cards.append((guest.companion, with_whom, guest, size_of(guest.companion)))
    return render(request, "events/badges.html", {"event": event, "cards": cards})


@access.member
@require_safe
def table_signs(request: HttpRequest, slug: str) -> HttpResponse:
    """A sign for every table, with who begins there."""
    event, tables = find(request, slug), {}
    for guest in door.guests(event):
        if guest.table is not None and guest.standing != "out":
            tables.setdefault(guest.table, []).append(guest)
    return render(request, "events/table_signs.html", {"event": event, "tables": sorted(tables.items())})


@access.member
@require_http_methods(["GET", "HEAD", "POST"])
def after_door(request: HttpRequest, slug: str) -> HttpResponse:
    """For organisers: double entries, tickets that opened nothing, and who was absent; POST excuses somebody."""
    event, now = find(request, slug), clock.now()
    if rules.why_not_organise(request.user, event.region):
        raise Http404(_("There is no such event."))
    if request.method == "POST":
        form = ExcuseForm(request.POST)
        guest = form.is_valid() and _absent(event, form.cleaned_data["registration"])
        if not guest:
            raise Http404
        check_ins.excuse(registration=guest, because=form.cleaned_data["because"], by=request.user, now=now)
        return redirect("events:after_door", slug=slug)
    context = {
        "event": event,
        "doubles": door.doubles(event),
        "turned_away": door.turned_away(event),
        "absent": door.absent(event, now=now),
    }
    return render(request, "events/after_door.html", context)


def size_of(name: str) -> str:
    """How large a badge says this name: by its longest word and its length, so that no letter is cut off."""
    longest = max(map(len, name.replace("-", " ").split()), default=0)
    sizes = [size for _most, size in SIZES] + [SMALLEST]
    fitting = next((number for number, (most, _size) in enumerate(SIZES) if longest <= most), len(SIZES))
    return sizes[min(fitting + (len(name) > LONG), len(SIZES))]


def _absent(event: Event, number: int) -> Registration | None:
    return door.absent(event, now=clock.now()).select_related("event__region").filter(pk=number).first()
