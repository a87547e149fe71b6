# Every target is one line of tools/boot.py, which needs only python3 (3.11 or newer). `make help` lists them.
PYTHON ?= python3
BOOT = @$(PYTHON) tools/boot.py
export PORT WITHOUT_BROWSER WITHOUT_POSTGRES LONG CHROMIUM PG_BIN INSTALLER

.PHONY: help run dev test test-long pgtest lint format bench doctor docs messages lock
.DEFAULT_GOAL := help

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## install, migrate, load the demo once and serve http://localhost:8000 (PORT=8001 for another port)
	$(BOOT) run
dev: ## only build .venv with everything tests and lint need
	$(BOOT) dev
test: ## all tests on SQLite and PostgreSQL, browser included (WITHOUT_BROWSER=1, WITHOUT_POSTGRES=1; T=path narrows)
	$(BOOT) test $(T)
test-long: ## the tests that take minutes (LONG=short for the form CI runs)
	$(BOOT) test-long $(T)
pgtest: ## tests without browser on a private PostgreSQL only (T=path narrows)
	$(BOOT) pgtest $(T)
lint: ## style, format, types of the methods and the import rule
	$(BOOT) lint
format: ## let ruff format and mend what it can
	$(BOOT) format
bench: ## measurements, with their results printed
	$(BOOT) bench $(T)
doctor: ## say in words what is wrong with this installation
	$(BOOT) doctor
docs: ## write the generated pages of docs/ again
	$(BOOT) docs
messages: ## collect the messages to translate into locale/
	$(BOOT) messages
lock: ## choose package versions again from requirements/*.in
	$(BOOT) lock
