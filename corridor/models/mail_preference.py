"""How often does a member want which mail? At once, gathered weekly or monthly, or not at all (F025)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MailPreference(models.Model):
    """A member's choice for one category of mail; without a row it comes at once."""

    class Category(models.TextChoices):
        INTRODUCTIONS = "introductions", _("introductions")
        TABLES = "tables", _("tables")
        EVENTS = "events", _("events")
        NEWS = "news", _("news")

    class Pace(models.TextChoices):
        INSTANT = "instant", _("at once")
        WEEKLY = "weekly", _("gathered, once a week")
        MONTHLY = "monthly", _("gathered, once a month")
        OFF = "off", _("not at all")

    member = models.ForeignKey(
        "corridor.Member", models.CASCADE, related_name="mail_preferences", verbose_name=_("member")
    )
    category = models.CharField(_("category"), max_length=14, choices=Category)
    pace = models.CharField(_("how often"), max_length=8, choices=Pace, default=Pace.INSTANT)
    changed_at = models.DateTimeField(_("changed"))

    class Meta:
        ordering = ["member", "category"]
        verbose_name = _("mail preference")
        verbose_name_plural = _("mail preferences")
        constraints = [
            models.UniqueConstraint("member", "category", name="mail_preference_once"),
            models.CheckConstraint(
                condition=models.Q(category__in=["introductions", "tables", "events", "news"]),
                name="mail_preference_category_known",
            ),
            models.CheckConstraint(
                condition=models.Q(pace__in=["instant", "weekly", "monthly", "off"]),
                name="mail_preference_pace_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} · {self.get_category_display()} · {self.get_pace_display()}"
