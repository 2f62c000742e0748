"""Did the two meet, and what came of it? Each side's own word, kept apart from the other's (F044, F061)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Feedback(models.Model):
    """The question "did you meet?" to one side, two weeks after the joint mail, with its answer."""

    class Answer(models.TextChoices):
        NOT_MET = "not_met", _("not met (yet)")
        MET = "met", _("met")
        VALUABLE = "valuable", _("met, and it was worth it")
        FOLLOW_UP = "follow_up", _("met, and we go on")

    introduction = models.ForeignKey(
        "matchmaking.Introduction", models.CASCADE, related_name="feedback", verbose_name=_("introduction")
    )
    member = models.ForeignKey("corridor.Member", models.CASCADE, related_name="+", verbose_name=_("member"))
    asked_at = models.DateTimeField(_("asked"))
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=10, choices=Answer, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        constraints = [
            models.UniqueConstraint("introduction", "member", name="feedback_one_per_side"),
            models.CheckConstraint(
                condition=models.Q(answer__in=["", "not_met", "met", "valuable", "follow_up"]),
                name="feedback_answer_known",
            ),
            models.CheckConstraint(
                condition=models.Q(answer="", answered_at=None)
                | ~models.Q(answer="") & models.Q(answered_at__isnull=False),
                name="feedback_answered_at_when_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.introduction} · {self.member}"


class Outcome(models.Model):
    """The question "what came of it?" to one side, three and nine months after, with its answer."""

    class Kind(models.TextChoices):
        PILOT = "pilot", _("a pilot")
        CONTRACT = "contract", _("a contract")
        JOINT_PROPOSAL = "joint_proposal", _("a joint proposal")
        HIRE = "hire", _("somebody was hired")
        PUBLICATION = "publication", _("a publication")
        NONE = "none", _("nothing (yet)")

    AFTER_MONTHS = (3, 9)

    introduction = models.ForeignKey(
        "matchmaking.Introduction", models.CASCADE, related_name="outcomes", verbose_name=_("introduction")
    )
    member = models.ForeignKey("corridor.Member", models.CASCADE, related_name="+", verbose_name=_("member"))
    months = models.PositiveSmallIntegerField(_("months after"))
    asked_at = models.DateTimeField(_("asked"))
    kind = models.CharField(_("outcome"), max_length=14, choices=Kind, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        constraints = [
            models.UniqueConstraint("introduction", "member", "months", name="outcome_once_per_side"),
            models.CheckConstraint(condition=models.Q(months__in=[3, 9]), name="outcome_after_3_or_9_months"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["", "pilot", "contract", "joint_proposal", "hire", "publication", "none"]),
                name="outcome_kind_known",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="", answered_at=None)
                | ~models.Q(kind="") & models.Q(answered_at__isnull=False),
                name="outcome_answered_at_when_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.introduction} · {self.member} · {self.months}"
