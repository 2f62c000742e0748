"""To what did a member say yes, in which words, when, and when was it taken back?"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Consent(models.Model):
    """One yes to one version of one text; withdrawn, never deleted, because it is the proof."""

    class Purpose(models.TextChoices):
        MATCHING = "matching", _("being introduced")

    member = models.ForeignKey("corridor.Member", models.CASCADE, related_name="consents", verbose_name=_("member"))
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose, default=Purpose.MATCHING)
    text_version = models.CharField(_("version of the text"), max_length=20)
    language = models.CharField(_("language"), max_length=2)
    given_at = models.DateTimeField(_("given"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        ordering = ["-given_at"]
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.UniqueConstraint(
                "member", "purpose", condition=models.Q(withdrawn_at=None), name="consent_one_standing"
            )
        ]

    def __str__(self) -> str:
        return f"{self.member} · {self.get_purpose_display()} · {self.text_version}"
