package api

import (
	"strconv"
	"strings"
)

// A ruleSet is what validate tags say about one value, as far as a schema can
// say it too.
type ruleSet struct {
	required, optional bool
	min, max           string
	format             string   // of JSON Schema
	values             []string // closed list, written out
	vocabulary         string   // closed list, by name
}

// parseRules reads the rules before a dive. It panics at one that it does not
// know: a rule must not be kept from those who read the contract.
func parseRules(tag string) (r ruleSet) {
	own, _, _ := strings.Cut(tag, "dive")
	for rule := range strings.SplitSeq(strings.Trim(own, ","), ",") {
		name, argument, _ := strings.Cut(rule, "=")
		switch name {
		case "":
		case "required":
			r.required = true
		case "omitempty":
			r.optional = true
		case "min", "gte":
			r.min = argument
		case "max", "lte":
			r.max = argument
		case "len":
			r.min, r.max = argument, argument
		case "oneof":
			r.values = strings.Fields(argument)
		case "uuid", "email":
			r.format = name
		case "url":
			r.format = "uri"
		default:
			if _, known := vocabularies()[name]; !known {
				panic("api: no schema for the rule " + name)
			}
			r.vocabulary = name
		}
	}
	return r
}

// text is the schema of a string.
func text(r ruleSet) object {
	schema := object{{"type", "string"}}
	if len(r.values) > 0 {
		values := []any{}
		for _, v := range r.values {
			values = append(values, v)
		}
		if r.optional {
			values = append(values, "")
		}
		return schema.with("enum", values)
	}
	switch {
	case r.format == "uuid" && r.optional:
		schema = schema.with("pattern", "^([0-9a-f-]{36})?$")
	case r.format != "" && !r.optional:
		schema = schema.with("format", r.format)
	}
	if r.required && r.min == "" {
		r.min = "1"
	}
	return bounds(schema, r, "minLength", "maxLength")
}

// date is a day, or nothing where it may be left out.
func date(r ruleSet) object {
	if r.required {
		return object{{"type", "string"}, {"format", "date"}}
	}
	return object{{"type", "string"}, {"pattern", `^(\d{4}-\d{2}-\d{2})?$`}}
}

// bounds adds the least and the most that are allowed, under the names that
// they have for the type.
func bounds(schema object, r ruleSet, least, most string) object {
	for name, value := range map[string]string{least: r.min, most: r.max} {
		if value == "" {
			continue
		}
		if _, err := strconv.ParseFloat(value, 64); err != nil {
			panic("api: " + name + " is no number: " + value)
		}
	}
	if r.min != "" {
		schema = schema.with(least, literal(r.min))
	}
	if r.max != "" {
		schema = schema.with(most, literal(r.max))
	}
	return schema
}
