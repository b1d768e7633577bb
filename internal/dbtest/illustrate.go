package dbtest

import (
	"errors"
	"testing"

	"caravan/internal/store"
	"caravan/models"
)

// Illustrate makes an approved version of the message that shows a picture, in
// place of the one before.
func (n *Newsroom) Illustrate(t *testing.T, records *store.Store, files []models.MediaFile, facts models.MediaFacts) {
	t.Helper()
	facts.Origin, facts.Licence = "Drawn by a colleague", "own_work"
	media := must(models.NewMedia(n.Message, files, n.Planner, n.begin))
	media.MediaFacts = facts
	if err := records.As(n.Planner).CreateMedia(t.Context(), media); err != nil {
		t.Fatal(err)
	}
	n.Rewrite(t, records, func(v *models.Variant) {
		v.Media = []models.Shown{{MediaID: media.ID, Alt: "Хлеб на столе"}}
	}, *media)
}

// Rewrite changes the texts of the message, which has media, and has them
// approved for the channels as they are.
func (n *Newsroom) Rewrite(t *testing.T, records *store.Store, change func(*models.Variant), media ...models.Media) {
	t.Helper()
	err := records.As(n.Planner).InTx(t.Context(), func(tx *store.Scope) error {
		variants := must(tx.Variants(t.Context(), n.Message.ID))
		for i := range variants {
			change(&variants[i])
			variants[i].ReviewedAt = &n.begin
		}
		_, err := tx.VoidMessage(t.Context(), n.Message, models.VoidEdited, n.begin)
		n.Version = must(models.Freeze(n.Message, variants, media, 1, n.Planner, n.begin))
		rules := must(tx.Rules(t.Context(), "KG"))
		err = errors.Join(err, tx.CreateVersion(t.Context(), n.Version), n.decide(t, tx, n.submission(&rules[0])))
		for i := range variants {
			err = errors.Join(err, tx.SaveVariant(t.Context(), &variants[i]))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
