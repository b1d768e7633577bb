package api

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"caravan/models"
)

// schemas turns Go types into the named schemas of the contract.
type schemas struct {
	named map[string]object
	types map[string]reflect.Type // who has a name
}

func newSchemas() *schemas {
	return &schemas{named: map[string]object{}, types: map[string]reflect.Type{}}
}

// all returns the named schemas in alphabetical order.
func (s *schemas) all() object {
	names := make([]string, 0, len(s.named))
	for name := range s.named {
		names = append(names, name)
	}
	slices.Sort(names)
	all := object{}
	for _, name := range names {
		all = all.with(name, s.named[name])
	}
	return all
}

// of returns the schema of a type under validate rules. What is asked may
// leave fields out that what is answered always has.
func (s *schemas) of(t reflect.Type, rules string, asked bool) object {
	own, inner, _ := strings.Cut(rules, "dive,")
	r := parseRules(own)
	switch {
	case t.Kind() == reflect.Pointer:
		return nullable(s.of(t.Elem(), rules, asked))
	case t == reflect.TypeFor[time.Time]():
		return object{{"type", "string"}, {"format", "date-time"}}
	case t == reflect.TypeFor[models.Date]():
		return date(r)
	case r.vocabulary != "":
		return s.vocabulary(r)
	case vocabularyOf(t) != "":
		r.vocabulary = vocabularyOf(t)
		return s.vocabulary(r)
	}
	switch t.Kind() { //nolint:exhaustive // what JSON can hold
	case reflect.String:
		return text(r)
	case reflect.Bool:
		return object{{"type", "boolean"}}
	case reflect.Int, reflect.Int32, reflect.Int64:
		return bounds(object{{"type", "integer"}}, r, "minimum", "maximum")
	case reflect.Float64:
		return bounds(object{{"type", "number"}}, r, "minimum", "maximum")
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return object{} // raw JSON
		}
		return bounds(object{{"type", "array"}, {"items", s.of(t.Elem(), inner, asked)}}, r, "minItems", "maxItems")
	case reflect.Map:
		return object{{"type", "object"}, {"additionalProperties", s.of(t.Elem(), inner, asked)}}
	case reflect.Struct:
		return s.reference(t, asked)
	case reflect.Array: // a UUID
		return object{{"type", "string"}, {"format", "uuid"}}
	case reflect.Interface:
		return object{}
	default:
		panic("api: no schema for " + t.String())
	}
}

// reference names a struct and returns a reference to it.
func (s *schemas) reference(t reflect.Type, asked bool) object {
	if strings.HasPrefix(t.Name(), "ID[") {
		return object{{"type", "string"}, {"format", "uuid"}}
	}
	name := schemaName(t)
	if asked && !strings.HasSuffix(name, "Request") {
		name += "Input"
	}
	if other, taken := s.types[name]; taken && other != t {
		panic(fmt.Sprintf("api: %s and %s would both be the schema %s", other, t, name))
	} else if !taken {
		s.types[name] = t
		s.named[name] = s.structure(t, asked)
	}
	return object{{"$ref", "#/components/schemas/" + name}}
}

// structure is the schema of a struct, embedded ones included.
func (s *schemas) structure(t reflect.Type, asked bool) object {
	properties, required := s.fields(t, asked)
	schema := object{{"type", "object"}}
	if len(required) > 0 {
		schema = schema.with("required", required)
	}
	schema = schema.with("properties", properties)
	if asked {
		schema = schema.with("additionalProperties", false)
	}
	return schema
}

func (s *schemas) fields(t reflect.Type, asked bool) (properties object, required []any) {
	properties = object{}
	for field := range t.Fields() {
		if field.Anonymous && field.Tag.Get("json") == "" {
			inner, needed := s.fields(field.Type, asked)
			properties, required = append(properties, inner...), append(required, needed...)
			continue
		}
		name := jsonName(field)
		if name == "" {
			continue
		}
		rules := field.Tag.Get("validate")
		properties = properties.with(name, described(s.of(field.Type, rules, asked), field))
		if asked && parseRules(rules).required || !asked && !strings.Contains(field.Tag.Get("json"), ",omit") {
			required = append(required, name)
		}
	}
	return properties, required
}

// vocabulary refers to a closed list by name.
func (s *schemas) vocabulary(r ruleSet) object {
	name := camel(r.vocabulary)
	if _, there := s.named[name]; !there {
		values := []any{}
		for _, v := range vocabularies()[r.vocabulary] {
			values = append(values, v)
		}
		s.types[name], s.named[name] = reflect.TypeFor[models.Vocabulary](), object{{"type", "string"}, {"enum", values}}
	}
	reference := object{{"$ref", "#/components/schemas/" + name}}
	if r.optional {
		return object{{"anyOf", []any{reference, object{{"type", "string"}, {"const", ""}}}}}
	}
	return reference
}

// vocabularyOf returns the name of the closed list that a type has, if any.
func vocabularyOf(t reflect.Type) string {
	return map[reflect.Type]string{
		reflect.TypeFor[models.Role]():            "role",
		reflect.TypeFor[models.Action]():          "action",
		reflect.TypeFor[models.CampaignState]():   "campaign_state",
		reflect.TypeFor[models.SubmissionState](): "submission_state",
		reflect.TypeFor[models.CellState]():       "cell_state",
		reflect.TypeFor[models.DeliveryState]():   "delivery_state",
		reflect.TypeFor[models.MessageType]():     "message_type",
		reflect.TypeFor[models.Approach]():        "approach",
	}[t]
}

// schemaName is what a type is called in the contract: campaignResponse is
// Campaign, listResponse[campaignResponse] is CampaignList.
func schemaName(t reflect.Type) string {
	outer, inner, generic := strings.Cut(t.Name(), "[")
	name := camel(strings.TrimSuffix(outer, "Response"))
	if generic {
		inner = inner[strings.LastIndexAny(inner, "./")+1:]
		name = camel(strings.TrimSuffix(strings.TrimSuffix(inner, "]"), "Response")) + name
	}
	return name
}

// camel joins the words of a name: pve_kind is PveKind.
func camel(name string) string {
	var out strings.Builder
	for word := range strings.SplitSeq(name, "_") {
		if word != "" {
			out.WriteString(strings.ToUpper(word[:1]) + word[1:])
		}
	}
	return out.String()
}

// nullable adds null to what a schema takes.
func nullable(schema object) object {
	if kind, ok := schema.get("type").(string); ok {
		return append(object{{"type", []any{kind, "null"}}}, schema[1:]...)
	}
	return object{{"anyOf", []any{schema, object{{"type", "null"}}}}}
}

// described adds what the field's tags say in words.
func described(schema object, field reflect.StructField) object {
	if doc := field.Tag.Get("doc"); doc != "" {
		schema = schema.with("description", doc)
	}
	if standard := field.Tag.Get("default"); standard != "" {
		schema = schema.with("default", literal(standard))
	}
	return schema
}

func literal(text string) any {
	if n, err := strconv.Atoi(text); err == nil {
		return n
	}
	return text
}
