"""Where is somebody? A tree: corridor regions (MRA, Brainport) with municipalities, and the rest of the country."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Region(models.Model):
    """A node of the region tree."""

    class Kind(models.TextChoices):
        CORRIDOR_REGION = "corridor-region", _("corridor region")
        MUNICIPALITY = "municipality", _("municipality")
        OTHER = "other", _("other")

    class Mark(models.TextChoices):
        """The shape that stands for a region in drawings, so that colour is never the only channel."""

        ROUND = "round", pgettext_lazy("shape", "round")
        SQUARE = "square", _("square")
        DIAMOND = "diamond", _("diamond")

    slug = models.SlugField(unique=True)
    name = models.CharField(_("name"), max_length=80)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.MUNICIPALITY)
    mark = models.CharField(_("shape in drawings"), max_length=10, choices=Mark, default=Mark.DIAMOND)
    latitude = models.DecimalField(_("latitude"), max_digits=6, decimal_places=3)
    longitude = models.DecimalField(_("longitude"), max_digits=6, decimal_places=3)
    strengths = models.ManyToManyField("corridor.StackLayer", blank=True, verbose_name=_("strong layers"))

    class Meta:
        ordering = ["name"]
        verbose_name = _("region")
        verbose_name_plural = _("regions")

    def __str__(self) -> str:
        return self.name
