package api

import (
	"fmt"
	"reflect"
	"regexp"
	"strings"

	"github.com/go-playground/validator/v10"

	"caravan/models"
)

// A validation runs the validate tags of a request and answers with every
// field error at once.
type validation struct{ check *validator.Validate }

func newValidation() *validation {
	v := validator.New(validator.WithRequiredStructEnabled())
	v.RegisterTagNameFunc(func(f reflect.StructField) string {
		if f.Anonymous {
			return embedded
		}
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		return name
	})
	for name, list := range models.Vocabularies() {
		v.RegisterAlias(name, "oneof="+strings.Join(list, " "))
	}
	return &validation{v}
}

// Validate implements echo.Validator.
func (v *validation) Validate(in any) error {
	err := v.check.Struct(in)
	failures, ok := err.(validator.ValidationErrors) //nolint:errorlint // the validator returns it bare
	if !ok {
		return err
	}
	refusal := *models.ErrInvalid
	for _, f := range failures {
		field := models.FieldError{Pointer: pointerOf(f.Namespace()), Code: f.Tag(), Detail: f.Param()}
		if list, closed := models.Vocabularies()[f.Tag()]; closed {
			field.Code, field.Detail, field.Allowed = "not_allowed", "", list
		}
		refusal.Fields = append(refusal.Fields, field)
	}
	return &refusal
}

// embedded stands in a path for a struct whose fields JSON shows as the
// outer one's.
const embedded = "~"

// pointerOf turns the validator's path, request.goal.items[0], into the JSON
// pointer /goal/items/0.
func pointerOf(namespace string) string {
	_, path, _ := strings.Cut(strings.ReplaceAll(namespace, "."+embedded, ""), ".")
	index := regexp.MustCompile(`\[(\d+)\]`)
	return "/" + strings.ReplaceAll(index.ReplaceAllString(path, ".$1"), ".", "/")
}

// checkTexts refuses hidden characters in the texts of a request, by pointer.
func checkTexts(texts map[string]string) error {
	for pointer, text := range texts {
		if err := models.CheckText(pointer, text); err != nil {
			return fmt.Errorf("check text: %w", err)
		}
	}
	return nil
}
