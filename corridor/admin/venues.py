"""Where can an organiser hold an event? Places to meet of their own regions, which they add and keep right.

Every organiser may choose any venue for an event; only those of its region change what is written about it.
"""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corridor.desk import Desk, scope_of
from corridor.forms import fields
from corridor.forms.fresh import Fresh
from corridor.models import Venue
from corridor.queries.scope import Scope

# Degrees within which Europe lies: a comma in the wrong place is noticed (S-54).
LATITUDES, LONGITUDES = (35, 72), (-25, 45)
MOST_ROOMS = 40


class VenueForm(Fresh, forms.ModelForm):
    """One place to meet. Its address is made from its name where nobody chose one."""

    rooms = fields.Lines(
        label=gettext_lazy("Rooms"),
        max_length=600,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("One on each line."),
    )

    def __init__(self, *args: object, **options: object):
        super().__init__(*args, **options)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean_rooms(self) -> str:
        rooms = list(dict.fromkeys(line.strip() for line in self.cleaned_data["rooms"].splitlines() if line.strip()))
        if len(rooms) > MOST_ROOMS or any(len(room) > 80 for room in rooms):
            raise ValidationError(_("Write up to %(most)s rooms of 80 characters each.") % {"most": MOST_ROOMS})
        return "\n".join(rooms)

    def clean_latitude(self) -> object:
        return _within(self.cleaned_data["latitude"], LATITUDES)

    def clean_longitude(self) -> object:
        return _within(self.cleaned_data["longitude"], LONGITUDES)

    def clean(self) -> dict:
        given = super().clean()
        if "slug" in self.fields and not given.get("slug") and given.get("name"):
            given["slug"] = _free_address(given["name"])
        return given


@admin.register(Venue)
class VenueDesk(Desk):
    room = "events"
    place = 15
    form = VenueForm
    add_words = gettext_lazy("Add a venue")
    nothing = gettext_lazy("No venue lies in your regions yet.")
    list_display = ("name", "region", "kind", "status")
    list_select_related = ("region",)
    search_fields = ("name",)
    search_help_text = gettext_lazy("Words to look for")

    def rows(self, scope: Scope) -> models.QuerySet:
        return Venue.objects.all() if scope.everything else Venue.objects.filter(region__in=scope.regions)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return True

    def has_change_permission(self, request: HttpRequest, obj: Venue | None = None) -> bool:
        return obj is None or scope_of(request).covers([obj.region_id])

    def get_fields(self, request: HttpRequest, obj: Venue | None = None) -> tuple[str, ...]:
        """What files and the report say of it is the superusers', as all ground data are."""
        of_the_ground = ("status", "named_in_report") if request.user.is_superuser else ()
        return (
            *("name", "slug", "region", "latitude", "longitude", "coordinate_precision", "kind", "organisation"),
            *("note_nl", "note_en", "access_nl", "access_en", "rooms", *of_the_ground),
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Venue | None = None) -> tuple[str, ...]:
        return ("slug",) if obj else ()

    def choices(self, request: HttpRequest, field: models.Field) -> models.QuerySet:
        return scope_of(request).region_rows() if field.name == "region" else super().choices(request, field)


def _within(degrees: object, span: tuple[int, int]) -> object:
    if not span[0] <= degrees <= span[1]:
        raise ValidationError(_("This lies outside Europe. Write degrees like 52.372, with a point."), code="range")
    return degrees


def _free_address(name: str) -> str:
    """What the page of a venue called so is called, with a number when that is taken."""
    plain = slugify(name)[:40].strip("-") or "venue"
    taken = set(Venue.objects.filter(slug__startswith=plain).values_list("slug", flat=True))
    numbered = (f"{plain}-{number}" for number in range(2, len(taken) + 3))
    return plain if plain not in taken else next(slug for slug in numbered if slug not in taken)
