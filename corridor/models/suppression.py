"""To whom must we not write? Addresses, for one kind of mail or for all; lifted, never deleted."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Suppression(models.Model):
    """A do-not-write row. An empty `kind` covers every mail except those the person asks for, such as sign-in codes."""

    class Reason(models.TextChoices):
        UNSUBSCRIBED = "unsubscribed", _("unsubscribed")
        BOUNCED = "bounced", _("the address does not exist")
        COMPLAINED = "complained", _("reported as spam")
        ORGANISER = "organiser", _("stopped by an organiser")

    address = models.CharField(_("address"), max_length=254)
    kind = models.CharField(_("kind of mail"), max_length=60, blank=True)
    reason = models.CharField(_("reason"), max_length=14, choices=Reason)
    since = models.DateTimeField(_("since"))
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)

    class Meta:
        ordering = ["-since"]
        verbose_name = _("suppression")
        verbose_name_plural = _("suppressions")
        constraints = [
            models.UniqueConstraint(
                "address", "kind", condition=models.Q(lifted_at=None), name="suppression_one_standing"
            )
        ]

    def __str__(self) -> str:
        return f"{self.address} · {self.kind or '*'}"
