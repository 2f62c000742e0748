"""Where can people meet? Campuses, hubs and halls with their coordinates."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from corridor.models.words import TwoLanguages


class Venue(models.Model):
    """A place to meet, from the reference data or added in the console."""

    class Precision(models.TextChoices):
        SITE = "site", _("about 500 m")
        DISTRICT = "district", _("about 1.5 km")
        CITY = "city", _("the city")

    slug = models.SlugField(unique=True)
    name = models.CharField(_("name"), max_length=120)
    region = models.ForeignKey("corridor.Region", models.PROTECT, related_name="venues", verbose_name=_("region"))
    latitude = models.DecimalField(_("latitude"), max_digits=6, decimal_places=3)
    longitude = models.DecimalField(_("longitude"), max_digits=6, decimal_places=3)
    kind = models.CharField(_("kind"), max_length=40)
    note_nl = models.CharField(_("note (Dutch)"), max_length=400, blank=True)
    note_en = models.CharField(_("note (English)"), max_length=400, blank=True)
    access_nl = models.CharField(_("access (Dutch)"), max_length=400, blank=True)
    access_en = models.CharField(_("access (English)"), max_length=400, blank=True)
    rooms = models.TextField(_("rooms"), max_length=600, blank=True, help_text=_("One on each line."))
    named_in_report = models.BooleanField(_("named in the report"), default=False)
    coordinate_precision = models.CharField(_("precision"), max_length=10, choices=Precision, default=Precision.SITE)
    status = models.CharField(_("status"), max_length=40, blank=True)
    organisation = models.ForeignKey(
        "corridor.Organisation",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="venues",
        verbose_name=_("operator"),
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("venue")
        verbose_name_plural = _("venues")

    def __str__(self) -> str:
        return self.name

    @property
    def note(self) -> str:
        return TwoLanguages.in_language(self, "note")

    @property
    def access(self) -> str:
        """How one gets in: steps, lifts, doors, parking."""
        return TwoLanguages.in_language(self, "access")
