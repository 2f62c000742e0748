"""Who belongs to which organisation, in what role, from when until when?"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Membership(models.Model):
    """The bond between a member and an organisation; ended, never deleted, so that history stays readable."""

    class Role(models.TextChoices):
        MEMBER = "member", _("member")
        ADMIN = "admin", _("organisation admin")

    member = models.ForeignKey("corridor.Member", models.CASCADE, related_name="memberships", verbose_name=_("member"))
    organisation = models.ForeignKey(
        "corridor.Organisation", models.PROTECT, related_name="memberships", verbose_name=_("organisation")
    )
    role = models.CharField(_("role"), max_length=8, choices=Role, default=Role.MEMBER)
    title = models.CharField(_("position"), max_length=80, blank=True)
    started_at = models.DateTimeField(_("from"))
    ended_at = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["-started_at"]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            # One current bond a member: two organisations at once would blur "never a colleague".
            models.UniqueConstraint("member", condition=models.Q(ended_at=None), name="membership_one_current"),
        ]

    def __str__(self) -> str:
        return f"{self.member} · {self.organisation}"
