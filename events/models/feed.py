"""Which private calendars are there, and who asked for an experiment site?"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CalendarFeed(models.Model):
    """A member's private calendar: its address holds the version, so a new version ends the old address (S-44)."""

    member = models.OneToOneField(
        "corridor.Member", models.CASCADE, related_name="calendar_feed", verbose_name=_("member")
    )
    version = models.PositiveIntegerField(_("version"), default=1)
    made_at = models.DateTimeField(_("made"))

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")

    def __str__(self) -> str:
        return str(self.member)


class SiteRequest(models.Model):
    """A member asks the organiser of an experiment site what is possible there."""

    class State(models.TextChoices):
        ASKED = "asked", _("asked")
        ANSWERED = "answered", _("answered")

    TRANSITIONS = {State.ASKED: {State.ANSWERED}, State.ANSWERED: set()}

    site = models.ForeignKey("corridor.ExperimentSite", models.CASCADE, related_name="+", verbose_name=_("site"))
    member = models.ForeignKey("corridor.Member", models.CASCADE, related_name="+", verbose_name=_("member"))
    text = models.TextField(_("what you would like to try"), max_length=600)
    asked_at = models.DateTimeField(_("asked"))
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.ASKED)
    state_since = models.DateTimeField(_("since"))

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("request for a site")
        verbose_name_plural = _("requests for sites")
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=["asked", "answered"]), name="site_request_state_known")
        ]

    def __str__(self) -> str:
        return f"{self.member} · {self.site}"
