# The commands. `make demo` and `make test` need Python 3.11 or newer (with venv) and make, nothing else.

PYTHON ?= python3
PORT ?= 8000
BENCH ?= *
PY = .venv/bin/python
CHECK = MODE=test VAR_DIR=$$(mktemp -d)

# Each process of the demo and of the tests would read all its sources anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo test check bench bench-rush screenshots locks clean runtime tools

help:  ## this list
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*##/\t/' | expand -t 14

demo: runtime  ## load the corridor, run a round, serve the site; ONCE=1 does not serve, SIZE=5000 makes that many members
	@MODE=demo SITE_URL=http://localhost:$(PORT) $(PY) manage.py demo --port $(PORT) $(if $(ONCE),--once) $(if $(SIZE),--size $(SIZE))

test: tools  ## every test; once more on PostgreSQL when TEST_POSTGRES_URL names a server
	@$(CHECK) $(PY) manage.py warm_engine
	$(PY) -m pytest -n 2 --dist worksteal -rs
	@if [ -n "$$TEST_POSTGRES_URL" ]; then DATABASE_URL="$$TEST_POSTGRES_URL" $(PY) -m pytest -n 2 --dist worksteal -rs; fi

check: tools  ## style, layers, migrations, types, templates
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	.venv/bin/lint-imports
	$(CHECK) $(PY) manage.py makemigrations --check --dry-run
	$(PY) -m mypy
	$(PY) -m djlint templates --lint --quiet

bench: tools  ## measure, beside peers or a naive baseline; BENCH=engine measures only bench/bench_engine.py, MORE=1 longer
	$(call install,bench,bench/requirements.txt)
	@for file in bench/bench_$(BENCH).py; do echo "== $$file"; \
	    case "$$file$(MORE)" in *dinner.py) set -- 3;; *meetings.py) set -- 10;; *enumeration.py) set -- 12;; *outbox.py) set -- -n 300;; *rush.py) set -- --people 150 --seats 30;; *) set --;; esac; \
	    MODE=development VAR_DIR=$$(mktemp -d) OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 MORE=$(MORE) \
	    $(PY) -m $$(echo $${file%.py} | tr / .) "$$@" || exit 1; done

bench-rush: tools  ## 1,000 people and 200 places on the real server, SQLite and PostgreSQL; MORE=--without-lock is the control
	$(PY) -m bench.bench_rush $(MORE)

screenshots: tools  ## pictures of the pages, in var/screenshots
	$(PY) -m tests.browser.screenshots

locks: tools  ## resolve requirements/*.in again
	for name in uv runtime dev; do .venv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
	    --no-header --no-annotate --upgrade requirements/$$name.in -o requirements/$$name.txt; done
	.venv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
	    --no-header --no-annotate --upgrade bench/requirements.in -o bench/requirements.txt

clean:  ## remove the environment and everything the demo wrote
	rm -rf .venv var

# The locked packages, installed by uv, or by pip where uv does not work; nothing to do while the lock is the installed one.
install = @cmp -s $(2) .venv/$(1).lock || { echo "Installing $(2) ..."; \
    .venv/bin/uv pip install -q --python $(PY) --require-hashes -r $(2) 2>.venv/uv.log || \
    $(PY) -m pip install -q --disable-pip-version-check --require-hashes -r $(2); } && \
    cp $(2) .venv/$(1).lock

runtime: .venv/made
	$(call install,runtime,requirements/runtime.txt)

tools: .venv/made
	$(call install,dev,requirements/dev.txt)

.venv/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "Python 3.11 or newer is needed; say where it is: make PYTHON=/path/to/python3 ..."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	    { echo "Python's venv module is missing (Debian and Ubuntu: apt-get install python3-venv)."; exit 1; }
	@$(PYTHON) -m venv --clear .venv
	@$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements/uv.txt || \
	    echo "uv cannot be installed here; pip will do."
	@touch .venv/made
