"""When could the two meet? Half-days each side ticks; what both ticked is put in their calendars (F107)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Moment(models.Model):
    """A half-day that suits one side of a made introduction. Forgotten after thirty days."""

    class Part(models.TextChoices):
        MORNING = "morning", _("morning")
        AFTERNOON = "afternoon", _("afternoon")

    MOST = 3  # for each side

    introduction = models.ForeignKey(
        "matchmaking.Introduction", models.CASCADE, related_name="moments", verbose_name=_("introduction")
    )
    member = models.ForeignKey("corridor.Member", models.CASCADE, related_name="+", verbose_name=_("member"))
    day = models.DateField(_("day"))
    part = models.CharField(_("half of the day"), max_length=9, choices=Part)
    ticked_at = models.DateTimeField(_("ticked"))

    class Meta:
        ordering = ["day", "-part"]  # the morning before the afternoon
        verbose_name = _("half-day")
        verbose_name_plural = _("half-days")
        constraints = [
            models.UniqueConstraint("introduction", "member", "day", "part", name="moment_once"),
            models.CheckConstraint(condition=models.Q(part__in=["morning", "afternoon"]), name="moment_part_known"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.get_part_display()}"
