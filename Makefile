# Every verb here works on a machine with Python 3.11+ and make; CI calls the same verbs.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
LINT   := $(CURDIR)/$(VENV)/lint
QUIET  := DAGSTER_DISABLE_TELEMETRY=yes GX_ANALYTICS_ENABLED=False DBT_SEND_ANONYMOUS_USAGE_STATS=false DO_NOT_TRACK=1

.PHONY: run test check format dev bench bench-nasional simulasi docs faults mutations compat compat-http compat-libreoffice compat-superset compat-s3 compat-spark compat-webdav compat-postgres resep notebooks contoh lock clean help
.DEFAULT_GOAL := help

help:            ## this list
	@grep -hE '^[a-z0-9-]+: .*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/'

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "SAE needs Python 3.11 or newer; set PYTHON=/path/to/python3.11 and run make again"; exit 1; }
	@test -x $(BIN)/uv || { $(PYTHON) -m venv --clear $(VENV) && \
	  awk '/^uv==/{on=1} on{print} on&&!/\\$$/{exit}' requirements.lock > $(VENV)/uv.lock && \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(VENV)/uv.lock; }
	$(BIN)/uv pip sync --quiet --compile-bytecode --python $(BIN)/python --require-hashes requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m dagster_project.sae.examine.prepared
	@touch $(READY)

run: $(READY)    ## set up, then the whole job over the sample in data_raw/
	@$(BIN)/sae run

test: $(READY)   ## set up, then every test
	@$(QUIET) $(BIN)/pytest -n 2 --dist loadgroup

check: $(READY)  ## ruff, format, mypy, import-linter, sqlfluff
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@mkdir -p $(LINT)
	@$(QUIET) SAE_WORK=$(LINT) SAE_WAREHOUSE=$(LINT)/lint.duckdb DBT_TARGET_PATH=$(LINT)/target \
	  DBT_LOG_PATH=$(LINT)/logs $(BIN)/sqlfluff lint dbt/models dbt/tests --processes 2 --disable-progress-bar

format: $(READY) ## write ruff's and sqlfluff's style
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

dev: $(READY)    ## the Dagster UI on localhost:3000
	@$(QUIET) $(BIN)/sae ui

bench: $(READY)  ## ratios and memory, written to lab/bench/results/
	@$(QUIET) $(BIN)/python -m lab.bench.run_sample
	@$(QUIET) $(BIN)/python -m lab.bench.periksa
	@$(QUIET) $(BIN)/python -m lab.bench.intake
	@$(QUIET) $(BIN)/python -m lab.bench.one_more_file
	@$(QUIET) $(BIN)/python -m lab.bench.pages

simulasi: $(READY) ## a reporting quarter of 100 days and 48 agencies, lived through and told
	@$(QUIET) $(BIN)/pytest -n 0 -m simulasi tests/e2e
	@$(QUIET) $(BIN)/python -m lab.simulasi

bench-nasional: $(READY) ## up to 6 million figures, 40 minutes: models and checks beside a script by hand; goes on where it stopped
	@$(QUIET) $(BIN)/python -m lab.bench.nasional.ukur $(if $(MESIN),--mesin $(MESIN))

docs: $(READY)   ## one page with every model, its lineage and columns: var/dokumen/index.html
	@$(QUIET) $(BIN)/sae dokumen

faults: $(READY) ## kills, full disks and damage of every kind, counted; exit 1 if any is not survived
	@$(QUIET) $(BIN)/python -m lab.faults

mutations: $(READY) ## change one sign of the code at a time; some test must fail each time
	@$(QUIET) $(BIN)/python -m lab.mutations

lihat-uji: $(READY) ## every public page in a real browser: axe-core, links, keyboard, phone, paper
	@command -v chromium >/dev/null || { apt-get update -qq && apt-get install -y -qq chromium; } >/dev/null
	@$(QUIET) $(BIN)/python -m lab.lihat

compat: $(READY) ## every DuckDB since 1.0, pyarrow, polars and pandas read the release; same sums
	@$(BIN)/python -m lab.compat.matrix

compat-s3: $(READY) ## an inbox on a real S3 server: pulled, growing, vanishing, gone
	@$(BIN)/python -m lab.compat.s3_inbox

compat-webdav: $(READY) ## an inbox with a folder for each OPD on a real WebDAV server, answers go back
	@$(BIN)/python -m lab.compat.webdav_inbox

compat-http: $(READY) ## a DuckDB elsewhere attaches the release over HTTPS from a real nginx
	@$(BIN)/python -m lab.compat.http_check

compat-libreoffice: $(READY) ## workbooks that LibreOffice saved again are marked like the first one
	@command -v soffice >/dev/null && command -v pdftotext >/dev/null || { apt-get update -qq && apt-get install -y -qq libreoffice-calc poppler-utils; } >/dev/null
	@$(BIN)/pytest -n 0 -m libreoffice tests/unit/answer

compat-spark: $(READY) ## the same tables on Spark: sample, cases, real files; then a cluster on S3 that loses a worker
	@command -v java >/dev/null || { apt-get update -qq && apt-get install -y -qq openjdk-17-jre-headless; } >/dev/null
	@$(QUIET) $(BIN)/python -m lab.compat.spark

compat-superset: $(READY) ## a real Superset reads the release and imports bi/superset
	@$(QUIET) $(BIN)/python -m lab.compat.superset_check

compat-postgres: $(READY) ## Dagster's records in a real PostgreSQL: sensor, schedule, run, restart
	@$(QUIET) $(BIN)/python -m lab.compat.postgres_check

resep: $(READY)  ## syntax of the recipes in deploy/, by systemd, docker compose's rules and nginx where present
	@$(BIN)/python -m lab.compat.recipes

notebooks: $(READY) ## run the notebooks again over the served release and keep their pictures
	@$(BIN)/python notebooks/render.py

contoh: $(READY) ## write the committed sample again
	@$(BIN)/sae contoh --opd 12 --periode 4 --benih 2026 --ke data_raw/contoh

lock: $(READY)   ## compile requirements.lock from pyproject.toml
	@$(BIN)/uv pip compile pyproject.toml --extra dev --extra postgres --generate-hashes --no-emit-index-url \
	  --no-strip-extras --universal --python-version 3.11 --quiet -o requirements.lock

clean:           ## remove what can be rebuilt (never the archive nor the releases)
	rm -rf var/kerja dbt/target dbt/logs .pytest_cache .mypy_cache .ruff_cache
