"""How do tests answer, and see which mails that wrote?"""

from corridor.models import OutboxEmail
from matchmaking.actions import introductions
from matchmaking.models import Introduction


def fresh(introduction):
    return Introduction.objects.get(pk=introduction.pk)


def keys(introduction, state=None):
    """Kind and member of the mails about it, for example "opt_in_request:4"."""
    rows = OutboxEmail.objects.filter(about_type="matchmaking.introduction", about_id=introduction.pk)
    return {f"{row.key.split(':')[0]}:{row.member_id}" for row in rows if state in (None, row.state)}


def say(introduction, member, answer, now, **more):
    return introductions.answer(introduction=introduction, member=member, answer=answer, now=now, **more)


def the_joint_mail_leaves(introduction, now, member=None):
    """One of the two mails, or that of `member`, is sent."""
    about = OutboxEmail.objects.filter(kind="matchmaking.introduction_made", about_id=introduction.pk)
    mail = about.filter(**{"member": member} if member else {}).earliest("pk")
    OutboxEmail.objects.filter(pk=mail.pk).update(state="sent", sent_at=now)


def both_say_yes(introduction, now):
    for member in introduction.members:
        say(introduction, member, "yes", now)
