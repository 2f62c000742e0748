"""What does the ground do by the clock? Knocks without arguments: the work is found, and claimed, in rows."""

from celery import shared_task
from celery.signals import beat_init

from corridor import account_history, clock, erased_mail, heartbeat, outbox, relay
from corridor.actions import erasing

beat_init.connect(relay.start)


@shared_task(name="corridor.deliver_outbox")
def deliver_outbox() -> None:
    """Send what is due."""
    outbox.deliver_due(now=clock.now())


@shared_task(name="corridor.requeue_stuck_emails")
def requeue_stuck_emails() -> None:
    """Take back what a dead sender held."""
    outbox.requeue_stuck(now=clock.now())


@shared_task(name="corridor.forget_old_bodies")
def forget_old_bodies() -> None:
    """Empty the texts of old mails."""
    outbox.forget_old_bodies(now=clock.now())


@shared_task(name="corridor.forget_old_sign_ins")
def forget_old_sign_ins() -> None:
    """Delete old lines of who came in and from where."""
    account_history.forget_old(now=clock.now())


@shared_task(name="corridor.finish_erasing")
def finish_erasing() -> None:
    """Take the rest of who erased themselves and is shown nowhere any more, and the address of their last mail."""
    erased_mail.forget_farewells()
    for member in erasing.waiting():
        erasing.fade(member=member, now=clock.now())


@shared_task(name="corridor.beat")
def beat() -> None:
    """Note that schedule and worker live."""
    heartbeat.beat()
