"""Which passwords are too easy for this site? Those made of its own words or of the person's address and name."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from corridor import text

_SITE_WORDS = (
    "regel", "serendipity", "serendipiteit", "corridor", "tech", "stack", "brainport", "eindhoven", "amsterdam", "mra",
    "almere", "hilversum", "haarlemmermeer", "nederland", "netherlands", "welkom", "welcome", "password", "wachtwoord",
)  # fmt: skip
_LEAST_LEFT = 8


class NoOwnOrSiteWords:
    """Refuses a password of which little is left once the site's words and the person's own are taken out."""

    def validate(self, password: str, user: object = None) -> None:
        own = f"{getattr(user, 'email', '')} {getattr(user, 'name', '')}"
        words = {word for word in text.fold(own).split() if len(word) > 2} | set(_SITE_WORDS)
        folded = text.fold(password).replace(" ", "")
        left = folded
        for word in sorted(words, key=len, reverse=True):
            left = left.replace(word, "")
        if left != folded and len(left) < _LEAST_LEFT:
            raise ValidationError(self.get_help_text(), code="password_too_near")

    def get_help_text(self) -> str:
        return _("This password is too easy to guess for someone who knows you or this site.")
