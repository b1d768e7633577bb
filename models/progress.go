package models

import "slices"

// A Progress is how far a message has come in each language.
type Progress struct {
	Message *Message
	Cells   []Cell
	Last    *MessageVersion // the newest frozen version, or nil
}

// A Cell is how far a message has come in one language.
type Cell struct {
	Language string
	State    CellState
	Text     *Variant // nil: there is none yet
	Behind   bool     // the original was changed after this text
}

// NewProgress gathers what belongs to a message, out of texts and newest
// versions of many. approved are the versions that some country has approved.
func NewProgress(m *Message, variants []Variant, newest []MessageVersion, approved []ID[MessageVersion]) Progress {
	p := Progress{Message: m, Cells: []Cell{}}
	for i := range newest {
		if newest[i].MessageID == m.ID {
			p.Last = &newest[i]
		}
	}
	var original *Variant
	for i := range variants {
		if variants[i].MessageID == m.ID && variants[i].Language == m.SourceLanguage {
			original = &variants[i]
		}
	}
	if original == nil && m.SourceLanguage != "" {
		p.Cells = append(p.Cells, Cell{Language: m.SourceLanguage, State: CellEmpty})
	}
	passed := p.Last != nil && slices.Contains(approved, p.Last.ID)
	for i := range variants {
		if v := &variants[i]; v.MessageID == m.ID {
			p.Cells = append(p.Cells, Cell{v.Language, cell(m, v, p.Last, passed), v, original != nil && v.UpdatedAt.Before(original.UpdatedAt)})
		}
	}
	return p
}
