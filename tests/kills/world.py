"""Builds what a kill test lives in: the corridor, invented people, and a round that is due and approves itself.

python -m tests.kills.world PEOPLE      (MODE=demo; the database and VAR_DIR come from the environment)
"""

import sys

import django
from django.core.management import call_command


def main(people_wanted: int) -> None:
    django.setup()
    from corridor import clock
    from corridor.actions import ground
    from matchmaking.actions import rounds
    from matchmaking.demo import people
    from tests import working_day

    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    working_day.move_the_demos_clock()
    now = clock.now()
    ground.load(now=now)
    people.populate(size=people_wanted, now=now)
    rounds.plan(period="kills", planned_for=now, auto_approve_at=now, by=None, now=now)


if __name__ == "__main__":
    main(int(sys.argv[1]))
