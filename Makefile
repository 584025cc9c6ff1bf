# Everything a developer does has a name here; `make` lists them. Needs only make and Python 3.11 or newer:
# libraries go into .venv, and what the app writes goes into var/.

.DEFAULT_GOAL := help
SHELL := /bin/sh
.PHONY: help run link demo test check bench migrate translations pages fmt maps clean

PORT ?= 5000
SANDBOX_PORT ?= 12111
export PORT SANDBOX_PORT

VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --constraint constraints.txt
# What the two stamps were made from: a change in either installs again, nothing else does.
LOCKED := pyproject.toml constraints.txt hatch_build.py

help:  ## say what there is (the default)
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(VENV)/.run  ## start the sandbox and the app on 127.0.0.1 (PORT, SANDBOX_PORT); Ctrl-C stops both
	@exec $(BIN)/python -m onboarding.development.run

link: $(VENV)/.run  ## make a link for one seller of `make run`: make link ARGS="--country US --locale fr"
	@$(BIN)/python -m onboarding.development.command seller-link $(ARGS)

demo: $(VENV)/.dev  ## onboard all sellers of the demo through the real pages, without a browser
	@exec $(BIN)/python -m onboarding.development.demo

test: $(VENV)/.dev check  ## run all checks and all tests, browser tests included
	@scripts/test $(TESTS)

check: $(VENV)/.dev  ## format, ruff, mypy, import contracts, maps, drift, catalogues, sizes
	@scripts/check

bench: $(VENV)/.dev  ## measure the engine against a hand-written page, in one run
	@exec $(BIN)/python -m benchmarks

migrate: $(VENV)/.run  ## bring the database of DATABASE_URL (default: that of `make run`, in var/) up to date
	@$(BIN)/python -m onboarding.development.command db upgrade

translations: $(VENV)/.dev  ## read the texts out again and bring every catalogue up to date
	@$(BIN)/flask --app wsgi i18n extract
	@$(BIN)/flask --app wsgi i18n update
	@$(BIN)/flask --app wsgi i18n compile

pages: $(VENV)/.dev  ## write anew the pages of the docs that tests make: countries and errors
	@WRITE_PAGES=1 $(BIN)/python -m pytest --quiet tests/matrix

fmt: $(VENV)/.dev  ## format code and maps
	$(BIN)/ruff check --fix --quiet . || true
	$(BIN)/ruff format --quiet .
	$(BIN)/flask --app wsgi maps fmt

clean:  ## remove what was made: the environment, caches, builds and var/
	rm -rf $(VENV) var build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(BIN)/python:
	@scripts/make-venv $(VENV)

$(VENV)/.run: $(LOCKED) | $(BIN)/python
	@echo "Installing what the app needs (once) …"
	@$(INSTALL) --editable .
	@touch $@

$(VENV)/.dev: $(LOCKED) | $(BIN)/python
	@echo "Installing what the app, its checks and its tests need (once) …"
	@$(INSTALL) --editable ".[postgres,redis,server,test,e2e,dev]"
	@touch $@ $(VENV)/.run
