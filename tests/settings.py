"""How do tests differ? A fast hasher, no broker, mails kept in memory, plain static files."""

import os
import tempfile

os.environ.setdefault("MODE", "test")
os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="corridor-test-"))

from corridor.settings import *  # noqa: F403

STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_TASK_ALWAYS_EAGER = True
# The tables as the models say, which `make check` compares with the migrations: walking through all of those takes ten
# seconds for each process of the tests. The demo, the kills and the journey of production walk through them.
DATABASES["default"]["TEST"] = {"MIGRATE": False}  # noqa: F405
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, as in earnest: threads that share one in-memory database would lock each other out.
    DATABASES["default"]["TEST"]["NAME"] = str(VAR_DIR / "test.sqlite3")  # noqa: F405
STEADY_ANSWER_SECONDS = 0
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
