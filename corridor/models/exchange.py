"""What does a member bring, and what do they look for? A topic, one sentence, and a date until which it holds."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Exchange(models.Model):
    """What offers and seeks have in common."""

    topic = models.ForeignKey("corridor.Topic", models.PROTECT, related_name="+", verbose_name=_("topic"))
    sentence = models.CharField(_("in one sentence"), max_length=200, blank=True)
    valid_until = models.DateField(_("valid until"))
    created_at = models.DateTimeField(_("written"))

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.topic)


class Offer(Exchange):
    member = models.ForeignKey("corridor.Member", models.CASCADE, related_name="offers", verbose_name=_("member"))

    class Meta(Exchange.Meta):
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        constraints = [models.UniqueConstraint("member", "topic", name="offer_once_per_topic")]


class Seek(Exchange):
    member = models.ForeignKey("corridor.Member", models.CASCADE, related_name="seeks", verbose_name=_("member"))

    class Meta(Exchange.Meta):
        verbose_name = _("seek")
        verbose_name_plural = _("seeks")
        constraints = [models.UniqueConstraint("member", "topic", name="seek_once_per_topic")]
