"""What did those who came think of it? The roll of who was asked, and answers that nothing ties to it (F084)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OpinionRoll(models.Model):
    """That a guest was asked, and whether they answered; never what."""

    registration = models.OneToOneField(
        "events.Registration", models.CASCADE, related_name="opinion_roll", verbose_name=_("registration")
    )
    asked_at = models.DateTimeField(_("asked"))
    has_answered = models.BooleanField(_("has answered"), default=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("asked for an opinion")
        verbose_name_plural = _("asked for an opinion")

    def __str__(self) -> str:
        return str(self.registration)


class Opinion(models.Model):
    """One answer of somebody who was there. Its number is drawn by lot, so that no order tells who wrote it."""

    SHOWN_FROM = 5  # answers

    id = models.BigIntegerField(primary_key=True)
    event = models.ForeignKey("events.Event", models.CASCADE, related_name="opinions", verbose_name=_("event"))
    marks = models.PositiveSmallIntegerField(_("worth my evening, 1 to 5"))
    line = models.CharField(_("what should be different"), max_length=400, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("opinion")
        verbose_name_plural = _("opinions")
        constraints = [
            models.CheckConstraint(condition=models.Q(marks__gte=1, marks__lte=5), name="opinion_marks_one_to_five")
        ]

    def __str__(self) -> str:
        return str(self.marks)
