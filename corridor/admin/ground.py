"""How are regions, layers, topics, synergies, places and journeys edited? By superusers; no code follows (F018)."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from corridor.desk import Desk
from corridor.models import ExperimentSite, OrganisationKind, Region, StackLayer, Synergy, Topic, TravelTime
from corridor.queries import regions
from corridor.queries.scope import Scope


class GroundDesk(Desk):
    """Reference data: superusers add and change it, nobody deletes it, for others point at it.

    The slug is how files and stored rounds know a row, so it is chosen once.
    """

    room = "ground"
    superusers_only = True
    search_help_text = _("Words to look for")

    def rows(self, scope: Scope) -> models.QuerySet:
        return self.model._default_manager.all()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return request.user.is_superuser

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> tuple[str, ...]:
        return ("slug",) if obj else ()


@admin.register(StackLayer)
class LayerDesk(GroundDesk):
    place = 10
    list_display = ("number", "name_nl", "name_en")
    list_display_links = ("number", "name_nl")
    fields = ("number", "slug", "name_nl", "name_en", "summary_nl", "summary_en")


class RegionForm(forms.ModelForm):
    def clean_parent(self) -> Region | None:
        """A region is not below itself: the tree must end somewhere."""
        parent = self.cleaned_data["parent"]
        if parent and self.instance.pk and parent.pk in regions.regions_below([self.instance]):
            raise ValidationError(_("A region cannot be part of itself or of a region below it."))
        return parent


@admin.register(Region)
class RegionDesk(GroundDesk):
    place = 20
    form = RegionForm
    list_display = ("name", "kind", "parent", "mark")
    list_select_related = ("parent",)
    search_fields = ("name", "slug")
    fields = ("name", "slug", "parent", "kind", "mark", "latitude", "longitude", "strengths")


@admin.register(OrganisationKind)
class KindDesk(GroundDesk):
    place = 30
    list_display = ("name_nl", "name_en", "slug")
    fields = ("slug", "name_nl", "name_en")


@admin.register(Topic)
class TopicDesk(GroundDesk):
    place = 40
    list_display = ("name_nl", "name_en", "type")
    search_fields = ("search_text",)
    fields = ("slug", "type", "name_nl", "name_en", "layers", "synonyms_nl", "synonyms_en")


@admin.register(Synergy)
class SynergyDesk(GroundDesk):
    place = 50
    list_display = ("letter", "name_nl", "name_en")
    list_display_links = ("letter", "name_nl")
    fields = (
        "letter",
        "slug",
        *("name_nl", "name_en", "layers", "regions"),
        *("regions_note_nl", "regions_note_en", "summary_nl", "summary_en"),
    )


@admin.register(ExperimentSite)
class ExperimentSiteDesk(GroundDesk):
    place = 70
    list_display = ("slug", "what", "region", "theme")
    list_select_related = ("region",)
    search_fields = ("what_nl", "what_en", "theme")
    fields = (
        *("slug", "what_nl", "what_en", "region", "venue", "synergy", "layers"),
        *("theme", "condition_nl", "condition_en", "origin"),
    )

    @admin.display(description=_("what"))
    def what(self, site: ExperimentSite) -> str:
        return site.what


class TravelTimeForm(forms.ModelForm):
    """One row holds for both ways, so the two regions are put in the order of their slugs."""

    def clean(self) -> dict:
        data = super().clean()
        if data.get("one") and data.get("other"):
            data["one"], data["other"] = sorted((data["one"], data["other"]), key=lambda region: region.slug)
            self.instance.key = TravelTime.key_of(data["one"].slug, data["other"].slug)
            if TravelTime.objects.filter(key=self.instance.key).exclude(pk=self.instance.pk).exists():
                raise ValidationError(_("These two regions have a travel time already."))
        return data


@admin.register(TravelTime)
class TravelTimeDesk(GroundDesk):
    place = 80
    form = TravelTimeForm
    list_display = ("key", "train_minutes", "car_minutes", "estimated")
    search_fields = ("key", "one__name", "other__name")
    fields = ("one", "other", "train_minutes", "car_minutes", "estimated")

    def get_readonly_fields(self, request: HttpRequest, obj: TravelTime | None = None) -> tuple[str, ...]:
        # Which two it is about is chosen once: files know the row by them.
        return ("one", "other") if obj else ()
