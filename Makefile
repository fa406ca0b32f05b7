# The habits of this house, one short command each. `make help` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
SHELL := /bin/bash
.DEFAULT_GOAL := help

.PHONY: help check-machine setup setup-dev demo serve test test-fast lint fix client bench lock messages

help:
	@echo "make demo       a finished and an open election on this machine, with addresses and accounts"
	@echo "make test       every test (sets up what it needs, says at the end what could not run)"
	@echo "make test-fast  the habit, under 90 s: core, house, and the rooms you touch"
	@echo "make lint       ruff, mypy --strict, import contracts, tsc"
	@echo "make fix        let ruff mend what it can"
	@echo "make messages   collect and compile the translations"
	@echo "make client     rebuild the browser bundles (needs Node.js)"
	@echo "make bench      the figures of docs/benchmarks.md"

check-machine:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Luber butuh Python 3.11 atau lebih baru. Pasang dengan: sudo apt install python3 python3-venv (Debian 12+) lalu ulangi, atau: make PYTHON=/jalan/ke/python3.11"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || [ -n "$(UV)" ] || { \
	  echo "Python ini belum punya venv. Pasang dengan: sudo apt install python3-venv"; exit 1; }

$(VENV)/.runtime: requirements.lock pyproject.toml | check-machine
	@sh scripts/install $(PYTHON) $(VENV) requirements.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml | check-machine
	@sh scripts/install $(PYTHON) $(VENV) requirements-dev.lock
	@touch $@ $(VENV)/.runtime

setup: $(VENV)/.runtime
setup-dev: $(VENV)/.dev

demo: setup
	@$(BIN)/luber demo

serve: setup
	@$(BIN)/luber serve

# The whole suite: pure core and house; the server on SQLite, then again on a PostgreSQL of the tests' own; the journeys.
test: setup-dev
	@scripts/prepare-tests
	@scripts/test-all

test-fast: setup-dev
	@scripts/test-fast

lint: setup-dev
	@$(BIN)/ruff check --quiet . && $(BIN)/ruff format --quiet --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@if [ -x client/node_modules/.bin/tsc ]; then cd client && npm run --silent check; else echo "lint: tanpa client/node_modules, TypeScript tidak diperiksa (npm ci di client/)"; fi

fix: setup-dev
	@$(BIN)/ruff check --quiet --fix . ; $(BIN)/ruff format --quiet .

client:
	@cd client && { [ -x node_modules/.bin/esbuild ] || npm ci --no-audit --no-fund --silent; } && npm run --silent build

messages: setup-dev
	@$(BIN)/python scripts/messages.py

bench: setup-dev
	@$(BIN)/python benches/run.py

lock:
	uv pip compile -q --universal --generate-hashes --no-header --no-annotate --python-version 3.11 --extra server --group build pyproject.toml -o requirements.lock
	uv pip compile -q --universal --generate-hashes --no-header --no-annotate --python-version 3.11 --extra server --group build --group dev pyproject.toml -o requirements-dev.lock
