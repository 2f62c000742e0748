"""What did somebody promise a new contact? One line and a day; only the promiser is reminded (F060)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FollowUp(models.Model):
    """A promise of `member` after an introduction. It closes itself thirty days after its day."""

    introduction = models.ForeignKey(
        "matchmaking.Introduction", models.CASCADE, related_name="follow_ups", verbose_name=_("introduction")
    )
    member = models.ForeignKey(
        "corridor.Member", models.CASCADE, related_name="follow_ups", verbose_name=_("who promised")
    )
    line = models.CharField(_("promise"), max_length=140)
    due_on = models.DateField(_("by"))
    made_at = models.DateTimeField(_("made"))
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)
    kept_at = models.DateTimeField(_("kept"), null=True, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("promise")
        verbose_name_plural = _("promises")
        indexes = [
            models.Index(
                fields=["due_on"], condition=models.Q(kept_at=None, reminded_at=None), name="follow_up_to_remind"
            )
        ]

    def __str__(self) -> str:
        return self.line
