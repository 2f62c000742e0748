"""What do two members experience? An introduction: proposed, asked of both, and made only after two yeses."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Introduction(models.Model):
    """A pair, from proposal to outcome. `member_a` is always the one with the lower number."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        OFFERED = "offered", _("both asked")
        MADE = "made", _("introduced")
        DECLINED = "declined", _("did not go ahead")
        EXPIRED = "expired", _("did not go ahead")
        WITHDRAWN = "withdrawn", _("withdrawn")
        DROPPED = "dropped", _("dropped")

    TRANSITIONS = {
        State.PROPOSED: {State.OFFERED, State.DROPPED},
        State.OFFERED: {State.MADE, State.DECLINED, State.EXPIRED, State.WITHDRAWN},
        State.MADE: {State.DECLINED, State.WITHDRAWN},  # only until the joint mail left
        State.DECLINED: set(),
        State.EXPIRED: set(),
        State.WITHDRAWN: set(),
        State.DROPPED: set(),
    }
    OPEN = (State.PROPOSED, State.OFFERED)
    # Whose end is still to come, by the clock alone: a state that changes with an answer would tell it (F003).
    UNSETTLED = models.Q(state=State.PROPOSED) | models.Q(closes_at__isnull=False, settled_at=None)
    LEAST_REASONS = 2

    round = models.ForeignKey(
        "matchmaking.Round", models.PROTECT, related_name="introductions", verbose_name=_("round")
    )
    member_a = models.ForeignKey("corridor.Member", models.CASCADE, related_name="+", verbose_name=_("member"))
    member_b = models.ForeignKey("corridor.Member", models.CASCADE, related_name="+", verbose_name=_("member"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PROPOSED)
    state_since = models.DateTimeField(_("since"))
    score = models.PositiveIntegerField(_("score"), help_text=_("Micro-units: 1,000,000 is perfect."))
    parts = models.JSONField(_("parts of the score"))
    reasons = models.JSONField(_("reasons"))
    long_shot = models.BooleanField(
        _("long shot"), default=False, help_text=_("One of the least obvious pairs of its round.")
    )
    # [{"a", "b", "score", "free"}]: member numbers, micro-units, and whether nothing else need be set aside for it.
    runner_ups = models.JSONField(_("runner-up pairs"), default=list, blank=True)
    synergy = models.ForeignKey(
        "corridor.Synergy", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("synergy")
    )
    offered_at = models.DateTimeField(_("asked"), null=True, blank=True)
    # Fixed with its jitter when both are asked, so that the moment of closing says nothing about anybody's answer.
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    # When the end was looked at and whoever said yes in vain was told; the same for every way to end.
    settled_at = models.DateTimeField(null=True, blank=True, editable=False)
    made_at = models.DateTimeField(_("introduced"), null=True, blank=True)
    venue = models.ForeignKey(
        "corridor.Venue", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("half-way place")
    )
    # What the joint mail proposed: {"kind": "event" | "visit" | "venue", ...}, as queries/excuses.py writes it.
    excuse = models.JSONField(_("the excuse to meet"), default=dict, blank=True, editable=False)

    class Meta:
        ordering = ["-score", "pk"]
        verbose_name = _("introduction")
        verbose_name_plural = _("introductions")
        indexes = [
            models.Index(fields=["state", "closes_at"], name="introduction_closing"),
            models.Index(fields=["round", "state"], name="introduction_of_round"),
            models.Index(
                fields=["closes_at"],
                condition=models.Q(settled_at=None, closes_at__isnull=False),
                name="introduction_to_settle",
            ),
            models.Index(fields=["member_a", "offered_at"], name="introduction_asked_a"),
            models.Index(fields=["member_b", "offered_at"], name="introduction_asked_b"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(member_a__lt=models.F("member_b")), name="introduction_ordered"),
            models.UniqueConstraint(
                "member_a",
                "member_b",
                condition=models.Q(state__in=["proposed", "offered", "made"]),
                name="introduction_one_open_per_pair",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["proposed", "offered", "made", "declined", "expired", "withdrawn", "dropped"]
                ),
                name="introduction_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(state="made", made_at__isnull=False)
                | ~models.Q(state="made") & models.Q(made_at=None),
                name="introduction_made_at_when_made",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["proposed", "dropped"])
                | models.Q(offered_at__isnull=False, closes_at__isnull=False),
                name="introduction_offered_has_deadline",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_a} × {self.member_b}"

    def save(self, *args, **kwargs):
        self.require_reasons()
        super().save(*args, **kwargs)

    def require_reasons(self) -> None:
        """Raise ValueError when this has fewer than two reasons: nobody is asked without a why (F006)."""
        if len(self.reasons or ()) < self.LEAST_REASONS:
            raise ValueError("An introduction needs at least two reasons.")

    @property
    def members(self) -> tuple:
        return self.member_a, self.member_b

    @property
    def numbers(self) -> tuple[int, int]:
        """The numbers of the two, the lower one first, without loading them."""
        return self.member_a_id, self.member_b_id

    def other(self, member):
        """The one who is not `member`."""
        return self.member_b if member.pk == self.member_a_id else self.member_a
