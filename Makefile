# Two commands for a fresh machine that has Python 3.11 or newer, make and a shell:
#   make demo    reads the bundled example and writes demo/report.html
#   make test    runs the tests
# Everything is installed into .venv, once; it is renewed when the lock file or pyproject.toml changes.

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
# Which Python makes the environment: the first of these that runs and is new enough. Choose another by make PYTHON=...
PYTHONS := python3.13 python3.12 python3.11 python3 python
# More arguments for pytest: make test ARGS="tests/test_rooms.py -v"
ARGS :=

.DEFAULT_GOAL := help
.PHONY: help install spark demo test lint lock bench front clean distclean

help:  ## Show what there is to make
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

$(BIN)/python:
	@python='$(PYTHON)'; \
	if [ -z "$$python" ]; then \
		for candidate in $(PYTHONS); do \
			if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
				python=$$candidate; break; \
			fi; \
		done; \
	fi; \
	if [ -z "$$python" ]; then \
		echo "Bedfellows needs Python 3.11 or newer; found: $$(python3 --version 2>/dev/null || echo none)." >&2; \
		echo "Install one, or name it: make PYTHON=/path/to/python3.11" >&2; \
		exit 1; \
	fi; \
	if ! "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
		echo "Bedfellows needs Python 3.11 or newer; $$python is: $$("$$python" --version 2>/dev/null || echo no Python)." >&2; \
		exit 1; \
	fi; \
	echo "Making $(VENV) with $$("$$python" --version 2>&1)"; \
	"$$python" -m venv --clear $(VENV) || { rm -rf $(VENV); exit 1; }

$(STAMP): requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing the locked packages into $(VENV); the first time this takes some minutes"
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

install: $(STAMP)  ## Install into .venv

spark: $(STAMP)  ## Install Spark as well (450 MB), which a few tests need beside Java 17
	@$(PIP) install --require-hashes -r requirements-spark.lock

demo: $(STAMP)  ## Read the bundled example, print the answers, write demo/report.html
	@$(BIN)/bedfellows demo --out demo

test: $(STAMP)  ## Run the tests
	@$(BIN)/python -m pytest -n auto $(ARGS)

lint: $(STAMP)  ## Check style, layout and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

COMPILE := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header --python-version 3.11

lock: $(STAMP)  ## Write the lock files anew from pyproject.toml
	@$(COMPILE) pyproject.toml --group dev -o requirements.lock
	@$(COMPILE) pyproject.toml --group dev --extra spark -c requirements.lock -o requirements-spark.lock

bench: $(STAMP)  ## Run the benchmarks
	@set -e; for script in benchmarks/*.py; do $(BIN)/python "$$script"; done

front:  ## Check the front end and build it into the package; needs Node 20 or newer
	@cd front && npm ci --no-audit --no-fund && npm run check && npm run build

clean:  ## Remove what demo, test and lint leave behind
	@rm -rf demo dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -path ./$(VENV) -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean  ## Remove the environment too
	@rm -rf $(VENV)
