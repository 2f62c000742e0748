"""What does a host tell some of the guests, and until when can it be called back? (F083)"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from corridor.models.words import TwoLanguages


class Announcement(TwoLanguages, models.Model):
    """A message to a part of the guests. It leaves ten minutes after it was sent, and can be recalled until then."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SCHEDULED = "scheduled", _("scheduled")
        SENT = "sent", _("sent")
        RECALLED = "recalled", _("recalled")

    TRANSITIONS = {
        State.DRAFT: {State.SCHEDULED, State.RECALLED},
        State.SCHEDULED: {State.SENT, State.RECALLED},
        State.SENT: {State.RECALLED},
        State.RECALLED: set(),
    }

    event = models.ForeignKey("events.Event", models.CASCADE, related_name="announcements", verbose_name=_("event"))
    subject_nl = models.CharField(_("subject (Dutch)"), max_length=120)
    subject_en = models.CharField(_("subject (English)"), max_length=120)
    text_nl = models.TextField(_("text (Dutch)"), max_length=2000)
    text_en = models.TextField(_("text (English)"), max_length=2000)
    # Which guests: {"states": [...], "arrived": true|false|null, "regions": [numbers], "layers": [numbers],
    # "listed": true|null}. What is absent or empty does not narrow.
    segment = models.JSONField(_("to whom"), default=dict, blank=True)
    send_at = models.DateTimeField(_("to be sent"), null=True, blank=True)
    by = models.ForeignKey("corridor.Member", models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.DRAFT)
    state_since = models.DateTimeField(_("since"))

    class Meta:
        ordering = ["-state_since", "-pk"]
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "scheduled", "sent", "recalled"]),
                name="announcement_state_known",
            )
        ]

    def __str__(self) -> str:
        return self.in_language("subject")
