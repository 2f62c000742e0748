"""Who must never be introduced to whom? A member's own wish, or an organiser's decision with a reason."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Exclusion(models.Model):
    """`member` is never paired with `other`, or with anybody of `organisation`. Works in both directions."""

    member = models.ForeignKey("corridor.Member", models.CASCADE, related_name="exclusions", verbose_name=_("member"))
    other = models.ForeignKey(
        "corridor.Member", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("not with")
    )
    organisation = models.ForeignKey(
        "corridor.Organisation",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("not with anybody of"),
    )
    # Empty: the member asked for it, or the organiser has left; `by_organiser` tells which.
    added_by = models.ForeignKey(
        "corridor.Member", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("added by")
    )
    by_organiser = models.BooleanField(default=False, editable=False)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("since"))
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("exclusion")
        verbose_name_plural = _("exclusions")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(other__isnull=False, organisation=None)
                | models.Q(other=None, organisation__isnull=False),
                name="exclusion_person_or_organisation",
            )
        ]

    def __str__(self) -> str:
        return f"{self.member} × {self.other or self.organisation}"

    @property
    def whom(self) -> str:
        """How the one who is not wanted is named to the member: never by address."""
        return self.other.label if self.other else self.organisation.name
