"""Which PostgreSQL does a bench use? That of DATABASE_URL, else one of its own on loopback, gone when it ends."""

import contextlib
import os
import secrets
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

BINARIES = Path("/usr/lib/postgresql")  # Debian and Ubuntu; elsewhere DATABASE_URL names a server


@contextlib.contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """The address of an empty database, dropped again afterwards; empty when there is no server to make it on."""
    named = os.environ.get("DATABASE_URL", "")
    if named.startswith("postgres"):
        with _database(named) as address:
            yield address
        return
    found = sorted(BINARIES.glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if not found:
        yield ""
        return
    with _server(found[-1].parent, folder / "postgres") as server, _database(server) as address:
        yield address


@contextlib.contextmanager
def _server(programs: Path, folder: Path) -> Iterator[str]:
    """A server of our own; it writes to disk as in earnest (fsync stays on)."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    nobody = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"] if os.getuid() == 0 else []
    password, asked = secrets.token_hex(16), folder.with_suffix(".password")
    folder.mkdir(mode=0o700)
    folder.parent.chmod(0o711)
    asked.write_text(password)
    if nobody:  # PostgreSQL refuses to run as root
        asked.chmod(0o644)
        subprocess.run(["chown", "nobody:nogroup", folder], check=True)
    made = ["-U", "corridor", "--auth=scram-sha-256", f"--pwfile={asked}", "-E", "UTF8", "--locale=C.UTF-8"]
    _quietly(*nobody, programs / "initdb", "-D", folder, *made)
    asked.unlink()
    control: list[str | Path] = [*nobody, programs / "pg_ctl", "-D", folder, "-w"]
    options = f"-p {port} -h 127.0.0.1 -k '' -c max_connections=100"
    _quietly(*control, "-l", folder / "log", "-o", options, "start")
    try:
        yield f"postgres://corridor:{password}@127.0.0.1:{port}/postgres"
    finally:
        _quietly(*control, "-m", "immediate", "stop")


def _quietly(*words: str | Path) -> None:
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, cwd="/")


@contextlib.contextmanager
def _database(server: str) -> Iterator[str]:
    """A new database there."""
    import psycopg

    name = f"bench_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield f"{server.rpartition('/')[0]}/{name}"
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
