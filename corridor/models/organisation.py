"""Which actors does the corridor have? Companies, labs, cities and networks, with their layers and place."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from corridor.models.words import TwoLanguages


class OrganisationKind(TwoLanguages, models.Model):
    """A kind of actor (start-up, corporate, municipality ...): data, so that adding one needs no code."""

    slug = models.SlugField(unique=True)
    name_nl = models.CharField(_("name (Dutch)"), max_length=80)
    name_en = models.CharField(_("name (English)"), max_length=80)

    class Meta:
        ordering = ["slug"]
        verbose_name = _("kind of organisation")
        verbose_name_plural = _("kinds of organisation")


class Organisation(models.Model):
    """An actor of the corridor. Invisible and not matchable until an organiser has verified it."""

    class Helix(models.TextChoices):
        COMPANY = "company", _("company")
        KNOWLEDGE = "knowledge", _("knowledge")
        GOVERNMENT = "government", _("government")
        SOCIETY = "society", _("society")

    slug = models.SlugField(max_length=100, unique=True)
    name = models.CharField(_("name"), max_length=80)
    aliases = models.TextField(_("other spellings, separated by ;"), blank=True)
    kind = models.ForeignKey(OrganisationKind, models.PROTECT, verbose_name=_("kind"))
    helix = models.CharField(_("helix"), max_length=12, choices=Helix)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="units", verbose_name=_("part of")
    )
    region = models.ForeignKey(
        "corridor.Region", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("region")
    )
    other_regions = models.ManyToManyField(
        "corridor.Region", blank=True, related_name="+", verbose_name=_("further regions")
    )
    primary_layer = models.ForeignKey(
        "corridor.StackLayer", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("main layer")
    )
    layers = models.ManyToManyField(
        "corridor.StackLayer", blank=True, related_name="organisations", verbose_name=_("layers")
    )
    topics_offered = models.ManyToManyField("corridor.Topic", blank=True, related_name="+", verbose_name=_("brings"))
    topics_sought = models.ManyToManyField("corridor.Topic", blank=True, related_name="+", verbose_name=_("seeks"))
    topics_inferred = models.BooleanField(_("topics are our own judgement"), default=False)
    summary_nl = models.CharField(_("one line (Dutch)"), max_length=400, blank=True)
    summary_en = models.CharField(_("one line (English)"), max_length=400, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    foreign = models.BooleanField(_("outside the Netherlands"), default=False)
    email_domain = models.CharField(
        _("verified mail domain"),
        max_length=253,
        blank=True,
        help_text=_("For example example.nl; colleagues share it."),
    )
    proposed_by = models.ForeignKey(
        "corridor.Member", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("proposed by")
    )
    verified_at = models.DateTimeField(_("verified"), null=True, blank=True)
    verified_by = models.ForeignKey(
        "corridor.Member", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("verified by")
    )
    refused_at = models.DateTimeField(_("refused"), null=True, blank=True)
    search_text = models.TextField(editable=False, default="")
    created_at = models.DateTimeField(_("created"), null=True, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(verified_at=None) | models.Q(refused_at=None), name="organisation_one_verdict"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs):
        # One lower-cased column, searched alike on both databases.
        self.search_text = "\n".join([self.name, self.aliases]).casefold()
        super().save(*args, **kwargs)

    @property
    def summary(self) -> str:
        """The one line in the active language, the other language when it is missing."""
        return TwoLanguages.in_language(self, "summary")
