"""How does the product say no? By raising Refused: an expected no, carrying a sentence for a person."""


class Refused(Exception):
    """An expected no. `str(error)` is a translated sentence that can be shown as it is."""

    def __init__(self, sentence: str):
        self.sentence = sentence
        super().__init__(str(sentence))


class Overtaken(Refused):
    """Somebody else moved the thing first; nothing was changed (faces answer 409)."""
