"""What does a member want from us? Layers, place, pace and pause, which matching uses; and a phone for after."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Profile(models.Model):
    """One per member. A profile that is not complete is never matched (rules.profile_gaps says what is missing)."""

    class Pace(models.IntegerChoices):
        """Decisions a member wants to be asked for in any 27 days."""

        NONE = 0, _("none for now")
        ONE = 1, _("one a month")
        TWO = 2, _("two a month")

    member = models.OneToOneField("corridor.Member", models.CASCADE, related_name="profile", verbose_name=_("member"))
    region = models.ForeignKey(
        "corridor.Region", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("region")
    )
    region_invented = models.BooleanField(_("region invented for the demo"), default=False)
    primary_layer = models.ForeignKey(
        "corridor.StackLayer", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("main layer")
    )
    layers = models.ManyToManyField("corridor.StackLayer", blank=True, related_name="+", verbose_name=_("layers"))
    pace = models.PositiveSmallIntegerField(_("introductions"), choices=Pace, default=Pace.ONE)
    paused_until = models.DateField(_("paused until"), null=True, blank=True)
    # The last sign of life: questions that went by unanswered before it no longer count as silence (F059).
    heard_at = models.DateTimeField(null=True, blank=True, editable=False)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    updated_at = models.DateTimeField(_("updated"), null=True, blank=True)

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")
        constraints = [
            models.CheckConstraint(condition=models.Q(pace__lte=2), name="profile_pace_at_most_two"),
        ]

    def __str__(self) -> str:
        return str(self.member)
