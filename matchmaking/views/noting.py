"""What does the page after an introduction show, and what does a pressed button do? For the mail link and the member.

Only the member's own answers and promises are read here; of the other side nothing but its release.
"""

import datetime as dt
from dataclasses import dataclass

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _

from corridor.errors import Refused
from corridor.models import Member
from matchmaking import after_rules
from matchmaking.actions import collaborations, feedback, promises
from matchmaking.forms import CollaborationForm, PromiseForm
from matchmaking.models import Collaboration, Feedback, FollowUp, Introduction, OptIn, Outcome
from matchmaking.queries import acquaintance
from matchmaking.queries.afterwards import CLOSES_AFTER, last_day, released

MET = "met"
OUTCOMES = {f"outcome_{months}": months for months in Outcome.AFTER_MONTHS}


@dataclass(frozen=True)
class Pressed:
    """What became of a press: done, or refused with a sentence and the form as it was sent."""

    is_done: bool = False
    sentence: str = ""
    form: forms.Form | None = None
    taken_back: bool = False


@dataclass(frozen=True)
class Asked:
    """A question with its buttons: what was said, which button the mail's link named, and until when."""

    name: str
    months: int
    said: str
    words: str
    named: str
    choices: list[tuple[str, str]]
    is_open: bool
    last_day: dt.date


NOTHING = Pressed()


def page(
    request: HttpRequest, own: OptIn, member: Member, now: dt.datetime, pressed: Pressed, *, by_link: bool = False
) -> dict[str, object]:
    """Everything the page shows to `member`, one of the two who were introduced."""
    introduction = own.introduction
    other = introduction.other(member)
    said = Feedback.objects.filter(introduction=introduction, member=member).first()
    came = list(Outcome.objects.filter(introduction=introduction, member=member).order_by("months"))
    still = FollowUp.objects.filter(introduction=introduction, member=member)
    form = pressed.form
    context = {
        "introduction": introduction,
        "other": acquaintance.sides_of([other])[other.pk],
        "questions": [_asked(one, request, now) for one in (*([said] if said else []), *came)],
        "met": bool(said) and said.answer not in ("", Feedback.Answer.NOT_MET),
        "grew": any(one.kind not in ("", Outcome.Kind.NONE) for one in came),
        "promises": still.filter(due_on__gte=_oldest(now)).order_by("kept_at", "due_on", "pk"),
        "promise_form": form if isinstance(form, PromiseForm) else PromiseForm(now=now),
        "refused": pressed.sentence,
        "by_link": by_link,
    }
    return context if by_link else context | _together(introduction, member, form)


def press(
    request: HttpRequest, introduction: Introduction, member: Member, now: dt.datetime, *, by_link: bool = False
) -> Pressed:
    """Do what the pressed button says."""
    form, taken_back = None, False
    step = request.POST.get("do", "")
    whose = {"introduction": introduction, "member": member}
    try:
        if MET in request.POST:
            feedback.say(answer=request.POST[MET], now=now, **whose)
        elif name := next((name for name in OUTCOMES if name in request.POST), None):
            feedback.say_what_came(months=OUTCOMES[name], kind=request.POST[name], now=now, **whose)
        elif "kept" in request.POST:
            promises.keep(number=_number(request.POST["kept"]), now=now, **whose)
        elif step == "promise":
            form = PromiseForm(request.POST, now=now)
            if not form.is_valid():
                return Pressed(form=form)
            promises.note(now=now, **whose, **form.cleaned_data)
        elif by_link:
            return Pressed(sentence=_("Sign in to write down what you do together."))
        elif step in ("start", "change"):
            form = CollaborationForm(request.POST)
            if not form.is_valid():
                return Pressed(form=form)
            act = collaborations.start if step == "start" else collaborations.change
            taken_back = act(now=now, **whose, **form.cleaned_data) is True
        elif step == "release":
            collaborations.release(as_of=request.POST.get("as_of", ""), now=now, **whose)
        elif step == "take_back":
            collaborations.take_back(now=now, **whose)
        else:
            return Pressed(sentence=_("Press one of the buttons."))
    except Refused as no:
        return Pressed(sentence=no.sentence, form=form)
    return Pressed(is_done=True, taken_back=taken_back)


def _asked(row: Feedback | Outcome, request: HttpRequest, now: dt.datetime) -> Asked:
    months = getattr(row, "months", 0)
    answers, said = (Outcome.Kind, row.kind) if months else (Feedback.Answer, row.answer)
    name = f"outcome_{months}" if months else MET
    named = request.GET.get(name, "")
    return Asked(
        name=name,
        months=months,
        said=said,
        words=str(answers(said).label) if said else "",
        named=named if named in answers.values else "",
        choices=answers.choices,
        is_open=after_rules.why_not_say(row, now) is None,
        last_day=last_day(row),
    )


def _together(introduction: Introduction, member: Member, form: forms.Form | None) -> dict[str, object]:
    """What the two do together, as both see it; or an empty form for it, with the introduction's synergy chosen."""
    one = Collaboration.objects.filter(introduction=introduction).select_related("synergy", "introduction").first()
    if not isinstance(form, CollaborationForm):
        words = {"line": one.line, "synergy": one.synergy_id, "stage": one.stage} if one else {}
        form = CollaborationForm(initial=words or {"synergy": introduction.synergy_id})
    by_me, by_other = released(one, member) if one else (False, False)
    return {
        "collaboration": one,
        "collaboration_form": form,
        "released_by_me": by_me,
        "released_by_other": by_other,
        "as_of": collaborations.words_of(one) if one else "",
    }


def _oldest(now: dt.datetime) -> dt.date:
    return after_rules.first_day(now) - dt.timedelta(days=1) - CLOSES_AFTER


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0
