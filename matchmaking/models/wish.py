"""Whom would a member like to meet? Up to five organisations, nobody's business until it is mutual (F062)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Wish(models.Model):
    """`member` hopes to meet somebody of `organisation`. Revealed when mutual, or when an organiser released it."""

    MOST = 5  # for each member

    member = models.ForeignKey("corridor.Member", models.CASCADE, related_name="wishes", verbose_name=_("member"))
    organisation = models.ForeignKey(
        "corridor.Organisation", models.CASCADE, related_name="+", verbose_name=_("organisation")
    )
    wished_at = models.DateTimeField(_("since"))
    released_at = models.DateTimeField(_("released"), null=True, blank=True)
    released_by = models.ForeignKey(
        "corridor.Member", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("released by")
    )

    class Meta:
        ordering = ["wished_at", "pk"]
        verbose_name = _("wish")
        verbose_name_plural = _("wishes")
        constraints = [models.UniqueConstraint("member", "organisation", name="wish_once")]

    def __str__(self) -> str:
        return f"{self.member} → {self.organisation}"
