# Everything here needs git, make and Python 3.11 or newer; the rest is installed into .venv from requirements.lock.

PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/.installed
# In a container, where there is often no other user, JupyterLab has to be told that it may run as root.
AS_ROOT = $(if $(filter 0,$(shell id -u)),--allow-root)

.PHONY: book pdf epub test lab lint bench data panel named help
.DEFAULT_GOAL := help

book: $(INSTALLED)  ## build the book and print where its front page is; READER=1: with the reader for the browser
	@$(BIN)/jiedu build $(if $(READER),--with-reader)

pdf: book  ## print the book as one PDF into dist; Chromium prints it
	@$(BIN)/jiedu pdf
epub: book  ## make the book, then of its site one EPUB in dist
	@$(BIN)/jiedu epub

test: $(INSTALLED)  ## run every test
	@$(BIN)/pytest

lab: $(INSTALLED)  ## open the notebooks in JupyterLab; EDITION=zh: copies of them in Chinese
	@$(if $(EDITION),$(BIN)/jiedu translate --pages _build/lab)
	@$(if $(EDITION),JIEDU_LANGUAGE=$(EDITION)) JUPYTER_CONFIG_PATH=src/jiedu/book/lab $(BIN)/jupyter lab $(AS_ROOT) --ServerApp.root_dir=. --LabApp.default_url=/lab/tree/$(if $(EDITION),_build/lab/)notebooks/overview.ipynb

lint: $(INSTALLED)  ## check format, lint and types
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

bench: $(INSTALLED)  ## measure the build against plain Jupyter Book
	@$(BIN)/python benchmarks/book.py

data: $(INSTALLED)  ## write the tables in every form into dist
	@$(BIN)/jiedu export --to all --out dist

panel: named $(INSTALLED)  ## make data/panel again from the reports in a folder: REPORTS=DIR
	@$(BIN)/jiedu panel "$(REPORTS)" --in .

# Before anything is installed for it.
named:
	@test -n "$(REPORTS)" || { echo "REPORTS is not set, the folder of the reports: make panel REPORTS=DIR" >&2; exit 1; }

help:  ## list what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-6s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# The stamp is written last: an installation cut short is done again, a change of the lock or the project too.
$(INSTALLED): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("jiedu needs Python 3.11 or newer, this is " + sys.version.split()[0])'
	@test -x $(BIN)/pip || $(PYTHON) -m venv .venv
	@echo "Installing into .venv; this is done once and takes some minutes."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(INSTALLED)
