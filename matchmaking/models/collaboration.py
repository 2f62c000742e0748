"""What grew out of an introduction? The number the report calls for: an idea, a pilot, something at scale."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Collaboration(models.Model):
    """Two who were introduced do something together. The public sees it only once both have released it."""

    class Stage(models.TextChoices):
        IDEA = "idea", _("idea")
        PILOT = "pilot", _("pilot")
        SCALED = "scaled", _("scaled up")

    introduction = models.OneToOneField(
        "matchmaking.Introduction", models.CASCADE, related_name="collaboration", verbose_name=_("introduction")
    )
    synergy = models.ForeignKey(
        "corridor.Synergy", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("synergy")
    )
    stage = models.CharField(_("stage"), max_length=8, choices=Stage, default=Stage.IDEA)
    line = models.CharField(_("what you do together"), max_length=140)
    started_at = models.DateTimeField(_("since"))
    changed_at = models.DateTimeField(_("changed"))
    # Each side's own release, as of the words that stand; changing the words takes both back.
    released_a_at = models.DateTimeField(null=True, blank=True, editable=False)
    released_b_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-started_at"]
        verbose_name = _("collaboration")
        verbose_name_plural = _("collaborations")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stage__in=["idea", "pilot", "scaled"]), name="collaboration_stage_known"
            )
        ]

    def __str__(self) -> str:
        return self.line

    @property
    def is_public(self) -> bool:
        return bool(self.released_a_at and self.released_b_at)
