"""How does one person stand for one event? Invited, asking, waiting, offered a place, coming; or out of it again."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Registration(models.Model):
    """One person's standing for one event. What is over is final: who registers again gets a new row and a new turn."""

    class State(models.TextChoices):
        INVITED = "invited", _("invited")
        PENDING = "pending", _("waiting for approval")
        WAITLISTED = "waitlisted", _("waiting")
        OFFERED = "offered", _("offered a place")
        CONFIRMED = "confirmed", _("confirmed")
        DECLINED = "declined", _("declined")
        LAPSED = "lapsed", _("lapsed")
        CANCELLED = "cancelled", _("cancelled")

    TRANSITIONS = {
        State.INVITED: {State.CONFIRMED, State.WAITLISTED, State.DECLINED, State.LAPSED, State.CANCELLED},
        State.PENDING: {State.CONFIRMED, State.WAITLISTED, State.DECLINED, State.CANCELLED},
        State.WAITLISTED: {State.OFFERED, State.CONFIRMED, State.CANCELLED},
        State.OFFERED: {State.CONFIRMED, State.LAPSED, State.CANCELLED},
        State.CONFIRMED: {State.CANCELLED},
        State.DECLINED: set(),
        State.LAPSED: set(),
        State.CANCELLED: set(),
    }
    BORN = (State.INVITED, State.PENDING, State.WAITLISTED, State.CONFIRMED)
    HOLDING = (State.CONFIRMED, State.OFFERED)  # count against the capacity
    STANDING = (*HOLDING, State.WAITLISTED, State.PENDING, State.INVITED)

    class Photo(models.TextChoices):
        UNSAID = "", _("not said")
        FINE = "fine", _("photos are fine")
        NONE = "none", _("no photos of me, please")

    event = models.ForeignKey("events.Event", models.CASCADE, related_name="registrations", verbose_name=_("event"))
    member = models.ForeignKey(
        "corridor.Member", models.CASCADE, related_name="registrations", verbose_name=_("member")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITLISTED)
    state_since = models.DateTimeField(_("since"))
    registered_at = models.DateTimeField(_("registered"))
    # Given by the server under the event's lock, rising: the order of the waiting list.
    turn = models.PositiveIntegerField(_("turn"))
    offer_until = models.DateTimeField(_("offer stands until"), null=True, blank=True)
    promoted_by = models.CharField(_("promoted by the rule"), max_length=200, blank=True)
    companion = models.CharField(_("who comes along"), max_length=120, blank=True)
    photo = models.CharField(_("photos"), max_length=4, choices=Photo, default=Photo.UNSAID, blank=True)
    is_listed = models.BooleanField(_("other guests may see me"), default=False)
    hides_attendance = models.BooleanField(
        _("hides having been there"),
        default=False,
        help_text=_("Then it is never told to others, also not as a reason for an introduction."),
    )
    asked_again_at = models.DateTimeField(_("asked whether still coming"), null=True, blank=True)
    still_comes_at = models.DateTimeField(_("said to be still coming"), null=True, blank=True)
    excused_because = models.CharField(_("excused because"), max_length=200, blank=True)
    late_because = models.CharField(_("cancelled late because"), max_length=200, blank=True)
    taken_over_from = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="taken_over_by", verbose_name=_("taken over from")
    )

    class Meta:
        ordering = ["registered_at", "pk"]
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        indexes = [
            models.Index(fields=["event", "state", "turn"], name="registration_by_turn"),
            models.Index(fields=["member", "state"], name="registration_of_member"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    state__in=[
                        "invited",
                        "pending",
                        "waitlisted",
                        "offered",
                        "confirmed",
                        "declined",
                        "lapsed",
                        "cancelled",
                    ]
                ),
                name="registration_state_known",
            ),
            models.UniqueConstraint(
                "event",
                "member",
                condition=models.Q(state__in=["invited", "pending", "waitlisted", "offered", "confirmed"]),
                name="registration_one_standing_per_event",
            ),
            models.UniqueConstraint("event", "turn", name="registration_own_turn"),
            models.CheckConstraint(
                condition=models.Q(state="offered", offer_until__isnull=False) | ~models.Q(state="offered"),
                name="registration_offer_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} · {self.event}"

    @property
    def seats(self) -> int:
        """How many places this takes when it holds any: one more for somebody who comes along."""
        return 2 if self.companion else 1
