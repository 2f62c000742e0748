"""What if nobody locked the event? Settings of gunicorn for the control: its workers count places without waiting.

On PostgreSQL it is enough to take the lock away. SQLite lets one transaction write at a time whatever we lock, so what
is looked at has to be looked at before: that is done on both.
"""

import itertools
import threading


def post_worker_init(worker) -> None:
    """Called by gunicorn in each worker, once the site is loaded."""
    from events.actions import places, registrations
    from events.models import Event, Registration
    from events.views import registration as view

    turns, seen = itertools.count(worker.age * 1_000_000), threading.local()
    register, decide = registrations.register, registrations._state_of_newcomer

    def looks_first(*, event, by, now, **more):
        seen.state = decide(Registration(event=event, member=by, turn=2_000_000_000), now)
        return register(event=event, by=by, now=now, **more)

    # Two with the same turn would be stopped by its constraint; here it is the count that is looked at.
    places.next_turn = lambda event: next(turns)
    places.lock = lambda one: Event.objects.select_related("region", "venue").get(pk=one.pk)
    registrations._state_of_newcomer = lambda newcomer, now: seen.state
    view.registrations.register = looks_first
