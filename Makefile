# The book's commands; `make help` lists them.  GNU make 3.81 and Python 3.11, or newer, suffice.

ifeq ($(OS),Windows_NT)
PYTHON ?= py -3
BIN := .venv/Scripts
else
PYTHON ?= python3
BIN := .venv/bin
endif

PY := $(BIN)/python
INSTALL := $(PYTHON) requirements/install.py
LOCKS := build test lint audit

# More for the command that a target runs: make test ARGS="-k epub"
ARGS ?=

.PHONY: all html pdf epub print watch hashes test bench lint linkcheck audit lock clean distclean help

all: .venv/.build ## all three editions, into _build/ (the default)
	$(PY) -m press $(ARGS)

html: .venv/.build ## the web edition: _build/html/index.html
	$(PY) -m press html $(ARGS)

pdf: .venv/.build ## the print edition, in _build/pdf/
	$(PY) -m press pdf $(ARGS)

epub: .venv/.build ## the e-reader edition, in _build/epub/
	$(PY) -m press epub $(ARGS)

print: .venv/.build ## pages and cover for a print house, examined: _build/print/
	$(PY) -m press print $(ARGS)

WATCHED := --watch press --watch conf.py --watch references.bib
watch: .venv/.build ## the web edition in a browser, renewed at each change
	$(PY) -m press.watch -c . -n --host 127.0.0.1 $(WATCHED) -d _build/watch/doctrees book _build/watch/html $(ARGS)

hashes: ## SHA-256 of each file of the editions that were built
	@$(PYTHON) -m tests.support.hashes $(ARGS)

# One worker a core, each with files of its own; `make test ARGS="-n 0"` does without.
WORKERS := --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder
test: .venv/.test ## prove the editions and the press
	$(PY) -m pytest $(WORKERS) $(ARGS)

bench: .venv/.build ## how long the editions take, beside other tools: ARGS="--sizes 6 60 300"
	$(PY) -m bench $(ARGS)

lint: .venv/.lint ## style and types of the code
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) -m codespell_lib

linkcheck: .venv/.build ## whether the book's links lead anywhere (needs the network)
	$(PY) -m sphinx -c . -b linkcheck -d _build/linkcheck/doctrees book _build/linkcheck $(ARGS)

audit: .venv/.audit ## what is known against the locked packages (needs the network)
	$(PY) -m pip_audit --strict --disable-pip --require-hashes $(LOCKS:%=--requirement requirements/%.txt) $(ARGS)

# Each lock is bound by the ones before it, and holds for every supported Python and system:
# a package has one version, whoever reads.  `make lock UPGRADE=` keeps what is locked, and
# `make lock UPGRADE="--upgrade-package sphinx"` raises that alone.
UPGRADE ?= --upgrade
LOCK := uv pip compile --quiet $(UPGRADE) --universal --python-version 3.11 \
  --fork-strategy fewest --generate-hashes --no-emit-index-url
lock: export UV_CUSTOM_COMPILE_COMMAND := make lock
lock: ## renew the locks in requirements/ (needs uv)
	$(LOCK) pyproject.toml --group build -o requirements/build.txt
	$(LOCK) --group test -c requirements/build.txt -o requirements/test.txt
	$(LOCK) --group lint -c requirements/build.txt -c requirements/test.txt -o requirements/lint.txt
	$(LOCK) --group audit -c requirements/build.txt -c requirements/test.txt -c requirements/lint.txt -o requirements/audit.txt

REMOVE := import pathlib, shutil; [shutil.rmtree(path) \
  for pattern in ('_build', '.*_cache', '**/__pycache__') \
  for path in list(pathlib.Path().glob(pattern)) if path.parts[0] != '.venv']
clean: ## remove what was built, and caches
	$(PYTHON) -c "$(REMOVE)"

distclean: clean ## remove .venv too
	$(PYTHON) -c "import shutil; shutil.rmtree('.venv', ignore_errors=True)"

help: ## list these targets
	@$(PYTHON) -c "import re; [print('make %-10s %s' % t) for t in re.findall('^([a-z]+):.*?## (.+)', open('Makefile').read(), re.M)]"

.venv/.build: requirements/build.txt
	$(INSTALL) build

.venv/.test: requirements/test.txt .venv/.build
	$(INSTALL) test

.venv/.lint: requirements/lint.txt .venv/.build
	$(INSTALL) lint

.venv/.audit: requirements/audit.txt .venv/.build
	$(INSTALL) audit
