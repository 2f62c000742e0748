"""What does a host ask at registration, and what did each guest say? (F028)"""

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from corridor.models.words import TwoLanguages


class Question(TwoLanguages, models.Model):
    """One question of one event; a clone of the event asks it again."""

    class Kind(models.TextChoices):
        LINE = "line", _("a line of text")
        CHOICE = "choice", _("one of several")
        TICK = "tick", _("yes or no")

    MOST = 10  # an event
    MOST_CHOICES = 12

    event = models.ForeignKey("events.Event", models.CASCADE, related_name="questions", verbose_name=_("event"))
    position = models.PositiveSmallIntegerField(_("position"))
    kind = models.CharField(_("kind"), max_length=6, choices=Kind, default=Kind.LINE)
    text_nl = models.CharField(_("question (Dutch)"), max_length=200)
    text_en = models.CharField(_("question (English)"), max_length=200)
    choices_nl = models.JSONField(_("choices (Dutch)"), default=list, blank=True)
    choices_en = models.JSONField(_("choices (English)"), default=list, blank=True)
    is_required = models.BooleanField(_("must be answered"), default=False)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [models.UniqueConstraint("event", "position", name="question_own_position")]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        return self.in_language("text")


class Answer(models.Model):
    """What one guest said to one question; a choice is stored by its number, a tick as "yes" or empty."""

    registration = models.ForeignKey(
        "events.Registration", models.CASCADE, related_name="answers", verbose_name=_("registration")
    )
    question = models.ForeignKey(Question, models.CASCADE, related_name="answers", verbose_name=_("question"))
    value = models.CharField(_("answer"), max_length=400, blank=True)

    class Meta:
        ordering = ["question__position", "pk"]
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [models.UniqueConstraint("registration", "question", name="answer_one_per_question")]

    def __str__(self) -> str:
        return self.value

    @property
    def in_words(self) -> str:
        """What was said, as a person reads it: the choice itself, and yes or no for a tick."""
        kind, choices = self.question.kind, self.question.in_language("choices")
        if kind == Question.Kind.TICK:
            return gettext("yes") if self.value else gettext("no")
        if kind == Question.Kind.CHOICE:
            known = self.value.isascii() and self.value.isdecimal() and int(self.value) < len(choices)
            return choices[int(self.value)] if known else ""
        return self.value
