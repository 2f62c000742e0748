"""Who arrived, and what did each scanner see? A check-in is the fact; scans are what phones reported (F034, F035)."""

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
    gate = models.CharField(_("door"), max_length=40, blank=True)
    is_walk_in = models.BooleanField(_("came without a registration"), default=False)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("check-in")
        verbose_name_plural = _("check-ins")

    def __str__(self) -> str:
        return str(self.registration)


class Scan(models.Model):
    """What one phone did, once: its nonce makes a second upload of the same scan harmless (R-12)."""

    class Outcome(models.TextChoices):
        ADMITTED = "admitted", _("let in")
        ALREADY_IN = "already_in", _("was in already")
        UNDONE = "undone", _("taken back")
        REFUSED = "refused", _("not let in")

    event = models.ForeignKey("events.Event", models.CASCADE, related_name="scans", verbose_name=_("event"))
    registration = models.ForeignKey(
        "events.Registration", models.CASCADE, null=True, related_name="scans", verbose_name=_("registration")
    )
    nonce = models.UUIDField(_("number of the scan"), unique=True)
    at = models.DateTimeField(_("by the phone's clock"))
    received_at = models.DateTimeField(_("received"))
    by = models.ForeignKey("corridor.Member", models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    device = models.CharField(_("phone"), max_length=40, blank=True)
    gate = models.CharField(_("door"), max_length=40, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("scan")
        verbose_name_plural = _("scans")

    def __str__(self) -> str:
        return f"{self.at:%H:%M} · {self.get_outcome_display()}"
