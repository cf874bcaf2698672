# Smart Select's verbs. `make help` lists them.
PYTHON ?= python3
VENV ?= .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
EXE := .exe
else
BIN := $(VENV)/bin
EXE :=
endif
# Modules are compiled as they are imported: most of what PyTorch brings never is.
PIP_OPTIONS := --quiet --no-compile
PHOTO ?=
POINT ?=
OUT ?= demo-output
# The parity tests need SAM 2's reference implementation (PyTorch); REFERENCE=no leaves it out and skips them.
REFERENCE ?= yes
PHOTOS ?= ../shared/photos
# Processes that share the tests, file by file; 0: one alone, with each file's name.
JOBS ?= 2
# Options for pytest; .ci/run asks once more for what has failed.
AGAIN ?=
SHEET ?=

.DEFAULT_GOAL := help
.PHONY: help setup demo lint format types test test-hosts accuracy accuracy-edges bench manual pictures package bundle install uninstall requirements translations clean

help: ## list the verbs
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: $(VENV)/.dev $(VENV)/.manual $(if $(filter yes,$(REFERENCE)),$(VENV)/.reference) ## make the virtual environment with all that tests and linters need

demo: $(VENV)/.demo ## select an object in a real photograph: make demo [PHOTO=my.jpg POINT=x,y]
	@$(BIN)/python packaging/demo.py --out "$(OUT)" $(if $(PHOTO),--photo "$(PHOTO)") $(if $(POINT),--point="$(POINT)")

lint: $(VENV)/.dev ## ruff, its formatter included
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(VENV)/.dev ## let ruff put the code in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(VENV)/.dev ## mypy, strict
	$(BIN)/mypy

test: setup ## everything that runs without GIMP or Krita
	$(BIN)/python -m pytest tests --numprocesses $(JOBS) --dist loadfile --no-loadscope-reorder $(AGAIN)

test-hosts: setup ## build two Debian roots with GIMP and Krita (root on Linux only) and run the tests in there
	packaging/test_hosts/build_all.sh
	PYTHON=$(BIN)/python packaging/test_hosts/run_tests.sh

accuracy: $(VENV)/.dev ## measure the embedded model on photographs with masks, into docs/ACCURACY.md: make accuracy PHOTOS=folder [SHEET=out.jpg]
	$(BIN)/python tests/accuracy/report.py --photos "$(PHOTOS)" --out docs/ACCURACY.md $(if $(SHEET),--sheet "$(SHEET)")

accuracy-edges: $(VENV)/.edges ## measure edges and mattes of computed hair, nets, glass…, into docs/EDGES.md: make accuracy-edges [PHOTOS=folder]
	$(BIN)/python tests/accuracy/edges/report.py $(if $(filter command line environment,$(origin PHOTOS)),--photos "$(PHOTOS)") --out docs/EDGES.md

bench: setup $(VENV)/.edges ## measure speed and memory, as ratios within one run, into docs/BENCH.md
	$(BIN)/python tests/bench/run.py

manual: $(VENV)/.manual ## build the manual's site into build/manual; a broken link or picture is an error
	$(BIN)/python -m sphinx -W --keep-going -n -q -j auto -d build/manual-cache -b html docs build/manual
	@echo "build/manual/index.html"

pictures: setup ## make every picture of the README and the manual anew (needs what test-hosts does, and chromium)
	PYTHON=$(BIN)/python packaging/manual/pictures.sh

package: $(VENV)/.dev ## build all that a release consists of into dist/: plug-ins, installer, wheel, sums, bill of materials
	$(BIN)/python packaging/package.py

bundle: $(VENV)/.dev ## put all an offline installation needs into dist/: make bundle [PLATFORM=windows-amd64]
	$(BIN)/python packaging/bundle.py $(if $(PLATFORM),--platform "$(PLATFORM)")

install: package ## put the plug-ins of this checkout into your GIMP and Krita
	$(PYTHON) packaging/install.py

uninstall: ## take everything of Smart Select out of your GIMP, Krita and home folder
	$(PYTHON) packaging/install.py --uninstall

translations: $(VENV)/.dev ## bring the translations into step with the sources and compile them
	$(BIN)/python packaging/translations/update.py

requirements: $(VENV)/.dev ## renew the locked requirements from pyproject.toml
	packaging/requirements/compile.sh

clean: ## remove what can be made again
	rm -rf $(VENV) build dist $(OUT) .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(BIN)/python$(EXE):
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Smart Select needs Python 3.11 or newer; name one with PYTHON=python3.x")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.demo: $(BIN)/python$(EXE) packaging/requirements/demo.txt pyproject.toml
	$(BIN)/python -m pip install $(PIP_OPTIONS) --require-hashes -r packaging/requirements/demo.txt
	$(BIN)/python -m pip install $(PIP_OPTIONS) --no-deps --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.demo packaging/requirements/dev.txt packaging/requirements/build.txt
	$(BIN)/python -m pip install $(PIP_OPTIONS) --require-hashes -r packaging/requirements/dev.txt
	$(BIN)/python -m pip install $(PIP_OPTIONS) --require-hashes -r packaging/requirements/build.txt
	@touch $@

$(VENV)/.manual: $(VENV)/.dev packaging/requirements/manual.txt
	$(BIN)/python -m pip install $(PIP_OPTIONS) --require-hashes -r packaging/requirements/manual.txt
	@touch $@

$(VENV)/.edges: $(VENV)/.dev packaging/requirements/edges.txt
	$(BIN)/python -m pip install $(PIP_OPTIONS) --require-hashes -r packaging/requirements/edges.txt
	@touch $@

$(VENV)/.reference: $(VENV)/.dev packaging/requirements/reference.txt
	$(BIN)/python -m pip install $(PIP_OPTIONS) -r packaging/requirements/reference.txt
	@touch $@
