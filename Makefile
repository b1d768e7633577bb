SHELL := /bin/sh

.PHONY: run test lint

# Build and start everything on the embedded database.
run:
	go build -o bin/caravan . && exec bin/caravan serve

# All tests: Go on SQLite always, on Postgres and Redis wherever they can be
# reached or started.
test:
	@eval "$$(sh internal/dbtest/servers.sh)" && go vet ./... && go test ./...

lint:
	go run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0 run ./...
