"""What does every test get? A fixed now, an empty cache, the site's own language, and a hand for signing in."""

import datetime as dt
import gc

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.utils import translation

from tests import make
from tests.needs import pytest_collection_modifyitems, pytest_runtest_makereport, redis_url

__all__ = ["pytest_collection_modifyitems", "pytest_runtest_makereport", "redis_url"]

NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)  # a Tuesday


def pytest_collection_finish():
    """What all tests share lives as long as they do: looking for garbage in it again and again costs a tenth of all."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The tables are there (settings.py), so every migration counts as applied."""
    with django_db_blocker.unblock():
        executor = MigrationExecutor(connection)
        executor.recorder.ensure_schema()
        for migration, _backwards in executor.migration_plan(executor.loader.graph.leaf_nodes()):
            executor.recorder.record_applied(migration.app_label, migration.name)


@pytest.fixture
def now() -> dt.datetime:
    """The instant every test takes place, unless it says otherwise."""
    return NOW


@pytest.fixture(autouse=True)
def empty_cache():
    """Rate limits live in the cache; a test must not feel the one before it."""
    cache.clear()


@pytest.fixture(autouse=True)
def own_language():
    """A request leaves its language active; a test must not speak that of the one before it."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def member(db):
    """An ordinary member with a complete profile."""
    return make.member()


@pytest.fixture
def organiser(db):
    """An organiser of the MRA."""
    return make.organiser()


@pytest.fixture
def client_for():
    """client_for(person): a test client signed in as that person."""

    def signed_in(person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return signed_in
