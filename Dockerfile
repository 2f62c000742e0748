# One image for web, worker, beat and migrate; docker-compose.yml says which command each runs.
FROM python:3.11-slim-bookworm AS built
WORKDIR /app
COPY requirements/uv.txt requirements/runtime.txt requirements/
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements/uv.txt \
    && /venv/bin/uv pip install --no-cache --compile-bytecode --python /venv/bin/python --require-hashes -r requirements/runtime.txt \
    && /venv/bin/uv pip uninstall --python /venv/bin/python uv

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin corridor \
    && mkdir -p /app /var/lib/corridor && chown corridor /var/lib/corridor
WORKDIR /app
COPY --from=built /venv /venv
COPY manage.py ./
COPY corridor corridor
COPY events events
COPY matchmaking matchmaking
COPY templates templates
COPY locale locale
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    VAR_DIR=/app/var SENT_JOURNAL=/var/lib/corridor/sent.journal NUMBA_CACHE_DIR=/var/lib/corridor/engine
# The static files are part of the image; collecting them needs no database and no real secret.
RUN python -m compileall -q corridor events matchmaking && MODE=test python manage.py collectstatic --noinput -v0
# So is the engine's machine code. A new volume starts with it; what another processor or version needs, it adds once.
RUN MODE=test python manage.py warm_engine && chown -R corridor /var/lib/corridor
USER corridor
VOLUME /var/lib/corridor
EXPOSE 8000
# --no-control-socket: this user has no home to put one in.
CMD ["gunicorn", "corridor.wsgi", "--bind=0.0.0.0:8000", "--worker-class=gthread", "--workers=2", "--threads=4", \
     "--worker-tmp-dir=/dev/shm", "--max-requests=2000", "--max-requests-jitter=200", "--no-control-socket"]
