package audit

import (
	"fmt"
	"os"
	"path/filepath"
)

// Witnessed is a checkpoint that somebody else kept.
type Witnessed struct {
	From string // where it was read
	Note []byte
}

// suffix is how the files of a witness end.
const suffix = ".checkpoint"

// ReadWitness reads the checkpoints that a witness keeps in a directory.
func ReadWitness(directory string) ([]Witnessed, error) {
	files, err := filepath.Glob(filepath.Join(directory, "*"+suffix))
	if err != nil {
		return nil, err
	}
	var kept []Witnessed
	for _, file := range files {
		one, err := ReadCheckpoint(file)
		if err != nil {
			return nil, err
		}
		kept = append(kept, one)
	}
	if len(kept) == 0 {
		return nil, fmt.Errorf("there is no checkpoint in %s", directory)
	}
	return kept, nil
}

// ReadCheckpoint reads one checkpoint from a file.
func ReadCheckpoint(file string) (Witnessed, error) {
	text, err := os.ReadFile(file) //nolint:gosec // whoever checks names it
	return Witnessed{From: file, Note: text}, err
}
