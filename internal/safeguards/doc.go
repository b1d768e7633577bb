// Package safeguards tries every promise of docs/safeguards.md on the program
// itself, one test for each, named after it. `go test ./internal/safeguards`
// asks them all; in the folder, `go test` prints what each one answered.
package safeguards
