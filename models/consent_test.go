package models_test

import (
	"errors"
	"testing"
	"time"

	"caravan/models"
)

// In Osh the new day begins while it is still yesterday in Greenwich.
func TestAConsentIsGivenNoLaterThanTodayInTheEast(t *testing.T) {
	evening := time.Date(2027, 3, 1, 19, 0, 0, 0, time.UTC)
	m := &models.Messenger{}
	form := models.Consent{Language: "ru", GivenOn: "2027-03-02", Countries: []string{"KG"}, ExpiresAt: evening.AddDate(1, 0, 0)}
	if _, err := m.Agree(form, evening); err != nil {
		t.Error(err)
	}
	form.GivenOn = "2027-03-03"
	if _, err := m.Agree(form, evening); !errors.Is(err, models.ErrInvalid) {
		t.Errorf("of tomorrow: %v", err)
	}
}
