# setup build test conformance lint demo bench fuzz validate docs: nothing else to remember.

SWIFT ?= swift
SCRATCH ?= .build
RELEASE_SCRATCH ?= .build-release
FUZZ_SECONDS ?= 60
SWIFT_FILES = Package.swift Sources Tests $(sort $(dir $(wildcard Benchmarks/*/*.swift))) Fuzz/Package.swift Fuzz/Targets Fuzz/Sources/Crypto

export SWIFT_BACKTRACE = enable=no

.PHONY: setup build test conformance lint format demo bench bench-smoke fuzz validate docs release clean

## Install what is missing from Debian.
setup:
	@Tools/setup.sh

build:
	@$(SWIFT) build --scratch-path $(SCRATCH) --build-tests

## Quiet when green; everything the tests said when red.
test: build
	@Tools/test.sh $(SCRATCH)

## Every case of the public Rego suite, where it is at hand.
SHARED ?= $(or $(OBRYZA_SHARED),../shared)
conformance: build
	@if [ -d $(SHARED)/conformance/rego ]; then $(SCRATCH)/debug/rego-conformance $(SHARED)/conformance/rego > $(SCRATCH)/conformance.txt; status=$$?; tail -n 1 $(SCRATCH)/conformance.txt; exit $$status; \
	else echo "no Rego suite at $(SHARED)/conformance/rego: skipped"; fi

release:
	@$(SWIFT) build -c release --scratch-path $(RELEASE_SCRATCH) --product obryza

lint:
	@$(SWIFT) format lint --strict --parallel -r $(SWIFT_FILES)
	@python3 Tools/lint/imports.py

format:
	@$(SWIFT) format -i -r -p $(SWIFT_FILES)

demo: setup
	@RELEASE_SCRATCH=$(RELEASE_SCRATCH) Tools/demo.sh

bench: setup
	@Benchmarks/run.sh

bench-smoke: setup
	@Benchmarks/smoke.sh

## Each target for FUZZ_SECONDS; FUZZ_TARGETS="json tar" chooses some.
fuzz:
	@FUZZ_SECONDS=$(FUZZ_SECONDS) Fuzz/run.sh $(FUZZ_TARGETS)

## The SBOM documents against the official validators of PyPI.
validate: release
	@RELEASE_SCRATCH=$(RELEASE_SCRATCH) Tools/validate.sh

## The manual pages and shell completions, made from the argument parser into docs/generated.
docs: release
	@RELEASE_SCRATCH=$(RELEASE_SCRATCH) Tools/docs.sh

clean:
	@rm -rf $(SCRATCH) $(RELEASE_SCRATCH) Fuzz/.build .venv
