package api

import (
	"errors"
	"fmt"
	"reflect"

	"caravan/internal/languages"
	"caravan/models"
)

// tidy brings every text of a request into the one form that is kept (NFC) and
// refuses those that hide something, all at once. Fields tagged
// secret:"true" are left as they were typed, and so are those tagged
// draft:"true": to be told what is wrong with them is what they are sent for.
func tidy(request reflect.Value) error {
	var refused *models.Refusal
	err := eachText(request, "", func(pointer string, text reflect.Value) error {
		text.SetString(languages.Normalize(text.String()))
		err := models.CheckText(pointer, text.String())
		found, ok := errors.AsType[*models.Refusal](err)
		if !ok {
			return err
		}
		if refused == nil {
			refused = found
		} else {
			refused.Fields = append(refused.Fields, found.Fields...)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("check texts: %w", err)
	}
	if refused != nil {
		return refused
	}
	return nil
}

// eachText calls do for every string that can be set, with its JSON pointer.
func eachText(v reflect.Value, pointer string, do func(pointer string, text reflect.Value) error) error {
	switch v.Kind() { //nolint:exhaustive // what can hold text
	case reflect.String:
		if v.CanSet() {
			return do(pointer, v)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			return eachText(v.Elem(), pointer, do)
		}
	case reflect.Slice:
		for i := range v.Len() {
			if err := eachText(v.Index(i), fmt.Sprintf("%s/%d", pointer, i), do); err != nil {
				return err
			}
		}
	case reflect.Map:
		return eachTextOfMap(v, pointer, do)
	case reflect.Struct:
		return eachTextOfStruct(v, pointer, do)
	default: // numbers and the like hold no text
	}
	return nil
}

func eachTextOfStruct(v reflect.Value, pointer string, do func(string, reflect.Value) error) error {
	for i := range v.NumField() {
		field := v.Type().Field(i)
		place := pointer
		if !field.Anonymous {
			name := jsonName(field)
			if name == "" {
				name = field.Tag.Get("query")
			}
			place += "/" + name
		}
		if field.Tag.Get("secret") == "true" || field.Tag.Get("draft") == "true" {
			continue
		}
		if err := eachText(v.Field(i), place, do); err != nil {
			return err
		}
	}
	return nil
}

// eachTextOfMap replaces the values, which cannot be set in place.
func eachTextOfMap(v reflect.Value, pointer string, do func(string, reflect.Value) error) error {
	for _, key := range v.MapKeys() {
		value := reflect.New(v.Type().Elem()).Elem()
		value.Set(v.MapIndex(key))
		if err := eachText(value, pointer+"/"+key.String(), do); err != nil {
			return err
		}
		v.SetMapIndex(key, value)
	}
	return nil
}
