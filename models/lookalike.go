package models

import (
	"cmp"
	"slices"

	"caravan/internal/languages"
)

// Lookalikes lists the hosts in the texts whose letters may pass for others, as
// they are resolved: in punycode. Whoever agrees confirms each of them.
func (s *Statement) Lookalikes() []string {
	hosts := []string{}
	for _, t := range s.Texts {
		for _, text := range []string{t.Title, t.Body, t.Link} {
			for _, l := range languages.Links(text) {
				if l.Foreign() {
					hosts = append(hosts, cmp.Or(l.ASCII, l.Host))
				}
			}
		}
	}
	slices.Sort(hosts)
	return slices.Compact(hosts)
}

// unconfirmed returns the first of those hosts that a decision does not name.
func (s *Submission) unconfirmed(d Decision) string {
	for _, host := range s.Statement.Lookalikes() {
		if !slices.Contains(d.Hosts, host) {
			return host
		}
	}
	return ""
}
