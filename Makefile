# Concord. `make run` and `make test` are all that a newcomer needs; `make help` lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help
VENV := .venv
BIN := $(VENV)/bin
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
HOST ?= 127.0.0.1
PORT ?= 8000

.PHONY: help install install-dev install-servers run dev check test test-long bench migrate api pictures clean

help: ## List the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

install: $(VENV)/.installed frontend/node_modules/.installed frontend/dist/index.html ## Install dependencies and build the pages

$(BIN)/python:
	python3 -m venv $(VENV)

$(VENV)/.installed: requirements.lock requirements-build.lock pyproject.toml | $(BIN)/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock -r requirements-build.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

frontend/node_modules/.installed: frontend/package-lock.json
	cd frontend && npm ci --no-audit --no-fund --loglevel=error
	touch $@

frontend/dist/index.html: frontend/node_modules/.installed $(shell find frontend/src frontend/index.html frontend/*.ts frontend/package.json -type f 2>/dev/null)
	cd frontend && npm run --silent build
	touch $@

install-dev: install $(VENV)/.installed-dev ## Also install what tests and checks need

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

install-servers: ## Install PostgreSQL, Redis and Chromium from Debian where they are missing (for tests)
	@need=(); \
	ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || need+=(postgresql); \
	command -v valkey-server >/dev/null || command -v redis-server >/dev/null || need+=(redis-server); \
	command -v chromium >/dev/null || need+=(chromium); \
	fc-list 2>/dev/null | grep -qi 'noto.*arabic\|dejavu' || need+=(fonts-dejavu-core); \
	if [ $${#need[@]} -gt 0 ]; then \
	  echo "installing $${need[*]}"; \
	  $(SUDO) apt-get update -qq && $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$${need[@]}" >/dev/null; \
	fi

run: install ## Serve Concord with a demonstration group on http://127.0.0.1:8000
	$(BIN)/concord serve --host $(HOST) --port $(PORT) --demo

dev: install-dev ## Serve with the pages rebuilt as they change (http://127.0.0.1:5173)
	@CONCORD_PUBLIC_URL=http://127.0.0.1:5173 $(BIN)/concord serve --demo & server=$$!; \
	trap "kill $$server" EXIT; \
	cd frontend && npm run --silent dev

check: install-dev ## Types, style, layers, catalogues, migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python scripts/check_migrations.py
	$(BIN)/python scripts/check_api.py
	$(BIN)/python scripts/check_repository.py
	cd frontend && npm run --silent check
	cd frontend && npm run --silent extract >/dev/null && git diff --exit-code --stat -- src/locales
	$(BIN)/python scripts/check_words.py

test: install-dev install-servers ## Run every test (short forms of the long proofs)
	@# Two at once, for two cores: the pages' tests beside the rest, and told at the end.
	@told=$$(mktemp); failed=0; \
	( failed=0; $(BIN)/pytest -m "not long" tests/browser || failed=1; \
	  (cd frontend && npm test --silent) || failed=1; exit $$failed ) >$$told 2>&1 & pages=$$!; \
	$(BIN)/pytest -m "not long" --ignore=tests/browser || failed=1; \
	wait $$pages || failed=1; cat $$told; rm -f $$told; exit $$failed

test-long: install-dev install-servers ## The long proofs: kills, gavels against keystrokes, hostile frames (some 30 minutes)
	$(BIN)/pytest -m long --timeout=3600

bench: install ## Measure beside other servers: make bench BENCH=folder-of-the-harness [ARGS="compare concord hocuspocus"]
	@test -n "$(BENCH)" || { echo "say where the harness is: make bench BENCH=path"; exit 2; }
	$(BENCH)/setup.sh
	BENCH_CHECKOUT=$(CURDIR) node $(BENCH)/bench.mjs $(or $(ARGS),compare concord hocuspocus y-websocket-server)

migrate: install ## Bring the database to the newest schema
	$(BIN)/concord migrate

api: install-dev ## Write docs/openapi.json and generate the pages' client from it
	$(BIN)/concord openapi docs/openapi.json
	cd frontend && npm run --silent api

pictures: install-dev install-servers ## Take the pictures of the documentation from the running product
	$(BIN)/python scripts/take_pictures.py

clean: ## Remove what was installed and built (data/ stays)
	rm -rf $(VENV) frontend/node_modules frontend/dist .mypy_cache .ruff_cache .pytest_cache
