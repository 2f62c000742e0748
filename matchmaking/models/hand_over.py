"""Who passed a proposal on to whom? "Not me, but my colleague" (F056)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class HandOver(models.Model):
    """One step: the question now goes to a colleague, who starts from nothing. The other side is told once it is made.

    Each side may take MOST steps. A limit that both shared would show one side what the other had done (F003).
    """

    MOST = 2

    introduction = models.ForeignKey(
        "matchmaking.Introduction", models.CASCADE, related_name="hand_overs", verbose_name=_("introduction")
    )
    giver = models.ForeignKey("corridor.Member", models.CASCADE, related_name="+", verbose_name=_("from"))
    taker = models.ForeignKey("corridor.Member", models.CASCADE, related_name="+", verbose_name=_("to"))
    at = models.DateTimeField(_("at"))

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        constraints = [models.UniqueConstraint("introduction", "giver", name="hand_over_once_a_giver")]

    def __str__(self) -> str:
        return f"{self.introduction}: {self.giver} → {self.taker}"
