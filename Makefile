SHELL := /bin/sh

# DEMO=0 starts empty.
DEMO ?= 1

.PHONY: run build test test-go packages safeguards test-web e2e lint generated processes bench

# Build and start everything on the embedded database.
run: build
	CARAVAN_DEMO=$(DEMO) exec bin/caravan serve

# One program with its web app inside.
build: web/dist/index.html
	go build -o bin/caravan .

# What the web app is made from. Folders are named too, so that a deleted file
# counts; what the build itself generates does not.
web = $(shell find web/src web/build web/scripts -not -path '*/fonts/*' -not -name schema.d.ts) \
	web/index.html web/lingui.config.ts web/package.json web/tsconfig.json web/vite.config.ts $(wildcard api/openapi.yaml)

web/dist/index.html: web/node_modules/.package-lock.json $(web)
	cd web && npm run build

web/node_modules/.package-lock.json: web/package-lock.json
	cd web && npm ci

# Everything that is tested: the program, the web app, and both in a browser.
test: test-go test-web e2e

# Go on SQLite always, on Postgres and Redis wherever they can be reached or
# started. The program prints with the fonts of the app.
test-go: web/dist/index.html
	@eval "$$(sh internal/dbtest/servers.sh)" && go vet ./... && $(MAKE) -j2 packages safeguards

packages:
	go test $$(go list ./... | grep -v /internal/safeguards$$)

# In their folder, where go prints what they say of themselves.
safeguards:
	cd internal/safeguards && go test

# Types, lint, logic and size of the web app.
test-web: web/dist/index.html
	cd web && npm run check && npm test && npm run budget

# The program itself, in a browser.
e2e: build
	@eval "$$(sh web/scripts/browser.sh)" && cd web && npm run e2e

lint:
	go run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0 run ./...

# What is generated and committed: the contract, and the catalogues of words.
generated: web/node_modules/.package-lock.json
	go test ./api -run 'Contract|OpenAPI' -update >/dev/null
	cd web && npm run words >/dev/null
	git diff --exit-code -I '^"[A-Z][A-Za-z-]*: ' -- api/openapi.yaml web/src/words # -I: what extractors say of themselves

# The installation of docker-compose.yml, as plain processes.
processes: build
	sh internal/cli/processes.sh

# How fast it is, against what it is built on. Prints a table.
bench:
	@eval "$$(sh internal/dbtest/servers.sh)" && CARAVAN_BENCH=1 go test ./bench -count=1 -run TestBench -timeout 20m -v | grep -v "^=== \|^---"
