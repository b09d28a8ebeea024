# What people run, and what CI runs. `make demo` and `make test` need Python 3.11 or newer and make, nothing else.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

.PHONY: demo run test check docs format clean

demo: $(VENV)/newswatch
	@mkdir -p build
	@$(BIN)/newswatch baseline build seeds/baseline/gaza-talks-2025-01.txt --output build/baseline.json
	@$(BIN)/newswatch baseline show build/baseline.json
	@$(BIN)/newswatch replay seeds/feeds --baseline build/baseline.json

run: $(VENV)/newswatch
	@$(BIN)/newswatch run

test: $(VENV)/tests
	@$(BIN)/python -m pytest $(PYTEST)

check: $(VENV)/linters
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/python docs/generate.py --check

docs: $(VENV)/linters
	@$(BIN)/python docs/generate.py --write

format: $(VENV)/linters
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "newswatch needs Python 3.11 or newer")'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/newswatch: $(VENV)/bin/python pyproject.toml
	@echo "Installing newswatch into $(VENV)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/tests: $(VENV)/newswatch
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --group test
	@touch $@

$(VENV)/linters: $(VENV)/tests
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --group lint
	@touch $@
