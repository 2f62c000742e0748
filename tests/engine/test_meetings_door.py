"""What do the shapes of a speed meeting refuse, and does the command line answer with the same schedule?"""

import json
import subprocess
import sys
from dataclasses import replace

import pytest

from matchmaking.engine import meetings
from matchmaking.engine.__main__ import main
from matchmaking.engine.meetings import Meeting, meetings_of, repair, schedule
from tests.engine.evenings import company, evening

pytestmark = pytest.mark.nodb


@pytest.mark.parametrize(
    "broken",
    [
        lambda: evening(4, 0),
        lambda: evening(4, 1, seats=1),
        lambda: evening(4, 1, seats=51),
        lambda: evening(4, 1, effort=0),
        lambda: evening(4, 1, crossing=-1),
        lambda: evening(4, 1, held=((), ())),
        lambda: evening(4, 1, arrives=((99, 1),)),
        lambda: evening(4, 1, leaves=((10, 1), (10, 0))),
        lambda: evening(4, 1, held=(((10, 13), (10, 16)),)),
        lambda: evening(4, 1, held=(((10, 99),),)),
    ],
)
def test_a_meeting_that_makes_no_sense_is_refused(broken):
    with pytest.raises(ValueError, match="meeting"):
        broken()


def test_a_meeting_survives_the_trip_through_json():
    meeting = evening(5, 3, arrives=((10, 2),), leaves=((13, 2),), held=(((13, 16),),), crossing=5)

    back = Meeting.from_json(json.loads(json.dumps(meeting.to_json())))

    assert back.to_json() == meeting.to_json()
    assert schedule(back) == schedule(meeting)
    plain = Meeting.from_json({"pool": meeting.pool.to_json(), "turns": 3})
    assert (plain.seats, plain.arrives, plain.held, plain.crossing, plain.effort) == (2, (), (), 0, 100)


def test_the_shapes_load_no_numpy():
    code = (
        "import sys; from matchmaking.engine.meetings.shapes import Meeting; from matchmaking.engine import meetings; "
        "print(meetings.Meeting is Meeting, sorted({'numpy', 'numba', 'rustworkx'} & set(sys.modules)))"
    )

    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)

    assert run.stdout == "True []\n", run.stderr


def test_the_package_has_no_other_names():
    with pytest.raises(AttributeError, match="nonsense"):
        _ = meetings.nonsense


def test_the_command_line_prints_the_schedule(tmp_path, capsys):
    meeting, file = evening(6, 2), tmp_path / "pool.json"
    file.write_text(json.dumps(meeting.pool.to_json() | {"meeting": {"turns": 2, "seats": 2, "effort": 2}}))

    assert main(["meetings", str(file)]) == 0

    told = json.loads(capsys.readouterr().out)
    assert told == schedule(meeting).to_json()
    assert (told["repeats"], told["waits"], told["turns"][0]["number"]) == (0, 0, 1)


def test_the_command_line_mends_a_schedule(tmp_path, monkeypatch):
    meeting, file = evening(6, 3, arrives=((13, 2),)), tmp_path / "pool.json"
    change = {"held": 1, "leaves": [[10, 1]]}
    wanted = {"turns": 3, "arrives": [[13, 2]], "effort": 2, "repair": change}
    file.write_text(json.dumps(meeting.pool.to_json() | {"meeting": wanted}))

    told = meetings_of(str(file))

    assert told == repair(replace(meeting, leaves=((10, 1),)), schedule(meeting), 1).to_json()
    with file.open() as opened:
        monkeypatch.setattr("sys.stdin", opened)
        assert meetings_of("-") == told


def test_the_command_line_says_that_a_pool_has_no_meeting(tmp_path, capsys):
    file = tmp_path / "pool.json"
    file.write_text(json.dumps(company(4).to_json()))

    assert main(["meetings", str(file)]) == 2
    assert "meeting" in capsys.readouterr().err
