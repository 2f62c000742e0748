"""A thousand people and two hundred places: does everybody get an answer, in order, and how fast? (R-09, R-10)

    python -m bench.bench_rush [--people 1000] [--seats 200] [--only sqlite|postgresql] [--without-lock]

The site as production runs it (gunicorn, two processes of four threads), on an empty database of its own: SQLite, then
PostgreSQL (that of DATABASE_URL, else one started here on loopback). A thousand signed-in members follow the page of
one event, its token and its form, all at once; then twenty give their places back. Beside it, before and after, the
least Django that does the same job, because a machine drifts. Leaves with 1 when anything was oversold, lost, out of
order or answered with an error. `--without-lock` is the control: nobody locks the event, and it must oversell.
"""

import argparse
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.postgres import postgres
from tests.rush.site import ROOT, environment


def rush(name: str, database: str, folder: Path, told: list[str]) -> bool:
    """One rush on one database; whether all was well."""
    print(f"{name}: {told[0]} people, {told[1]} places{', without the lock' if len(told) > 2 else ''}", flush=True)
    variables = environment(database=database, secret=secrets.token_urlsafe(60), folder=folder)
    return subprocess.run([sys.executable, "-m", "bench.rush_round", *told], cwd=ROOT, env=variables).returncode == 0


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--people", type=int, default=1000)
    options.add_argument("--seats", type=int, default=200)
    options.add_argument("--only", choices=("sqlite", "postgresql"))
    options.add_argument("--without-lock", action="store_true", help="the control: it must oversell")
    chosen = options.parse_args()
    told = [str(chosen.people), str(chosen.seats), *(["--without-lock"] if chosen.without_lock else [])]
    good = True
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        embedded, secret = f"sqlite:///{folder / 'rush.sqlite3'}", secrets.token_urlsafe(60)
        variables = environment(database=embedded, secret=secret, folder=folder)
        collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
        subprocess.run(collect, cwd=ROOT, env=variables, check=True)
        if chosen.only != "postgresql":
            good &= rush("SQLite", embedded, folder, told)
        if chosen.only != "sqlite":
            with postgres(folder) as address:
                if address:
                    good &= rush("PostgreSQL", address, folder, told)
                else:
                    print("PostgreSQL: SKIPPED, neither DATABASE_URL nor /usr/lib/postgresql has a server")
    return int(not good)


if __name__ == "__main__":
    sys.exit(main())
