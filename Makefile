# `make run` and `make test` are all one needs; each installs what it misses.

.PHONY: run build test dev lint look bench

# Handpick with demo data on http://127.0.0.1:3000
run:
	@tools/run

# Only the binary, target/release/handpick
build:
	@tools/build

# Everything that can be proven: rules, both databases, HTTP, journeys in a browser
test:
	@tools/test

# The same as `run`, quicker to build, and built again whenever a source changes
dev:
	@tools/dev

# Format, lints and the rules of the house
lint:
	@tools/lint

# Pictures of every page, in target/look
look:
	@tools/look

# How fast it is, beside a hand-written floor; the report goes to target/bench.md
bench:
	@tools/bench/run
