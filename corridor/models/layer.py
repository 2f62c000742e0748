"""Which layers does the Stack have? Rows, ordered from raw materials (1) to connected devices (7)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from corridor.models.words import TwoLanguages


class StackLayer(TwoLanguages, models.Model):
    """One layer of the digital Stack."""

    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    slug = models.SlugField(unique=True)
    name_nl = models.CharField(_("name (Dutch)"), max_length=80)
    name_en = models.CharField(_("name (English)"), max_length=80)
    summary_nl = models.CharField(_("summary (Dutch)"), max_length=400, blank=True)
    summary_en = models.CharField(_("summary (English)"), max_length=400, blank=True)

    class Meta:
        ordering = ["number"]
        verbose_name = _("stack layer")
        verbose_name_plural = _("stack layers")
