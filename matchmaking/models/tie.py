"""What does a pair have in common so far? One memory that introductions, tables and galas share."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Tie(models.Model):
    """One remembered fact about two members; `member_a` has the lower number. Members never see ties of others."""

    class Kind(models.TextChoices):
        INTRODUCED = "introduced", _("introduced")
        REFUSED = "refused", _("did not go ahead")
        EXPIRED = "expired", _("no answer in time")
        NOT_NOW = "not_now", _("not now")
        SAT_TOGETHER = "sat_together", _("sat together")
        MET = "met", _("met")
        KNEW = "knew", _("knew each other")

    member_a = models.ForeignKey("corridor.Member", models.CASCADE, related_name="+", verbose_name=_("member"))
    member_b = models.ForeignKey("corridor.Member", models.CASCADE, related_name="+", verbose_name=_("member"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    at = models.DateTimeField(_("at"))
    # Until this day the pair is not proposed; empty means never again.
    bars_until = models.DateField(_("not again before"), null=True, blank=True)
    source_type = models.CharField(max_length=60, editable=False)
    source_id = models.BigIntegerField(editable=False)

    class Meta:
        ordering = ["-at"]
        verbose_name = _("tie")
        verbose_name_plural = _("ties")
        constraints = [
            models.CheckConstraint(condition=models.Q(member_a__lt=models.F("member_b")), name="tie_ordered"),
            models.UniqueConstraint(
                "member_a", "member_b", "kind", "source_type", "source_id", name="tie_once_per_source"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_a} × {self.member_b} · {self.get_kind_display()}"
