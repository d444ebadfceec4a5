# Two commands suffice on a fresh machine: make build, make test. Both set up what they need in .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SAMPLE := data/raw/canals-plan.pdf
REVISED := data/raw/canals-plan-revised.pdf
SHARED := ../shared
FUZZ_SECONDS := 60
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: help build test check format lint types score plans bench golden reliability fuzz sample docs wheel clean

help: ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 16

build: $(VENV)/.runtime ## set up, build both editions of the sample plan, and show what changed
	$(BIN)/lambextract build $(SAMPLE) $(REVISED)
	$(BIN)/lambextract check data/out/canals-plan --source $(SAMPLE)
	$(BIN)/lambextract diff data/out/canals-plan data/out/canals-plan-revised

test: $(VENV)/.dev ## set up, and run the tests, two files at a time
	$(BIN)/python -m pytest -q -n 2 --dist loadfile

check: format lint types test ## what must pass before a change lands

format: $(VENV)/.dev
	$(BIN)/ruff format --check .

lint: $(VENV)/.dev
	$(BIN)/ruff check .

types: $(VENV)/.dev
	$(BIN)/mypy

score: $(VENV)/.dev ## score the sample plan, and the real one where it lies beside the project
	@$(BIN)/lambextract build $(SAMPLE) 2>/dev/null
	@echo "The sample plan, against tests/labels"
	@$(BIN)/lambextract score data/out/canals-plan tests/labels/commitments.jsonl
	@if [ -e $(SHARED)/gold/commitments.dev.jsonl ]; then for form in pdf txt; do \
	  $(BIN)/lambextract build $(SHARED)/data/lamb-plan-2010.$$form --out data/out/lamb-plan-2010-$$form 2>/dev/null && \
	  echo "The real plan's first half, from its $$form" && \
	  $(BIN)/lambextract score data/out/lamb-plan-2010-$$form $(SHARED)/gold/commitments.dev.jsonl || exit 1; \
	done; else echo "The real plan is not part of the project: see data/raw/SOURCES.md"; fi

plans: $(VENV)/.dev ## the tests that make test leaves out for their time, such as those that read all real plans at hand: minutes
	$(BIN)/python -m pytest -q -m plans

bench: $(VENV)/.dev ## measure what docs/performance.md tells, and write it there: some ten minutes
	-@$(PIP) install --quiet -c constraints.txt pymupdf4llm
	$(BIN)/python -m tests.bench

golden: $(VENV)/.dev ## rewrite the files that tests compare with, and the generated parts of the docs
	$(BIN)/python -m pytest -q tests/test_golden.py tests/test_docs.py --golden

reliability: $(VENV)/.dev ## measure what docs/reliability.md tells, and write it there: under ten minutes
	-@$(PIP) install --quiet -c constraints.txt atheris
	$(BIN)/python -m tests.reliability

fuzz: $(VENV)/.dev ## fuzz the reader of texts and the loader of patterns, a minute each
	$(PIP) install --quiet -c constraints.txt atheris
	@mkdir -p build
	$(BIN)/python -m tests.fuzz text -max_total_time=$(FUZZ_SECONDS) -timeout=20 -artifact_prefix=build/
	$(BIN)/python -m tests.fuzz patterns -max_total_time=$(FUZZ_SECONDS) -timeout=20 -artifact_prefix=build/

docs: $(VENV)/.runtime ## build the documentation site into build/docs
	$(PIP) install --quiet -c constraints.txt furo myst-parser sphinx
	$(BIN)/sphinx-build -q -W -b html docs build/docs
	@echo "Open build/docs/index.html"

wheel: $(VENV)/.dev ## build the wheel into dist/
	$(PIP) wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

clean: ## remove what was set up and built
	rm -rf $(VENV) $(VENV)-* dist build data/out/*/ .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or later is needed: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) install --quiet -c constraints.txt hatchling editables
	$(PIP) install --quiet -c constraints.txt --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(VENV)/.runtime
	$(PIP) install --quiet -c constraints.txt --no-build-isolation -e '.[dev]'
	@touch $@
