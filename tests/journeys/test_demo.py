"""Does `make demo` give what it promises, twice? The command itself, in processes of its own, on SQLite.

What it wrote is read with plain SQL and judged here by rules of our own, not by the code that wrote it.
"""

import fcntl
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

pytestmark = pytest.mark.nodb
ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Demo:
    """Two runs of the demo: what each printed, the events there were, and the database they left."""

    said: list[str]
    agendas: list[list[tuple]]  # after each run: kind, region at the top, state, whether it is to come
    rows: sqlite3.Connection
    folder: str

    def periods(self) -> list[str]:
        found = self.rows.execute(
            "SELECT period FROM matchmaking_round WHERE state IN ('approved', 'closed') ORDER BY planned_for"
        )
        return [period for (period,) in found]

    def pairs(self, run: int) -> list[sqlite3.Row]:
        """The proposals of the first (0) or second (1) run, with where the two work and live."""
        periods = self.periods()[-2:]  # what lies before is the invented past
        return list(
            self.rows.execute(
                """SELECT i.member_a_id, i.member_b_id, i.reasons, i.state,
                          pa.region_id AS region_a, pb.region_id AS region_b,
                          ma.organisation_id AS at_a, mb.organisation_id AS at_b
                   FROM matchmaking_introduction i
                   JOIN matchmaking_round r ON r.id = i.round_id
                   JOIN corridor_profile pa ON pa.member_id = i.member_a_id
                   JOIN corridor_profile pb ON pb.member_id = i.member_b_id
                   JOIN corridor_membership ma ON ma.member_id = i.member_a_id AND ma.ended_at IS NULL
                   JOIN corridor_membership mb ON mb.member_id = i.member_b_id AND mb.ended_at IS NULL
                   WHERE r.period = ?""",
                (periods[run],),
            )
        )

    def home(self, region: int) -> int:
        """The corridor region at or above, else the last one below the country."""
        tree = {
            pk: (parent, kind)
            for pk, parent, kind in self.rows.execute("SELECT id, parent_id, kind FROM corridor_region")
        }
        path = [region]
        while tree[path[-1]][0] is not None:
            path.append(tree[path[-1]][0])
        return next((pk for pk in path if tree[pk][1] == "corridor-region"), path[-2])

    def parent(self, organisation: int) -> int | None:
        return self.rows.execute(
            "SELECT parent_id FROM corridor_organisation WHERE id = ?", (organisation,)
        ).fetchone()[0]


@pytest.fixture(scope="session")
def demo(tmp_path_factory, worker_id) -> Iterator[Demo]:
    """Two runs, lived once for all workers: whoever comes second waits, and reads what the first found."""
    own = tmp_path_factory.getbasetemp()
    folder = (own if worker_id == "master" else own.parent) / "lived-once"
    folder.mkdir(exist_ok=True)
    found = folder / "found.json"
    with (folder / "lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not found.exists():
            found.write_text(json.dumps(_lived(str(folder))))
    said, agendas = json.loads(found.read_text())
    rows = sqlite3.connect(f"file:{folder}/demo.sqlite3?mode=ro", uri=True)
    rows.row_factory = sqlite3.Row
    yield Demo(said, [[tuple(row) for row in agenda] for agenda in agendas], rows, str(folder))
    rows.close()


def _lived(folder: str) -> tuple[list[str], list[list[tuple]]]:
    """What two runs of the demo say, and the agenda after each."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    said, agendas = [], []
    for _ in range(2):
        run = subprocess.run(
            [sys.executable, "manage.py", "demo", "--once"],
            cwd=ROOT,
            env={**kept, "MODE": "demo", "VAR_DIR": folder},
            capture_output=True,
            text=True,
            timeout=400,
        )
        assert run.returncode == 0, run.stdout + run.stderr
        said.append(run.stdout)
        agendas.append(_agenda(f"{folder}/demo.sqlite3"))
    return said, agendas


def _agenda(database: str) -> list[tuple]:
    """The demo's day is that of its last round, which is where its clock stands."""
    rows = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    found = rows.execute(
        """SELECT e.kind, coalesce(above.slug, at.slug), e.state,
                  e.starts_at > (SELECT max(planned_for) FROM matchmaking_round WHERE state = 'approved')
           FROM events_event e JOIN corridor_region at ON at.id = e.region_id
           LEFT JOIN corridor_region above ON above.id = at.parent_id"""
    ).fetchall()
    rows.close()
    return found


def test_each_of_the_164_dutch_organisations_has_one_invented_member(demo):
    counted = demo.rows.execute(
        """SELECT count(*), count(DISTINCT organisation_id) FROM corridor_membership m
           JOIN corridor_member p ON p.id = m.member_id WHERE p.is_demo"""
    ).fetchone()
    outside = demo.rows.execute("SELECT count(*) FROM corridor_member WHERE NOT is_demo OR email NOT LIKE '%.example'")

    assert tuple(counted) == (164, 164)
    assert outside.fetchone()[0] == 0


def test_who_had_no_region_got_an_invented_one_that_says_so(demo):
    invented = demo.rows.execute(
        """SELECT p.region_id, o.region_id FROM corridor_profile p
           JOIN corridor_membership m ON m.member_id = p.member_id
           JOIN corridor_organisation o ON o.id = m.organisation_id WHERE p.region_invented"""
    ).fetchall()

    assert len(invented) == 23
    assert all(own != organisations for own, organisations in invented)


@pytest.mark.parametrize(("run", "at_least"), [(0, 50), (1, 30)])
def test_every_proposal_is_across_regions_never_among_colleagues_and_has_two_reasons(demo, run, at_least):
    pairs = demo.pairs(run)

    assert len(pairs) >= at_least
    for pair in pairs:
        assert demo.home(pair["region_a"]) != demo.home(pair["region_b"])
        assert pair["at_a"] != pair["at_b"]
        assert pair["at_a"] != demo.parent(pair["at_b"])
        assert pair["at_b"] != demo.parent(pair["at_a"])
        assert len({reason["code"] + str(reason["facts"]) for reason in json.loads(pair["reasons"])}) >= 2


def test_the_second_run_is_a_later_period_and_proposes_nobody_twice(demo):
    first, second = ({(pair["member_a_id"], pair["member_b_id"]) for pair in demo.pairs(run)} for run in (0, 1))
    days = demo.rows.execute(
        """SELECT julianday(max(planned_for)) - julianday(min(planned_for)) FROM
           (SELECT planned_for FROM matchmaking_round WHERE state IN ('approved', 'closed')
            ORDER BY planned_for DESC LIMIT 2)"""
    ).fetchone()[0]

    assert first & second == set()
    assert days >= 27.9  # a change between winter and summer time may take an hour


def test_what_was_open_from_the_first_run_has_ended_and_both_sides_of_the_second_were_asked(demo):
    assert {pair["state"] for pair in demo.pairs(0)} == {"made", "declined", "expired"}
    assert {pair["state"] for pair in demo.pairs(1)} == {"offered"}
    asked = demo.rows.execute("SELECT count(*) FROM corridor_outboxemail WHERE kind = 'matchmaking.opt_in_request'")
    # What a host announces waits ten minutes more, so that it can be recalled.
    waiting = demo.rows.execute(
        """SELECT count(*) FROM corridor_outboxemail
           WHERE state NOT IN ('sent', 'withdrawn') AND kind != 'events.announcement'"""
    )
    ever = demo.rows.execute("SELECT count(*) FROM matchmaking_introduction WHERE offered_at IS NOT NULL")
    assert asked.fetchone()[0] == 2 * ever.fetchone()[0] >= 2 * (len(demo.pairs(0)) + len(demo.pairs(1)))
    assert waiting.fetchone()[0] == 0


def test_a_year_of_twelve_rounds_lies_behind_and_is_over(demo):
    before = demo.periods()[:-2]
    states = dict(
        demo.rows.execute(
            """SELECT i.state, count(*) FROM matchmaking_introduction i JOIN matchmaking_round r ON r.id = i.round_id
               WHERE r.period IN (SELECT value FROM json_each(?)) GROUP BY i.state""",
            (json.dumps(before),),
        ).fetchall()
    )

    assert len(before) == 12
    assert min(states[state] for state in ("made", "declined", "expired")) > 5
    assert set(states) == {"made", "declined", "expired"}


def test_f008_in_all_rounds_nobody_who_met_or_refused_was_proposed_again(demo):
    again = demo.rows.execute(
        """SELECT count(*) FROM matchmaking_introduction one JOIN matchmaking_introduction other
           ON one.member_a_id = other.member_a_id AND one.member_b_id = other.member_b_id AND one.id < other.id
           JOIN matchmaking_tie t ON t.source_id = one.id AND t.source_type = 'matchmaking.introduction'
           WHERE t.bars_until IS NULL"""
    )

    assert again.fetchone()[0] == 0


def test_the_past_was_lived_not_written_every_state_has_its_history_and_its_mails(demo):
    moves = "SELECT count(*) FROM corridor_transition WHERE subject_type = 'matchmaking.introduction' AND \"to\" = ?"
    for state in ("made", "declined", "expired"):
        there = demo.rows.execute("SELECT count(*) FROM matchmaking_introduction WHERE state = ?", (state,))
        assert demo.rows.execute(moves, (state,)).fetchone()[0] >= there.fetchone()[0] > 0
    joint = demo.rows.execute(
        "SELECT count(*) FROM corridor_outboxemail WHERE kind = 'matchmaking.introduction_made' AND state = 'sent'"
    )
    made = demo.rows.execute("SELECT count(*) FROM matchmaking_introduction WHERE state = 'made'")
    assert joint.fetchone()[0] == 2 * made.fetchone()[0]


def test_nothing_in_the_lived_corridor_must_not_be(demo):
    checked = subprocess.run(
        [sys.executable, "manage.py", "check_invariants"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "MODE": "demo", "VAR_DIR": demo.folder},
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert checked.returncode == 0, checked.stdout
    assert {line.split()[-1] for line in checked.stdout.splitlines()} == {"0"}


def test_a_person_reads_numbers_those_left_out_and_ten_proposals_with_their_reasons(demo):
    for run, said in enumerate(demo.said):
        lines = said.splitlines()
        assert f"  proposals       {len(demo.pairs(run))}, reaching" in said
        assert f"  across regions  {len(demo.pairs(run))} of {len(demo.pairs(run))}" in said
        assert "no round of these members is worth more than" in said
        assert any(line.startswith("Left out: ") for line in lines)
        best = lines.index("The 10 best proposals")
        assert [line[:4] for line in lines[best + 1 : best + 21 : 2]] == [f"{n:3}." for n in range(1, 11)]
        assert all(line.strip().count(".") >= 2 for line in lines[best + 2 : best + 21 : 2])


def test_events_of_every_kind_lie_behind_and_ahead_of_the_first_day_in_both_regions(demo):
    first = demo.agendas[0]
    states = {state for *_, state, _coming in first}

    assert {kind for kind, _home, state, _ in first if state == "held"} == {"meetup", "site_visit", "dinner", "gala"}
    assert {kind for kind, _home, _, coming in first if coming} == {"meetup", "site_visit", "dinner", "gala"}
    for coming in (0, 1):
        assert {"mra", "brainport"} <= {home for _kind, home, _state, when in first if when == coming}
    assert states == {"draft", "published", "held", "cancelled"}


def test_the_event_of_the_day_has_an_open_door_speed_meetings_and_is_told_of_in_both_runs(demo):
    days = demo.rows.execute(
        """SELECT e.slug, count(c.id), m.turns, m.began_at IS NOT NULL
           FROM events_event e JOIN events_registration r ON r.event_id = e.id
           LEFT JOIN events_checkin c ON c.registration_id = r.id
           JOIN events_speedmeetings m ON m.event_id = e.id
           GROUP BY e.id ORDER BY e.starts_at"""
    ).fetchall()

    assert len(days) == 2
    for said, (slug, inside, turns, began) in zip(demo.said, days, strict=True):
        assert f"{inside} of " in said and f"/door/{slug}/" in said
        assert inside >= 10 and (turns, began) == (7, 1)
    seats = demo.rows.execute(
        """SELECT count(*) - count(DISTINCT s.registration_id || ':' || s.turn), count(*),
                  sum(c.id IS NULL) FROM events_speedseat s
           LEFT JOIN events_checkin c ON c.registration_id = s.registration_id"""
    ).fetchone()
    assert tuple(seats)[0] == 0 and seats[1] >= 2 * 7 * 10 and seats[2] == 0


def test_no_event_has_more_guests_than_places_and_its_past_was_lived(demo):
    over = demo.rows.execute(
        """SELECT e.slug FROM events_event e JOIN events_registration r ON r.event_id = e.id
           WHERE r.state IN ('confirmed', 'offered') GROUP BY e.id
           HAVING sum(1 + (r.companion != '')) > e.capacity"""
    ).fetchall()
    registrations = demo.rows.execute("SELECT count(*) FROM events_registration").fetchone()[0]
    born = demo.rows.execute(
        """SELECT count(DISTINCT subject_id) FROM corridor_transition
           WHERE subject_type = 'events.registration' AND action IN ('registered', 'invited')"""
    ).fetchone()[0]

    assert over == []
    assert registrations == born > 200
    opinions = demo.rows.execute("SELECT count(*) FROM events_opinion GROUP BY event_id ORDER BY 1").fetchall()
    assert [count for (count,) in opinions] == [3, 7]
