package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
)

// An object is a mapping that keeps its order, so that the contract reads the
// same each time it is written.
type object []member

type member struct {
	key   string
	value any // object, []any, string, int, bool or nil
}

// with returns the object with one more member.
func (o object) with(key string, value any) object { return append(o, member{key, value}) }

// get returns the value of a key, or nil.
func (o object) get(key string) any {
	for _, m := range o {
		if m.key == key {
			return m.value
		}
	}
	return nil
}

// yaml writes the object as YAML 1.2.
func (o object) yaml() []byte {
	var out bytes.Buffer
	o.write(&out, "")
	return out.Bytes()
}

func (o object) write(out *bytes.Buffer, indent string) {
	for _, m := range o {
		out.WriteString(indent + scalar(m.key) + ":")
		writeValue(out, m.value, indent)
	}
}

// writeValue writes what follows a colon or a dash.
func writeValue(out *bytes.Buffer, value any, indent string) {
	switch v := value.(type) {
	case object:
		if len(v) == 0 {
			out.WriteString(" {}\n")
			return
		}
		out.WriteString("\n")
		v.write(out, indent+"  ")
	case []any:
		writeList(out, v, indent)
	default:
		out.WriteString(" " + scalar(v) + "\n")
	}
}

// writeList writes plain values on one line, and anything else on lines of
// its own.
func writeList(out *bytes.Buffer, list []any, indent string) {
	plain := make([]string, 0, len(list))
	for _, item := range list {
		if _, nested := item.(object); !nested {
			plain = append(plain, scalar(item))
		}
	}
	if len(plain) == len(list) {
		out.WriteString(" [" + strings.Join(plain, ", ") + "]\n")
		return
	}
	out.WriteString("\n")
	for _, item := range list {
		var inner bytes.Buffer
		item.(object).write(&inner, indent+"    ")
		out.WriteString(indent + "  - " + strings.TrimLeft(inner.String(), " "))
	}
}

// scalar writes a plain value; text that YAML might take for something else is
// quoted as in JSON, which is YAML too.
func scalar(value any) string {
	text, ok := value.(string)
	if !ok {
		if value == nil {
			return "null"
		}
		return fmt.Sprint(value)
	}
	safe := regexp.MustCompile(`^[A-Za-z_/$][A-Za-z0-9_/$.{}-]*$`)
	reserved := regexp.MustCompile(`(?i)^(true|false|null|yes|no|on|off|y|n)$`)
	if safe.MatchString(text) && !strings.ContainsAny(text, "{}") && !reserved.MatchString(text) {
		return text
	}
	var quoted bytes.Buffer
	encoder := json.NewEncoder(&quoted)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(text) // a string cannot fail
	return strings.TrimSpace(quoted.String())
}
