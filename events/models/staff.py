"""Who works at an event, and for whom are places kept?"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EventStaff(models.Model):
    """A member who hosts, or stands at the door of, one event; organisers of its region need no row."""

    class Role(models.TextChoices):
        HOST = "host", _("host")
        DOOR = "door", _("door")

    event = models.ForeignKey("events.Event", models.CASCADE, related_name="staff", verbose_name=_("event"))
    member = models.ForeignKey("corridor.Member", models.CASCADE, related_name="+", verbose_name=_("member"))
    role = models.CharField(_("role"), max_length=4, choices=Role, default=Role.DOOR)
    added_by = models.ForeignKey(
        "corridor.Member", models.SET_NULL, null=True, related_name="+", verbose_name=_("added by")
    )
    added_at = models.DateTimeField(_("added"))

    class Meta:
        ordering = ["role", "pk"]
        verbose_name = _("staff")
        verbose_name_plural = _("staff")
        constraints = [models.UniqueConstraint("event", "member", name="staff_one_row_per_member")]

    def __str__(self) -> str:
        return f"{self.member} · {self.get_role_display()}"


class HeldPlaces(models.Model):
    """Places of one event that wait for a region or a sort of actor, until 72 hours before it begins (F081)."""

    event = models.ForeignKey("events.Event", models.CASCADE, related_name="held_places", verbose_name=_("event"))
    region = models.ForeignKey(
        "corridor.Region", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("region")
    )
    helix = models.CharField(_("sort of actor"), max_length=20, blank=True)
    places = models.PositiveIntegerField(_("places"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("held places")
        verbose_name_plural = _("held places")
        constraints = [
            models.CheckConstraint(condition=models.Q(places__gte=1), name="held_places_some"),
            models.CheckConstraint(
                condition=models.Q(region__isnull=False, helix="")
                | (models.Q(region__isnull=True) & ~models.Q(helix="")),
                name="held_places_for_one_sort",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.places} · {self.region or self.helix}"
