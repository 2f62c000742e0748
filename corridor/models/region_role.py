"""Who organises which region, from when until when?"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RegionRole(models.Model):
    """Gives a member the console for one region and everything below it; ended, never deleted."""

    member = models.ForeignKey("corridor.Member", models.CASCADE, related_name="region_roles", verbose_name=_("member"))
    region = models.ForeignKey("corridor.Region", models.PROTECT, related_name="roles", verbose_name=_("region"))
    granted_by = models.ForeignKey(
        "corridor.Member", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("granted by")
    )
    started_at = models.DateTimeField(_("from"))
    ended_at = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["-started_at"]
        verbose_name = _("organiser")
        verbose_name_plural = _("organisers")
        constraints = [
            models.UniqueConstraint(
                "member", "region", condition=models.Q(ended_at=None), name="region_role_one_current"
            )
        ]

    def __str__(self) -> str:
        return f"{self.member} · {self.region}"
