package distribution

import (
	"maps"
	"slices"

	"caravan/internal/platforms"
	"caravan/models"
)

// Kinds lists the platforms that a channel can be made on, by name.
func (d *Desk) Kinds() []models.Platform {
	kinds := make([]models.Platform, 0, len(d.Platforms))
	for _, name := range slices.Sorted(maps.Keys(d.Platforms)) {
		kinds = append(kinds, d.Platforms[name].describe())
	}
	return kinds
}

// NeedsPerson reports whether a person does what is published on a platform.
func (d *Desk) NeedsPerson(platform string) bool { return d.Platforms[platform].Profile.NeedsPerson }

// describe tells what people have to know about the platform.
func (p Platform) describe() models.Platform {
	f := p.Profile
	kind := models.Platform{
		Name: f.Name, Class: string(f.ChannelClass), NeedsPerson: f.NeedsPerson, Capabilities: append([]string{}, p.Can...),
		Fields: make([]models.PlatformField, 0, len(f.Fields)), Limits: make([]models.PlatformLimit, 0, len(f.Limits)),
		MediaTypes: append([]string{}, f.MediaTypes...), Metrics: make([]models.PlatformMetric, 0, len(f.Metrics)),
	}
	for _, field := range f.Fields {
		kind.Fields = append(kind.Fields, models.PlatformField{
			Name: field.Name, Label: field.Label, Secret: field.Secret, Required: field.Required, Granted: field.Granted, Default: field.Default,
			Options: append([]string{}, field.Options...),
		})
	}
	for _, l := range f.Limits {
		kind.Limits = append(kind.Limits, models.PlatformLimit{Field: l.Field, Unit: string(l.Unit), Max: l.Max})
	}
	for _, m := range f.Metrics {
		kind.Metrics = append(kind.Metrics, models.PlatformMetric{Metric: m.Name, NativeName: m.Native, Unit: m.Unit, Kind: string(m.Kind), Manual: m.Manual})
	}
	return kind
}

// credentials checks what the account form was filled in with: every field
// that the platform asks for, and no other.
func (p Platform) credentials(given map[string]string) (platforms.Credentials, error) {
	filled := platforms.Credentials{}
	refused := *models.ErrInvalid
	refuse := func(name, code string, allowed []string) {
		refused.Fields = append(refused.Fields, models.FieldError{Pointer: "/credentials/" + name, Code: code, Allowed: allowed})
	}
	for _, f := range p.Profile.Fields {
		value := given[f.Name]
		if value == "" {
			value = f.Default
		}
		switch {
		case value == "" && f.Required:
			refuse(f.Name, "required", nil)
		case value != "" && len(f.Options) > 0 && !slices.Contains(f.Options, value):
			refuse(f.Name, "not_allowed", f.Options)
		case value != "":
			filled[f.Name] = value
		}
	}
	for _, name := range slices.Sorted(maps.Keys(given)) {
		if !slices.ContainsFunc(p.Profile.Fields, func(f platforms.Field) bool { return f.Name == name }) {
			refuse(name, "unknown_field", nil)
		}
	}
	if len(refused.Fields) > 0 {
		return nil, &refused
	}
	return filled, nil
}
