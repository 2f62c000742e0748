"""Who works out which part of a large round? Questions of the engine, cut into parts that any worker may take.

Short-lived: whoever computes the round makes them, and they are gone when it is proposed. An answer depends on the
stored pool, the question and the rows alone, so a part that two workers answered has the same bytes twice.
"""

from django.db import models
from django.db.models.functions import Now


class RoundQuestion(models.Model):
    """One question of the engine about every member of the pool, under the round's claim that asked it."""

    round = models.ForeignKey("matchmaking.Round", models.CASCADE, related_name="questions")
    # Which run of the round asks: what an earlier one left behind never mixes in.
    claim = models.PositiveIntegerField()
    number = models.PositiveSmallIntegerField()
    question = models.BinaryField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint("round", "claim", "number", name="round_question_once")]

    def __str__(self) -> str:
        return f"{self.round} {self.claim}.{self.number}"


class RoundPart(models.Model):
    """Rows top to bottom (not included) of a question: free, taken until a moment by the database's clock, or done."""

    FREE = models.Q(answer=None) & (models.Q(claimed_until=None) | models.Q(claimed_until__lt=Now()))

    question = models.ForeignKey(RoundQuestion, models.CASCADE, related_name="parts")
    top = models.PositiveIntegerField()
    bottom = models.PositiveIntegerField()
    claimed_until = models.DateTimeField(null=True)
    answer = models.BinaryField(null=True)

    class Meta:
        ordering = ["top"]
        constraints = [
            models.UniqueConstraint("question", "top", name="round_part_once"),
            models.CheckConstraint(condition=models.Q(top__lt=models.F("bottom")), name="round_part_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.top}-{self.bottom}"
