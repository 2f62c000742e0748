"""What has a web process loaded when it ends? Settings of gunicorn for a test: each worker writes its modules down."""

import os
import sys
from pathlib import Path


def worker_exit(server: object, worker: object) -> None:
    """Called by gunicorn in the worker, when it is about to end."""
    Path(os.environ["MODULES_FOLDER"], f"modules-{os.getpid()}").write_text("\n".join(sorted(sys.modules)))
