"""How does the product say no? By raising Refused: an expected no, carrying a sentence for a person."""


class Refused(Exception):
    """An expected no. `str(error)` is a translated sentence that can be shown as it is."""

    def __init__(self, sentence: str):
        self.sentence = sentence
        super().__init__(str(sentence))


class Overtaken(Refused):
    """Somebody else moved the thing first; nothing was changed (faces answer 409)."""


def refuse_if(why_not: str | None, kind: type[Refused] = Refused) -> None:
    """Say no with the sentence that a rule gave, as a Refused of this kind; when it gave none, go on."""
    if why_not:
        raise kind(why_not)
