# Every target calls one script or one cargo xtask; what they do is said there.

.PHONY: help build run test soak bench lint dist

help:
	@sed -n 's/^\([a-z]*\):.*# \(.*\)/make \1\t\2/p' Makefile

build: # the three binaries, into target/release
	@scripts/build

run: # what is missing of the server and its page, then the demo at http://127.0.0.1:8080
	@scripts/run

test: # everything that CI runs
	@scripts/test

soak: # the random suites with their full counts
	@scripts/soak

bench: # the table of ratios, and target/bench.json
	@scripts/bench

lint: # formatting, clippy, the walls of the house
	@scripts/lint

dist: # dist/: a tarball and a Debian package
	@scripts/dist
