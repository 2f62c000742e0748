"""How many stood for an event, once nobody remembers who? (F050)"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Headcount(models.Model):
    """What stays of the guests of an evening two years after it: numbers."""

    event = models.OneToOneField("events.Event", models.CASCADE, related_name="headcount", verbose_name=_("event"))
    registered = models.PositiveIntegerField(_("registered"))
    confirmed = models.PositiveIntegerField(_("had a place"))
    came = models.PositiveIntegerField(_("came"))
    counted_at = models.DateTimeField(_("counted"))

    class Meta:
        verbose_name = _("headcount")
        verbose_name_plural = _("headcounts")

    def __str__(self) -> str:
        return f"{self.event} · {self.came}"
