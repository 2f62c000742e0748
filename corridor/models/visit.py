"""Who is on the road, where and when? Seen by nobody before a mutual yes; counts until its last day."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Visit(models.Model):
    """A member will be in a region on these days."""

    member = models.ForeignKey("corridor.Member", models.CASCADE, related_name="visits", verbose_name=_("member"))
    region = models.ForeignKey("corridor.Region", models.PROTECT, related_name="+", verbose_name=_("region"))
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))

    class Meta:
        ordering = ["first_day"]
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")), name="visit_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return f"{self.member} · {self.region} · {self.first_day}"
