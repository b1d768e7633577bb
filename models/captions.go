package models

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Captions are what is said in a film, as a text in WebVTT: a line with that
// name, and then cues, each with the times between which it is shown. Styles and
// regions are not taken, and no tags but those for emphasis and for who speaks.

// tidyCaptions is a file of captions as it is kept: without the mark of its
// byte order, and with one kind of line end.
func tidyCaptions(file string) string {
	file = strings.TrimPrefix(strings.ReplaceAll(file, "\r\n", "\n"), "\ufeff")
	return strings.TrimSpace(strings.ReplaceAll(file, "\r", "\n"))
}

var (
	cueTime = regexp.MustCompile(`^(?:(\d{2,4}):)?([0-5]\d):([0-5]\d)\.(\d{3}) --> (?:(\d{2,4}):)?([0-5]\d):([0-5]\d)\.(\d{3})(?: +(?:vertical|line|position|size|align):[\w%.,-]+)*$`)
	cueTag  = regexp.MustCompile(`</?[ibu]>|<v(?:\.[\w.]+)? [^<>&\n]{1,100}>|</v>`)
)

// checkCaptions refuses what is no captions, naming the first line that is
// wrong.
func checkCaptions(pointer, file string) error {
	_, err := readCaptions(pointer, file)
	return err
}

// readCaptions reads captions, and returns when the last cue begins, in
// milliseconds.
func readCaptions(pointer, file string) (last int64, err error) {
	refuse := func(line int, why string) error {
		return ErrCaptions.With(fmt.Sprintf("Line %d: %s", line, why)).At(pointer)
	}
	lines := strings.Split(file, "\n")
	if head, _, _ := strings.Cut(lines[0], " "); head != "WEBVTT" {
		return 0, refuse(1, "Captions begin with a line WEBVTT.")
	}
	cues := 0
	for _, block := range captionBlocks(lines) {
		at, why := readCue(block.lines)
		if why == "" && at < last {
			why = "Cues stand in the order of their times."
		}
		if why != "" {
			return 0, refuse(block.line, why)
		}
		last, cues = at, cues+1
	}
	if cues == 0 {
		return 0, refuse(len(lines), "There are no captions.")
	}
	return last, nil
}

// A captionBlock is what stands between two empty lines, from a line on that is
// counted from 1: a cue, without its name.
type captionBlock struct {
	line  int
	lines []string
}

// captionBlocks splits a file, without its head and its notes.
func captionBlocks(lines []string) []captionBlock {
	var blocks []captionBlock
	for n := 0; n < len(lines); n++ {
		first := n
		for n < len(lines) && lines[n] != "" {
			n++
		}
		block := captionBlock{first + 1, lines[first:n]}
		if first == 0 || silent(block.lines) {
			continue
		}
		if !strings.Contains(block.lines[0], "-->") {
			block = captionBlock{first + 2, block.lines[1:]}
		}
		blocks = append(blocks, block)
	}
	return blocks
}

// silent reports whether a block is empty or a note.
func silent(block []string) bool {
	return len(block) == 0 || block[0] == "NOTE" || strings.HasPrefix(block[0], "NOTE ")
}

// readCue reads the times and the words of a cue, and says why it is none.
func readCue(block []string) (at int64, why string) {
	if len(block) == 0 {
		return 0, "A cue has its times, as 00:01.000 --> 00:04.000, and under them words."
	}
	times := cueTime.FindStringSubmatch(block[0])
	if times == nil {
		return 0, "A cue has its times, as 00:01.000 --> 00:04.000, and under them words."
	}
	from, to := milliseconds(times[1:5]), milliseconds(times[5:9])
	words := cueTag.ReplaceAllString(strings.Join(block[1:], "\n"), "")
	switch {
	case to <= from:
		return 0, "A cue ends after it begins."
	case strings.TrimSpace(words) == "":
		return 0, "A cue has words."
	case strings.ContainsAny(words, "<>"):
		return 0, "Of tags only <i>, <b>, <u> and <v name> are taken."
	}
	return from, ""
}

// milliseconds reads hours, minutes, seconds and thousandths.
func milliseconds(parts []string) int64 {
	total := int64(0)
	for i, unit := range []int64{60, 60, 1000, 1} {
		n, _ := strconv.ParseInt(parts[i], 10, 64)
		total = (total + n) * unit
	}
	return total
}
