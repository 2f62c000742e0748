"""Who moved what from where to where, when and why? One row per change; never updated, never deleted."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Transition(models.Model):
    """One recorded change of a thing. `by` empty means the system moved it."""

    subject_type = models.CharField(_("kind of thing"), max_length=60)
    subject_id = models.BigIntegerField(_("number"))
    action = models.CharField(_("what"), max_length=40)
    was = models.CharField(_("from"), max_length=20, blank=True)
    to = models.CharField(_("to"), max_length=20, blank=True)
    by = models.ForeignKey(
        "corridor.Member", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"))
    because = models.CharField(_("because"), max_length=400, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("change")
        verbose_name_plural = _("history")
        indexes = [models.Index(fields=["subject_type", "subject_id", "-at"], name="transition_subject")]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id}: {self.was} → {self.to}"
