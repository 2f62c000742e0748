"""One process with everything, as a small installation runs it: site, worker and schedule.

python -m tests.kills.site PORT
"""

import sys

import django


def main(port: int) -> None:
    django.setup()
    from corridor import embedded

    with embedded.background():
        embedded.serve(port)


if __name__ == "__main__":
    main(int(sys.argv[1]))
