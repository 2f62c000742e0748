"""S-51: are tasks plain knocks that may come twice?"""

import datetime as dt
import inspect

import pytest
from celery import current_app

from corridor import tasks
from corridor.models import OutboxEmail
from tests import make

OURS = [task for name, task in inspect.getmembers(tasks) if hasattr(task, "delay")]


@pytest.mark.nodb
def test_s51_messages_are_json_and_results_are_not_kept():
    assert current_app.conf.task_serializer == "json"
    assert current_app.conf.accept_content == ["json"]
    assert current_app.conf.result_backend is None
    assert current_app.conf.task_ignore_result is True


@pytest.mark.nodb
def test_s51_every_task_of_ours_takes_ids_or_nothing():
    current_app.loader.import_default_modules()
    mine = {name: task for name, task in current_app.tasks.items() if name.split(".")[0] != "celery"}

    wrong = [
        f"{name}: {parameter}"
        for name, task in mine.items()
        for parameter in inspect.signature(task.run).parameters.values()
        if parameter.annotation not in (int, "int")
    ]

    assert len(mine) >= len(OURS) >= 4
    assert wrong == []


@pytest.mark.nodb
def test_every_entry_of_the_beat_table_is_a_task_that_exists():
    current_app.loader.import_default_modules()

    named = {entry["task"] for entry in current_app.conf.beat_schedule.values()}

    assert named - set(current_app.tasks) == set()


@pytest.mark.django_db
@pytest.mark.parametrize("task", OURS, ids=lambda task: task.name)
def test_s51_a_task_that_runs_twice_does_nothing_the_second_time(task, settings, tmp_path, mailoutbox):
    settings.SENT_JOURNAL = tmp_path / "sent.journal"
    make.mail(make.member(), now=dt.datetime(2026, 11, 1, tzinfo=dt.UTC))

    task.delay()
    once = list(OutboxEmail.objects.values_list("state", "attempts", "text"))
    task.delay()

    assert list(OutboxEmail.objects.values_list("state", "attempts", "text")) == once
    assert len(mailoutbox) <= 1
