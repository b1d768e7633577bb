package models

// A Platform is what is known about a kind of channel before any account is
// connected: what its form asks for, what a post may hold, what can be done
// with one, and which figures there will be. Screens are built from it and
// know no platform by name.
type Platform struct {
	Name         string           `json:"name"`  // also the key of its wording
	Class        string           `json:"class"` // of the vocabulary channel_class
	NeedsPerson  bool             `json:"needs_person" doc:"A person does what was published, and says so with proof."`
	Capabilities []string         `json:"capabilities" doc:"Besides publishing: find, list, measure, confirm, retract, edit, inspect, revoke, subscribe."`
	Fields       []PlatformField  `json:"fields" doc:"Of the account form, in order."`
	Limits       []PlatformLimit  `json:"limits" doc:"An account may have others; these hold until it is asked."`
	MediaTypes   []string         `json:"media_types" doc:"None: no media."`
	Metrics      []PlatformMetric `json:"metrics"`
}

// A PlatformField is something that the account form asks for.
type PlatformField struct {
	Name     string   `json:"name"`
	Label    string   `json:"label" doc:"Key of its wording."`
	Secret   bool     `json:"secret" doc:"Never shown again."`
	Required bool     `json:"required"`
	Granted  bool     `json:"granted" doc:"It can be left empty: the owner of the account allows it at the platform afterwards."`
	Default  string   `json:"default"`
	Options  []string `json:"options" doc:"The only values there are; none: anything."`
}

// A PlatformLimit is the most that a platform takes of one field of a post.
type PlatformLimit struct {
	Field string `json:"field"`
	Unit  string `json:"unit" doc:"graphemes, runes, utf16, bytes, weighted, parts or items"`
	Max   int    `json:"max"`
}

// A PlatformMetric is one figure of a platform, in short; the dictionary of
// metrics says the rest.
type PlatformMetric struct {
	Metric     string `json:"metric"` // of the vocabulary metric
	NativeName string `json:"native_name"`
	Unit       string `json:"unit"`
	Kind       string `json:"kind" doc:"counter, period, gauge or estimate"`
	Manual     bool   `json:"manual" doc:"A person enters it."`
}
