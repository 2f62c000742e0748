"""Which ties between layers does the report name? The nine synergies A to I, each a set of layers and places."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from corridor.models.words import TwoLanguages


class Synergy(TwoLanguages, models.Model):
    """One named tie; the affinity of two layers follows from the synergies that hold both (queries/synergies.py)."""

    letter = models.CharField(_("letter"), max_length=2, unique=True)
    slug = models.SlugField(unique=True)
    name_nl = models.CharField(_("name (Dutch)"), max_length=80)
    name_en = models.CharField(_("name (English)"), max_length=80)
    layers = models.ManyToManyField("corridor.StackLayer", related_name="synergies", verbose_name=_("layers"))
    regions = models.ManyToManyField("corridor.Region", related_name="synergies", verbose_name=_("regions"))
    regions_note_nl = models.CharField(_("note on the regions (Dutch)"), max_length=200, blank=True)
    regions_note_en = models.CharField(_("note on the regions (English)"), max_length=200, blank=True)
    summary_nl = models.CharField(_("summary (Dutch)"), max_length=400, blank=True)
    summary_en = models.CharField(_("summary (English)"), max_length=400, blank=True)

    class Meta:
        ordering = ["letter"]
        verbose_name = _("synergy")
        verbose_name_plural = _("synergies")
