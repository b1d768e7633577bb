package cli

import (
	"io"

	"github.com/alecthomas/kong"
)

// Model is every command with its options, as it is read and as --help prints
// it.
func Model() (*kong.Application, error) {
	parser, err := newParser(&commands{}, io.Discard, io.Discard, func(int) {})
	if err != nil {
		return nil, err
	}
	return parser.Model, nil
}
