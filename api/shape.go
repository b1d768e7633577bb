package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"caravan/models"
)

// How deeply JSON may be nested, and how much one list in it may hold.
const (
	maxDepth = 32
	maxItems = 1000
)

// checkShape looks at a body before it is decoded: encoding/json would accept
// repeated and wrongly cased names, lone surrogates and broken UTF-8. A field
// that must not be kept about people is refused by name.
func checkShape(text []byte) error {
	if !utf8.Valid(text) {
		return unreadable("The body is not valid UTF-8.")
	}
	if bytes.Contains(bytes.ToLower(text), []byte(`\ud`)) && loneSurrogate(text) {
		return unreadable("The body has half a surrogate pair.")
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := walk(decoder, "", 0); err != nil {
		return err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return unreadable("There is something after the end of the body.")
	}
	return nil
}

// walk reads one value.
func walk(decoder *json.Decoder, pointer string, depth int) error {
	if depth > maxDepth {
		return unreadable("The body is nested too deeply.")
	}
	token, err := decoder.Token()
	if err != nil {
		return unreadable("The body is not JSON.")
	}
	if value, ok := token.(string); ok && strings.ContainsRune(value, 0) {
		return unreadable("The field " + pointer + " holds a NUL.")
	}
	switch token {
	case json.Delim('{'):
		return walkObject(decoder, pointer, depth)
	case json.Delim('['):
		for i := 0; decoder.More(); i++ {
			if i == maxItems {
				return unreadable("The list " + pointer + " has more than " + strconv.Itoa(maxItems) + " items.")
			}
			if err := walk(decoder, fmt.Sprintf("%s/%d", pointer, i), depth+1); err != nil {
				return err
			}
		}
		_, err = decoder.Token()
	}
	if err != nil {
		return unreadable("The body is not JSON.")
	}
	return nil
}

func walkObject(decoder *json.Decoder, pointer string, depth int) error {
	seen := map[string]bool{}
	for decoder.More() {
		token, err := decoder.Token()
		name, isName := token.(string)
		if err != nil || !isName {
			return unreadable("The body is not JSON.")
		}
		place, folded := pointer+"/"+name, strings.ToLower(name)
		switch {
		case slices.Contains(models.ForbiddenFields(), folded):
			return models.ErrForbiddenField.At(place)
		case seen[folded]:
			return unreadable("The field " + place + " stands twice.")
		case name != folded:
			return unreadable("The field " + place + " is not known.")
		}
		seen[folded] = true
		if err := walk(decoder, place, depth+1); err != nil {
			return err
		}
	}
	if _, err := decoder.Token(); err != nil {
		return unreadable("The body is not JSON.")
	}
	return nil
}

// loneSurrogate reports whether an escape names half of a surrogate pair:
// decoding turns it into U+FFFD, which the text does not hold otherwise.
func loneSurrogate(text []byte) bool {
	var value any
	if json.Unmarshal(text, &value) != nil {
		return false
	}
	again, err := json.Marshal(value)
	return err == nil && bytes.Count(again, []byte("\uFFFD")) > bytes.Count(text, []byte("\uFFFD"))
}
