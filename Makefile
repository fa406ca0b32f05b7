# The habits of this house, one short command each. `make help` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
SHELL := /bin/bash
.DEFAULT_GOAL := help

.PHONY: help check-machine setup setup-dev demo serve test test-fast lint fix client client-check bench lock messages clean elections

help:
	@echo "make demo       a finished and an open election on this machine, with addresses and accounts"
	@echo "make test       every test (sets up what it needs, says at the end what could not run)"
	@echo "make test-fast  the habit: under 90 s, no browser"
	@echo "make lint       ruff, mypy --strict, import contracts, tsc"
	@echo "make fix        let ruff mend what it can"
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

lock:
	uv pip compile -q --universal --generate-hashes --no-header --no-annotate --python-version 3.11 --extra server --group build pyproject.toml -o requirements.lock
	uv pip compile -q --universal --generate-hashes --no-header --no-annotate --python-version 3.11 --extra server --group build --group dev pyproject.toml -o requirements-dev.lock
