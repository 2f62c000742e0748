"""Who arrived? One row for each guest who came in, with who let them in."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CheckIn(models.Model):
    """An arrival. Who has a place and no row here once the event is held, was absent: that is computed, not stored."""

    registration = models.OneToOneField(
        "events.Registration", models.CASCADE, related_name="check_in", verbose_name=_("registration")
    )
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        "corridor.Member", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("check-in")
        verbose_name_plural = _("check-ins")

    def __str__(self) -> str:
        return str(self.registration)
