package cli

import (
	"fmt"

	"caravan/internal/distribution"
	"caravan/models"
)

type hookCommand struct {
	installation

	Channel string `arg:"" help:"Identifier of the channel, as its address in the app ends."`
}

// Run says where reports on a channel are taken, and what they are signed with.
func (h *hookCommand) Run(w *outside) error {
	id, err := models.ParseID[models.Channel](h.Channel)
	if err != nil {
		return err
	}
	p, err := h.start(w, "", nil)
	if err != nil {
		return err
	}
	defer p.end()
	_, _ = fmt.Fprintf(w.out, "%s%s\n%s\n", distribution.HookPath, id, p.desks.Distribution.HookKey(id))
	return nil
}
