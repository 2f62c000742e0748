"""How is a two-language name read? By the language of the request, Dutch first when nothing else is known."""

from django.utils.translation import get_language


class TwoLanguages:
    """Gives a model with `<field>_nl` and `<field>_en` columns a reading in the active language."""

    def in_language(self, field: str, language: str | None = None) -> str:
        """The value of `field` in `language` (default: the active one); the other language when it is empty."""
        wanted = "en" if (language or get_language() or "nl").startswith("en") else "nl"
        other = "nl" if wanted == "en" else "en"
        return getattr(self, f"{field}_{wanted}") or getattr(self, f"{field}_{other}")

    @property
    def name(self) -> str:
        return self.in_language("name")

    @property
    def summary(self) -> str:
        return self.in_language("summary")

    def __str__(self) -> str:
        return self.name
