"""To whom must we not write? Addresses, for one kind of mail or for all; lifted, never deleted."""

import datetime as dt

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from corridor.models.address import normalise_email


def fold(address: str) -> str:
    """The one spelling under which the rows of an address are kept."""
    return normalise_email(address)


class SuppressionManager(models.Manager["Suppression"]):
    def stand(self, address: str, *, kind: str = "", reason: str, now: dt.datetime) -> bool:
        """Make sure that a row stands against `address` and `kind`; whether it is new. The first reason stays."""
        try:
            with transaction.atomic():
                self.create(address=fold(address), kind=kind, reason=reason, since=now)
        except IntegrityError:
            return False
        return True

    def lift(self, rows: models.QuerySet["Suppression"], *, now: dt.datetime) -> int:
        """Lift `rows` that stand; how many. The person's own wish that gave way to one of them stands again."""
        with transaction.atomic():
            standing = list(rows.select_for_update().filter(lifted_at=None))
            for row in standing:
                self.filter(pk=row.pk).update(lifted_at=now)
                if self.that_gave_way_to(row).exists():
                    self.stand(row.address, kind=row.kind, reason=Suppression.Reason.UNSUBSCRIBED, now=now)
        return len(standing)

    def that_gave_way_to(self, row: "Suppression") -> models.QuerySet["Suppression"]:
        """The person's own wish in whose place `row` came, if there was one: it was lifted in that very moment."""
        own = self.filter(address=row.address, kind=row.kind, reason=Suppression.Reason.UNSUBSCRIBED)
        return own.filter(lifted_at=row.since).exclude(pk=row.pk)


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

    objects = SuppressionManager()

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
