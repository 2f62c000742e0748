"""How does one person stand for one event? A place, a wait, or given up."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Registration(models.Model):
    """One person's standing for one event. Cancelled is final: who registers again gets a new row, and a new turn."""

    class State(models.TextChoices):
        WAITLISTED = "waitlisted", _("waiting")
        CONFIRMED = "confirmed", _("confirmed")
        CANCELLED = "cancelled", _("cancelled")

    TRANSITIONS = {
        State.WAITLISTED: {State.CONFIRMED, State.CANCELLED},
        State.CONFIRMED: {State.CANCELLED},
        State.CANCELLED: set(),
    }
    STANDING = (State.CONFIRMED, State.WAITLISTED)

    event = models.ForeignKey("events.Event", models.CASCADE, related_name="registrations", verbose_name=_("event"))
    member = models.ForeignKey(
        "corridor.Member", models.CASCADE, related_name="registrations", verbose_name=_("member")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITLISTED)
    state_since = models.DateTimeField(_("since"))
    registered_at = models.DateTimeField(_("registered"))
    hides_attendance = models.BooleanField(
        _("hides having been there"),
        default=False,
        help_text=_("Then it is never told to others, also not as a reason for an introduction."),
    )

    class Meta:
        ordering = ["registered_at", "pk"]
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        indexes = [
            models.Index(fields=["event", "state", "registered_at"], name="registration_turn"),
            models.Index(fields=["member", "state"], name="registration_of_member"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["waitlisted", "confirmed", "cancelled"]), name="registration_state_known"
            ),
            models.UniqueConstraint(
                "event",
                "member",
                condition=models.Q(state__in=["waitlisted", "confirmed"]),
                name="registration_one_standing_per_event",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} · {self.event}"
