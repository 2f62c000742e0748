"""What did one side say? Yes, not now or no, changeable until the deadline; never shown to the other side."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OptIn(models.Model):
    """One side's answer. Organisers cannot read it (F003): the console has no page for it."""

    class Answer(models.TextChoices):
        YES = "yes", _("yes")
        NOT_NOW = "not_now", _("not now")
        NO = "no", _("no")

    class Because(models.TextChoices):
        """Why a no, for whoever wants to say; each has exactly one effect (F058)."""

        WRONG_LAYER = "wrong_layer", _("not the layer I am looking for")
        WRONG_PERSON = "wrong_person", _("I am not the right person; a colleague is")
        KNOW_THEM = "know_them", _("we know each other already")
        BAD_TIMING = "bad_timing", _("not a good moment")
        COMPETITOR = "competitor", _("a competitor")

    introduction = models.ForeignKey(
        "matchmaking.Introduction", models.CASCADE, related_name="opt_ins", verbose_name=_("introduction")
    )
    member = models.ForeignKey("corridor.Member", models.CASCADE, related_name="opt_ins", verbose_name=_("member"))
    answer = models.CharField(_("answer"), max_length=8, choices=Answer, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    because = models.CharField(_("why not"), max_length=12, choices=Because, blank=True)
    # The month a "not now" asked for, as its first day.
    not_now_until = models.DateField(_("ask again from"), null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)
    # A yes that was taken back stays taken back: otherwise a third answer would show whether the other had said yes.
    taken_back_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Whom this side was asked about and why, once that person has passed it on: what they go on seeing until a joint
    # mail has left (F056, F003). Empty: the introduction as it stands.
    face = models.ForeignKey(
        "corridor.Member", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("asked about")
    )
    face_reasons = models.JSONField(default=list, blank=True, editable=False)
    face_synergy = models.ForeignKey(
        "corridor.Synergy", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    # Part of every link's signature: raising it makes all older links of this side worthless.
    link_version = models.PositiveSmallIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.UniqueConstraint("introduction", "member", name="opt_in_one_per_side"),
            models.CheckConstraint(
                condition=models.Q(answer__in=["", "yes", "not_now", "no"]), name="opt_in_answer_known"
            ),
            models.CheckConstraint(
                condition=models.Q(answer="", answered_at=None)
                | ~models.Q(answer="") & models.Q(answered_at__isnull=False),
                name="opt_in_answered_at_when_answered",
            ),
            models.CheckConstraint(
                condition=models.Q(answer="not_now", not_now_until__isnull=False)
                | ~models.Q(answer="not_now") & models.Q(not_now_until=None),
                name="opt_in_month_when_not_now",
            ),
            models.CheckConstraint(
                condition=models.Q(because="")
                | models.Q(
                    because__in=["wrong_layer", "wrong_person", "know_them", "bad_timing", "competitor"],
                    answer__in=["no", "not_now"],
                ),
                name="opt_in_because_of_a_no",
            ),
            models.CheckConstraint(
                condition=models.Q(taken_back_at=None) | models.Q(answer__in=["not_now", "no"]),
                name="opt_in_taken_back_stays_no",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.introduction} · {self.member}"
