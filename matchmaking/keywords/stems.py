"""Which words are forms of one word? An ending is taken off, in Dutch and English alike; what stays can be read.

Light on purpose (after Harman, "How effective is suffixing?", 1991: taking off plurals keeps most of the gain and does
little harm): machines, machine; netwerken, netwerk; digitale, digitaal. A member's language is not asked, so rules of
the two never contradict. Endings that both languages took from Latin and Greek are written the English way, so that
innovatie meets innovation.
"""

from functools import lru_cache

SHORTEST_ROOT = 2
_NO_PLURAL = ("ss", "us", "is", "ys", "ijs", "aats", "oos", "onds", "proces", "nieuws", "congres")
_NO_DUTCH_PLURAL = ("een", "ien", "oen", "haven", "hoven")
_NOT_DUTCH = ("hydrogen", "oxygen", "nitrogen", "garden", "kitchen", "children", "citizen", "hidden", "written")
# Endings of the first kind are taken off or mended; one of the second may then be written the English way.
_ENDINGS = (
    ("ieën", "ie"),
    ("heden", "heid"),
    ("centra", "centrum"),
    ("centres", "centrum"),
    ("centre", "centrum"),
    ("centers", "centrum"),
    ("center", "centrum"),
    ("aties", "atie"),
    ("cties", "ctie"),
    ("nties", "ntie"),
    ("gies", "gie"),
    ("sses", "ss"),
    ("ches", "ch"),
    ("shes", "sh"),
    ("xes", "x"),
    ("ische", "isch"),
    ("iële", "ieel"),
    ("iele", "iel"),
    ("ale", "aal"),
    ("ele", "eel"),
    ("ieve", "ief"),
    ("bare", "baar"),
    ("lijke", "lijk"),
    ("ende", "end"),
    ("ige", "ig"),
)
_ENGLISH = (
    ("isatie", "isation"),
    ("atie", "ation"),
    ("ctie", "ction"),
    ("entie", "ence"),
    ("iteit", "ity"),
    ("logie", "logy"),
    ("tegie", "tegy"),
    ("nomie", "nomy"),
    ("isch", "ic"),
    ("ical", "ic"),
    ("ica", "ic"),
    ("ieel", "ial"),
    ("ief", "ive"),
    ("teem", "tem"),
    ("gitaal", "gital"),
    ("onaal", "onal"),
)


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """In: a word in small letters. Out: the form that stands for all its forms, itself a word one recognises."""
    return _end(_singular(word), _ENGLISH)


def _singular(word: str) -> str:
    mended = _end(word, _ENDINGS)
    if mended != word or word in _NOT_DUTCH:
        return mended
    if word.endswith("ies") and len(word) > 6:
        return word[:-3] + "y"
    if word.endswith("en") and len(word) > 5 and not word.endswith(_NO_DUTCH_PLURAL):
        return _dutch_root(word[:-2])
    if word.endswith("s") and len(word) > 4 and not word.endswith(_NO_PLURAL):
        return word[:-1].removesuffix("'")
    return word


def _end(word: str, endings: tuple[tuple[str, str], ...]) -> str:
    for old, new in endings:
        if word.endswith(old) and len(word) - len(old) >= SHORTEST_ROOT:
            return word[: -len(old)] + new
    return word


def _dutch_root(root: str) -> str:
    """Undo what Dutch spelling did when -en came behind: bedrijv, bedrijf; nett, net; tal, taal."""
    if root[-1] in "vz":
        root = root[:-1] + {"v": "f", "z": "s"}[root[-1]]
    if root[-1] == root[-2]:
        return root[:-1]
    open_syllable = root[-1] not in "aeiouy" and root[-2] in "aeou" and root[-3] not in "aeiou"
    if open_syllable and not root.endswith(("er", "el", "em", "en", "or")):
        return root[:-1] + root[-2:]
    return root
