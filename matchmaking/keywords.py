"""Which words of a free sentence say what it is about? Small letters, no filler, in Dutch and in English alike."""

import re
from collections.abc import Iterable

SHORTEST = 4
MOST = 40  # of one member: a profile is a few sentences, not a paper

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_FILLER = frozenset(
    _WORD.findall(
        """
    aan alle alleen alles also altijd ander andere anders bent bestaande beter betere biedt bieden binnen boven brengt
    daar daarmee daarna daarom deze dezelfde dingen door doen doet eens eerste eigen elkaar elke enkele ervaring
    gaan gaat geen goed goede graag groot grote haar hebben hebt heeft heel helpen helpt hier hoeveel hulp
    iedereen iemand iets ieder iedere inzet jaar jaren jouw jullie kennis kunnen kunt liefst maar maken maakt meer meest
    meeste mensen met mijn moet moeten naar namelijk niet niets nieuw nieuwe nodig nog omdat onder ons onze ook over
    partij partijen partner partners samen samenwerken samenwerking sinds snel sneller soms steeds tegen tijd toch
    toepassen toepassing tussen uit vaak van vanaf veel verder vinden voor voorbeeld waar waarbij waarmee waarom wanneer
    want weer weinig welke werken werkt wie wij willen wilt worden wordt zelf zich zien zijn zoals zoek zoeken zoekt
    zonder zowel zullen
    about across after again also always already another anybody anyone around based because been before being
    best better between both bring bringing brings build building builds come company companies could does doing done
    each especially even every experience expertise find first from getting give good great have having help helping
    helps here into just know knowledge large less like little long look looking looks love made make makes making
    many more most much must need needed needs never offer offering offers often only other others over own part parties
    people please provide providing really seek seeking seeks several share shared sharing should show since small some
    somebody someone something soon still such support than that their them then there these they thing things this
    those through time together team toward towards under until upon using very want wants well were what when where
    which while will with within without work working works would year years your
        """
    )
)


def keywords_of(sentences: Iterable[str]) -> tuple[str, ...]:
    """In: what a member wrote. Out: the distinct telling words, sorted; the order of the sentences is nothing to it."""
    found = {word for sentence in sentences for word in _WORD.findall(sentence.casefold())}
    return tuple(sorted(word for word in found if len(word) >= SHORTEST and word not in _FILLER))[:MOST]
