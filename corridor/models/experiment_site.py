"""Where may one try what, and under which condition?"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from corridor.models.words import TwoLanguages


class ExperimentSite(models.Model):
    """A place of the corridor where an experiment is possible."""

    slug = models.SlugField(unique=True)
    what_nl = models.CharField(_("what (Dutch)"), max_length=400)
    what_en = models.CharField(_("what (English)"), max_length=400)
    region = models.ForeignKey("corridor.Region", models.PROTECT, related_name="+", verbose_name=_("region"))
    venue = models.ForeignKey(
        "corridor.Venue",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="experiment_sites",
        verbose_name=_("venue"),
    )
    synergy = models.ForeignKey(
        "corridor.Synergy",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="experiment_sites",
        verbose_name=_("synergy"),
    )
    layers = models.ManyToManyField("corridor.StackLayer", blank=True, related_name="+", verbose_name=_("layers"))
    theme = models.CharField(_("theme"), max_length=80, blank=True)
    condition_nl = models.CharField(_("condition (Dutch)"), max_length=400, blank=True)
    condition_en = models.CharField(_("condition (English)"), max_length=400, blank=True)
    origin = models.CharField(_("origin"), max_length=20, blank=True)

    class Meta:
        ordering = ["slug"]
        verbose_name = _("experiment site")
        verbose_name_plural = _("experiment sites")

    def __str__(self) -> str:
        return self.what

    @property
    def what(self) -> str:
        return TwoLanguages.in_language(self, "what")

    @property
    def condition(self) -> str:
        return TwoLanguages.in_language(self, "condition")
