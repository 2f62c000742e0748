"""What was a member asked to decide, and when? One ledger for introductions, tables and votes (F009)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Ask(models.Model):
    """One decision asked of a member. It counts against their pace for 27 days, unless it was given back.

    Given back is what came to nothing although the member agreed: whose fault that was does not matter, and cannot be
    read from it (F003). Requests to vote count as well, but are never held back for it.
    """

    class Kind(models.TextChoices):
        INTRODUCTION = "introduction", _("introduction")
        TABLE = "table", _("place at a table")
        VOTE = "vote", _("vote")

    member = models.ForeignKey("corridor.Member", models.CASCADE, related_name="asks", verbose_name=_("member"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    about_id = models.BigIntegerField(editable=False)  # number of the introduction, invitation or award
    asked_at = models.DateTimeField(_("asked"))
    given_back_at = models.DateTimeField(_("given back"), null=True, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        verbose_name = _("request for a decision")
        verbose_name_plural = _("requests for a decision")
        indexes = [models.Index(fields=["asked_at"], condition=models.Q(given_back_at=None), name="ask_counting")]
        constraints = [
            models.UniqueConstraint("member", "kind", "about_id", name="ask_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["introduction", "table", "vote"]), name="ask_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} · {self.get_kind_display()} · {self.asked_at:%Y-%m-%d}"
