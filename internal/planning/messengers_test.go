package planning_test

import (
	"testing"
	"time"

	"caravan/internal/dbtest"
	"caravan/internal/planning"
	"caravan/internal/store"
	"caravan/models"
)

// A consent that is taken back takes the approval, what waits and what is live
// with it; another that covers the same keeps it.
func TestEndedConsentSilences(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		room := dbtest.NewNewsroom(t, records, "portal", "mastodon")
		desk := &planning.Desk{Store: records, Now: dbtest.Noon}
		scope := records.As(room.Planner)
		waiting, live := deliver(t, scope, room, 0, models.Ready), deliver(t, scope, room, 1, models.Published)
		other, err := desk.RecordConsent(t.Context(), room.Planner, room.Messenger.ID, models.Consent{
			Language: "ru", GivenOn: "2027-01-01", Platforms: []string{"portal"}, Countries: []string{"KG"}, ExpiresAt: dbtest.Noon().AddDate(1, 0, 0),
		})
		if err != nil {
			t.Fatal(err)
		}
		first, err := desk.EndConsent(t.Context(), room.Planner, room.Messenger.ID, room.Consent.ID, "")
		if err != nil || first.Cancelled != 0 || first.Removing != 1 {
			t.Fatalf("the other consent covers the portal: %+v, %v", first, err)
		}
		second, err := desk.EndConsent(t.Context(), room.Planner, room.Messenger.ID, other.ID, "")
		if err != nil || second.Cancelled != 1 || second.Removing != 0 {
			t.Fatalf("nothing covers the portal: %+v, %v", second, err)
		}
		for id, want := range map[models.ID[models.Delivery]]models.DeliveryState{waiting: models.Cancelled, live: models.TakedownPending} {
			if got, err := scope.Delivery(t.Context(), id); err != nil || got.State != want || got.Reason != models.VoidConsent {
				t.Errorf("it is %v, want %s: %v", got, want, err)
			}
		}
	})
}

// The approval that rests on a consent is void with it.
func TestEndedConsentVoidsItsApproval(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		room := dbtest.NewNewsroom(t, records, "portal")
		desk := &planning.Desk{Store: records, Now: dbtest.Noon}
		scope := records.As(room.Planner)
		submissions, err := scope.SubmissionsOf(t.Context(), room.Message.ID)
		if err != nil {
			t.Fatal(err)
		}
		submission := submissions[0]
		submission.ConsentID = &room.Consent.ID
		if err := scope.SaveSubmission(t.Context(), &submission); err != nil {
			t.Fatal(err)
		}
		ending, err := desk.EndConsent(t.Context(), room.Planner, room.Messenger.ID, room.Consent.ID, "They moved")
		if err != nil || ending.Voided != 1 {
			t.Fatalf("%+v, %v", ending, err)
		}
		after, err := scope.Submission(t.Context(), submission.ID)
		if err != nil || after.State != models.Voided || after.VoidReason != models.VoidConsent {
			t.Errorf("it is %v, %v", after, err)
		}
	})
}

// deliver writes a delivery of the newsroom on one of its channels, past the
// desk that would.
func deliver(t *testing.T, scope *store.Scope, room *dbtest.Newsroom, channel int, state models.DeliveryState) models.ID[models.Delivery] {
	t.Helper()
	at := dbtest.Noon().Add(time.Hour)
	delivery := &models.Delivery{
		ID: models.NewID[models.Delivery](), OrganizationID: room.Planner.OrganizationID, CampaignID: room.Campaign.ID, MessageID: room.Message.ID,
		VersionID: room.Version.ID, ChannelID: room.Channels[channel].ID, MessengerID: room.Messenger.ID,
		Dimensions: models.Dimensions{Country: "KG", Language: "ru", Platform: room.Channels[channel].Platform, Components: []string{}},
		Digest:     room.Version.Digest, Local: "2027-03-01T19:00", Zone: "Asia/Bishkek", NotBefore: at, NotAfter: at.Add(time.Hour), NextAt: at,
		State: models.Ready, CreatedBy: room.Planner.UserID, CreatedAt: dbtest.Noon(), Version: 1,
	}
	if err := scope.CreateDelivery(t.Context(), delivery); err != nil {
		t.Fatal(err)
	}
	if state != models.Ready {
		if err := delivery.Accept("1", "https://example.org/1", dbtest.Noon()); err != nil {
			t.Fatal(err)
		}
		if err := scope.SaveDelivery(t.Context(), delivery); err != nil {
			t.Fatal(err)
		}
	}
	return delivery.ID
}
