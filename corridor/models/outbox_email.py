"""What was, is or will be mailed? The row that is the mail: written with the fact it announces, sent afterwards."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OutboxEmail(models.Model):
    """One mail to one person. Only corridor/outbox.py changes these rows."""

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    TRANSITIONS = {
        State.QUEUED: {State.SENDING, State.WITHDRAWN},
        State.SENDING: {State.SENT, State.QUEUED, State.FAILED, State.WITHDRAWN},
        State.FAILED: {State.QUEUED, State.WITHDRAWN},
        State.SENT: set(),
        State.WITHDRAWN: set(),
    }

    kind = models.CharField(_("kind"), max_length=60)
    key = models.CharField(_("key"), max_length=200, unique=True)
    member = models.ForeignKey(
        "corridor.Member", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("member")
    )
    to = models.CharField(_("to"), max_length=254)
    reply_to = models.CharField(_("reply to"), max_length=520, blank=True)
    about_type = models.CharField(max_length=60, blank=True, editable=False)
    about_id = models.BigIntegerField(null=True, blank=True, editable=False)
    language = models.CharField(_("language"), max_length=2)
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(_("HTML"), blank=True)
    headers = models.JSONField(_("further headers"), default=dict, blank=True)
    attachments = models.JSONField(default=list, blank=True, editable=False)
    sensitive = models.BooleanField(default=False, editable=False)
    message_id = models.CharField(_("Message-ID"), max_length=200)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    state_since = models.DateTimeField(_("since"))
    created_at = models.DateTimeField(_("written"))
    due_at = models.DateTimeField(_("due"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    fence = models.PositiveIntegerField(default=0, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    error = models.CharField(_("last answer"), max_length=400, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("mail")
        verbose_name_plural = _("outbox")
        indexes = [
            models.Index(fields=["state", "due_at"], name="outbox_due"),
            models.Index(fields=["about_type", "about_id"], name="outbox_about"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["queued", "sending", "sent", "failed", "withdrawn"]),
                name="outbox_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(state="sent", sent_at__isnull=False)
                | ~models.Q(state="sent") & models.Q(sent_at=None),
                name="outbox_sent_at_when_sent",
            ),
        ]

    def __str__(self) -> str:
        return self.key
