"""What does a guest need? Diet and access, said with their own consent, and forgotten a fortnight after (F039)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Needs(models.Model):
    """Apart from the registration, so that nothing that reads guests reads these by the way."""

    registration = models.OneToOneField(
        "events.Registration", models.CASCADE, related_name="needs", verbose_name=_("registration")
    )
    diet = models.CharField(_("diet"), max_length=200, blank=True)
    access = models.CharField(_("access"), max_length=200, blank=True)
    consented_at = models.DateTimeField(_("agreed"))
    text_version = models.CharField(_("version of the text"), max_length=10)

    class Meta:
        verbose_name = _("needs")
        verbose_name_plural = _("needs")

    def __str__(self) -> str:
        return str(self.registration)
