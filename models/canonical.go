package models

import (
	"bytes"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"unicode/utf8"

	"github.com/gowebpki/jcs"
	"golang.org/x/text/unicode/norm"
)

// What a canonical value must not hold, because two programs could write it in
// two ways.
var (
	errNotNFC   = errors.New("not in NFC")
	errNotPlain = errors.New("only texts, truths, lists and objects are plain")
	errNull     = errors.New("what is absent is left out, and never null")
)

// Canonical returns a value in JSON canonical form (RFC 8785). There are no
// numbers in it, because canonical forms round them, no null, and no text that
// is not in NFC: it is refused, and never mended in silence.
func Canonical(value any) ([]byte, error) {
	if err := plain(reflect.ValueOf(value)); err != nil {
		return nil, err
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, err
	}
	return jcs.Transform(text.Bytes())
}

// plain refuses a value that has no canonical form, naming the place.
func plain(v reflect.Value) error {
	if !v.IsValid() {
		return errNull
	}
	if _, named := reflect.TypeAssert[encoding.TextMarshaler](v); named {
		return nil
	}
	switch v.Kind() { //nolint:exhaustive // what is not here is not plain
	case reflect.Bool:
		return nil
	case reflect.String:
		return plainText(v.String())
	case reflect.Pointer, reflect.Interface:
		return plain(v.Elem())
	case reflect.Slice:
		return plainList(v)
	case reflect.Map:
		return plainMap(v)
	case reflect.Struct:
		return plainStruct(v)
	default:
		return fmt.Errorf("%s: %w", v.Type(), errNotPlain)
	}
}

func plainText(text string) error {
	switch {
	case !utf8.ValidString(text):
		return errNotText
	case !norm.NFC.IsNormalString(text):
		return errNotNFC
	}
	return nil
}

func plainList(v reflect.Value) error {
	if v.IsNil() {
		return errNull
	}
	for i := range v.Len() {
		if err := plain(v.Index(i)); err != nil {
			return fmt.Errorf("%d: %w", i, err)
		}
	}
	return nil
}

func plainMap(v reflect.Value) error {
	if v.IsNil() {
		return errNull
	}
	for key, value := range v.Seq2() {
		if err := errors.Join(plain(key), plain(value)); err != nil {
			return fmt.Errorf("%q: %w", key, err)
		}
	}
	return nil
}

func plainStruct(v reflect.Value) error {
	for i := range v.NumField() {
		name, rest, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		if field := v.Field(i); name != "-" && (rest != "omitempty" || !empty(field)) {
			if err := plain(field); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	return nil
}

func empty(v reflect.Value) bool { return v.IsZero() || v.Kind() == reflect.Slice && v.Len() == 0 }
