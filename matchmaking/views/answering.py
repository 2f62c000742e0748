"""What does the page of one introduction show, and what does a pressed button do? For the mail link and the member."""

import datetime as dt

from django.http import HttpRequest

from corridor.errors import Refused
from corridor.models import Member, StackLayer
from matchmaking import excuse_words, rules
from matchmaking.actions import introductions
from matchmaking.dates import local_day
from matchmaking.forms import AnswerForm
from matchmaking.models import Introduction, OptIn
from matchmaking.queries import acquaintance, inbox, moments
from matchmaking.wording import Wording

MIDDLE_LAYER = 4  # where an arc ends when a side names no layer


def find(member: Member, number: int) -> OptIn | None:
    """The place for the answer of `member` to the introduction with that number, if they were asked about it."""
    return inbox.asked(member).filter(introduction=number).first()


def page(own: OptIn, member: Member, now: dt.datetime) -> dict[str, object]:
    """Everything the page of one introduction shows to `member`, one of the two."""
    introduction, seen = own.introduction, inbox.see([own], member, now)[0]
    sides = {side.member.pk: side for side in (seen.mine, seen.other)}
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
            if not rules.why_not_answer(introduction, own, answer, now, joint_mail_left=seen.standing == inbox.MADE)
        ],
        "last_day": local_day(introduction.closes_at),
    }


def press(request: HttpRequest, own: OptIn, member: Member, now: dt.datetime) -> str | None:
    """Do what the pressed button says; the sentence of a refusal, or None when it was done."""
    form = AnswerForm(request.POST, today=local_day(now))
    if not form.is_valid():
        return str(next(iter(form.errors.values()))[0])
    try:
        introductions.answer(
            introduction=own.introduction,
            member=member,
            answer=form.cleaned_data["answer"],
            not_now_until=form.cleaned_data["month"],
            now=now,
        )
    except Refused as no:
        return no.sentence
    return None


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
