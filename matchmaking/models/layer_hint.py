"""Which layer is somebody less interested in? What a no because of the "wrong layer" teaches (F058)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LayerHint(models.Model):
    """The next rounds value this layer less for `member`, until the member takes it back. Nobody else sees it."""

    member = models.ForeignKey("corridor.Member", models.CASCADE, related_name="layer_hints", verbose_name=_("member"))
    layer = models.ForeignKey("corridor.StackLayer", models.CASCADE, related_name="+", verbose_name=_("layer"))
    since = models.DateTimeField(_("since"))

    class Meta:
        ordering = ["layer"]
        verbose_name = _("layer of less interest")
        verbose_name_plural = _("layers of less interest")
        constraints = [models.UniqueConstraint("member", "layer", name="layer_hint_once")]

    def __str__(self) -> str:
        return f"{self.member} · {self.layer}"
