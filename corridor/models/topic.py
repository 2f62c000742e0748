"""What can be offered and sought? A controlled vocabulary with synonyms in both languages."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from corridor.models.words import TwoLanguages


class Topic(TwoLanguages, models.Model):
    """One theme that members bring or look for."""

    class Type(models.TextChoices):
        TECHNOLOGY = "technology", _("technology")
        EXCHANGE = "exchange", _("exchange")
        BUSINESS = "business", _("business")

    slug = models.SlugField(unique=True)
    type = models.CharField(_("type"), max_length=12, choices=Type, default=Type.TECHNOLOGY)
    name_nl = models.CharField(_("name (Dutch)"), max_length=80)
    name_en = models.CharField(_("name (English)"), max_length=80)
    layers = models.ManyToManyField("corridor.StackLayer", blank=True, related_name="topics", verbose_name=_("layers"))
    synonyms_nl = models.TextField(_("synonyms (Dutch, separated by ;)"), blank=True)
    synonyms_en = models.TextField(_("synonyms (English, separated by ;)"), blank=True)
    search_text = models.TextField(editable=False, default="")

    class Meta:
        ordering = ["slug"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def save(self, *args, **kwargs):
        # One lower-cased column, searched alike on both databases.
        self.search_text = "\n".join([self.name_nl, self.name_en, self.synonyms_nl, self.synonyms_en]).casefold()
        super().save(*args, **kwargs)
