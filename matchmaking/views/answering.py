"""What does the page of one introduction show, and what does a pressed button do? For the mail link and the member."""

import datetime as dt

from django.http import HttpRequest
from django.utils.translation import gettext as _

from corridor.errors import Refused
from corridor.models import Member, Organisation, StackLayer
from matchmaking import excuse_words, rules
from matchmaking.actions import exclusions, introductions, whys
from matchmaking.dates import local_day
from matchmaking.forms import AnswerForm
from matchmaking.models import Introduction, OptIn
from matchmaking.queries import acquaintance, inbox, moments
from matchmaking.queries.exclusions import own as own_exclusions
from matchmaking.wording import Wording

MIDDLE_LAYER = 4  # where an arc ends when a side names no layer


def find(member: Member, number: int) -> OptIn | None:
    """The place for the answer of `member` to the introduction with that number, if they were asked about it."""
    return inbox.asked(member).filter(introduction=number).first()


def page(own: OptIn, member: Member, now: dt.datetime) -> dict[str, object]:
    """Everything the page of one introduction shows to `member`, one of the two."""
    seen = inbox.see([own], member, now)[0]
    introduction = seen.introduction
    named = (seen.mine,) if seen.standing == inbox.LAPSED else (seen.mine, seen.other)
    sides = {side.member.pk: side for side in named}
    acquaintance.add_layers(sides, today=local_day(now))
    made = seen.standing == inbox.MADE
    return {
        "seen": seen,
        "introduction": introduction,
        "me": seen.mine,
        "other": seen.other,
        "reasons": Wording([introduction]).for_side(introduction, member),
        "figure": _figure(seen.mine, seen.other, introduction),
        "excuse": excuse_words.for_side(introduction, member, now=now) if made else None,
        "board": moments.board(introduction, member, now=now) if made else None,
        "form": AnswerForm(today=local_day(now)),
        "possible": [
            answer
            for answer in OptIn.Answer.values
            if not rules.why_not_answer(introduction, own, answer, now, joint_mail_left=made)
        ],
        "whys": []
        if rules.why_not_say_why(introduction, own, now, joint_mail_left=made)
        else [(value, words, value == own.because) for value, words in OptIn.Because.choices],
        "may_pass_on": rules.why_not_hand_over(introduction, own, now) is None,
        "is_blocked": own.because == OptIn.Because.COMPETITOR and _is_blocked(member, seen.other.organisation),
        "closes_at": introduction.closes_at,
    }


def press(request: HttpRequest, own: OptIn, member: Member, now: dt.datetime) -> str | None:
    """Do what the pressed button says; the sentence of a refusal, or None when it was done."""
    try:
        if "because" in request.POST:
            because = request.POST["because"]
            whys.say_why(introduction=own.introduction, member=member, because=because, now=now)
        elif "block" in request.POST:
            _block(own, member, now)
        else:
            return _answer(request, own, member, now)
    except Refused as no:
        return no.sentence
    return None


def _answer(request: HttpRequest, own: OptIn, member: Member, now: dt.datetime) -> str | None:
    form = AnswerForm(request.POST, today=local_day(now))
    if not form.is_valid():
        return str(next(iter(form.errors.values()))[0])
    introductions.answer(
        introduction=own.introduction,
        member=member,
        answer=form.cleaned_data["answer"],
        not_now_until=form.cleaned_data["month"],
        now=now,
    )
    return None


def _block(own: OptIn, member: Member, now: dt.datetime) -> None:
    """What a no because of a "competitor" suggests: nobody of that organisation any more."""
    organisation = inbox.see([own], member, now)[0].other.organisation
    if own.because != OptIn.Because.COMPETITOR or organisation is None:
        raise Refused(_("Say first that this is a competitor."))
    exclusions.add_own(member=member, organisation=organisation, now=now)


def _is_blocked(member: Member, organisation: Organisation | None) -> bool:
    """By their own wish: what an organiser decided about them is not theirs to read here."""
    return organisation is not None and own_exclusions(member).filter(organisation=organisation).exists()


def _figure(me: acquaintance.Side, other: acquaintance.Side, introduction: Introduction) -> dict[str, object]:
    """What the drawing of the pair needs; the arc ties the layers that the reasons name, else the main ones."""
    layers = list(StackLayer.objects.all())
    ends = (_main(me), _main(other))
    for reason in introduction.reasons:
        if reason["code"] == "layers_complement":
            first, second = reason["facts"]["layers"]
            ends = (first, second) if me.member.pk == introduction.member_a_id else (second, first)
    known = {layer.number for layer in layers}
    return {"layers": layers, "from": ends[0], "to": ends[1]} if known.issuperset(ends) else {}


def _main(side: acquaintance.Side) -> int:
    return side.layer.number if side.layer else MIDDLE_LAYER
