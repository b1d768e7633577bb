package platformtest

import (
	"testing"

	"caravan/internal/platforms"
)

// Sandboxes lists a sandbox of each delivery class for the suite.
func Sandboxes() []Platform {
	const (
		noFinder = "nothing can be read back"
		noKey    = "it does not heed keys"
	)
	return []Platform{
		sandbox(platforms.Keyed, map[string]string{}),
		sandbox(platforms.Searchable, map[string]string{"the same key twice makes one post": noKey}),
		sandbox(platforms.Opaque, map[string]string{
			"the same key twice makes one post": noKey,
			"duplicate is found":                noFinder,
			"what was never sent is not found":  noFinder,
		}),
	}
}

func sandbox(class platforms.DeliveryClass, cannot map[string]string) Platform {
	cannot["credentials never appear in errors"] = "a platform in memory has no credentials"
	return Platform{
		Name:    "sandbox " + string(class),
		Profile: NewSandbox(class, Now).Profile(),
		Start: func(testing.TB) Bench {
			s := NewSandbox(class, Now)
			return Bench{Connector: s.Connector(), Simulator: s, Stop: s.Stop}
		},
		Cannot: cannot,
	}
}
