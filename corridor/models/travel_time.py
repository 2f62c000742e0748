"""How long is the journey between two regions? Door to door between their main stations, by car and by train."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TravelTime(models.Model):
    """One way; the way back takes as long. `one` comes before `other` in the alphabet of slugs (or is the same)."""

    key = models.SlugField(unique=True, max_length=101, editable=False)
    one = models.ForeignKey("corridor.Region", models.CASCADE, related_name="+", verbose_name=_("region"))
    other = models.ForeignKey("corridor.Region", models.CASCADE, related_name="+", verbose_name=_("other region"))
    car_minutes = models.PositiveSmallIntegerField(_("minutes by car"))
    train_minutes = models.PositiveSmallIntegerField(_("minutes by train"))
    estimated = models.BooleanField(_("estimated"), default=True)

    class Meta:
        ordering = ["key"]
        verbose_name = _("travel time")
        verbose_name_plural = _("travel times")
        constraints = [models.UniqueConstraint("one", "other", name="travel_time_once")]

    def __str__(self) -> str:
        return f"{self.one} – {self.other}"

    @staticmethod
    def key_of(one: str, other: str) -> str:
        """The key of the row of two regions, by their slugs in either order."""
        return "--".join(sorted((one, other)))
