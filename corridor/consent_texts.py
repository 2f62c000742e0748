"""To which words does a member say yes? Each version in each language is a file that never changes again.

A new wording is a new version: add its two files, then name it here as the present one.
"""

PRESENT = "2026-11"
TEXTS = {
    ("2026-11", "nl"): "corridor/consent/2026-11.nl.html",
    ("2026-11", "en"): "corridor/consent/2026-11.en.html",
}


def template_of(version: str, language: str) -> str:
    """The template of that version in `language`, in Dutch when it was never written in that language."""
    return TEXTS.get((version, language)) or TEXTS[(version, "nl")]
