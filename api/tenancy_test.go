package api_test

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"caravan/internal/dbtest"
	"caravan/internal/distribution"
	"caravan/internal/store"
	"caravan/models"
)

// shared lists the kinds of thing that every organisation reads, and whose
// changes only the installation's people make.
func shared() []string { return []string{"/approval_rules"} }

// belongings names one thing of each kind that an organisation has, by the
// path that it is read at.
func belongings(t *testing.T, records *store.Store) map[string]string {
	t.Helper()
	room := dbtest.NewNewsroom(t, records, "portal")
	own, ctx := records.As(room.Planner), t.Context()
	submissions, err := own.Submissions(ctx, store.SubmissionFilter{}, store.Page{})
	if err != nil {
		t.Fatal(err)
	}
	audience, err := models.NewAudience(models.Segment{SegmentName: "Young job seekers"}, room.Planner, noon)
	if err != nil {
		t.Fatal(err)
	}
	delivery := &models.Delivery{
		ID: models.NewID[models.Delivery](), OrganizationID: room.Planner.OrganizationID, CampaignID: room.Campaign.ID, MessageID: room.Message.ID,
		VersionID: room.Version.ID, ChannelID: room.Channels[0].ID, MessengerID: room.Messenger.ID, CreatedBy: room.Planner.UserID,
		Dimensions: models.Dimensions{
			Components: []string{}, Traffic: "organic", Country: "KG", Language: "ru", Platform: "portal", ChannelClass: "web",
			MessageType: string(room.Message.Type), Approach: string(room.Message.Approach),
		},
		Local: "2027-03-05T12:00", Zone: "Asia/Bishkek",
		NotBefore: noon, NotAfter: noon.Add(time.Hour), NextAt: noon, CreatedAt: noon, State: models.Planned, Digest: room.Version.Digest, Version: 1,
	}
	member := &models.Membership{
		ID: models.NewID[models.Membership](), OrganizationID: room.Planner.OrganizationID, UserID: room.Planner.UserID, Roles: room.Planner.Roles,
		CreatedAt: noon, Version: 1,
	}
	token, err := models.NewToken(room.Planner, "script", nil, noon.Add(models.TokenLifetime), noon)
	if err != nil {
		t.Fatal(err)
	}
	token.TokenHash = []byte("hash")
	session := models.SessionRules{}.NewSession(room.Planner, []byte("hash"), models.ByPassword, noon)
	comparison := &models.Comparison{
		ID: models.NewID[models.Comparison](), OrganizationID: room.Planner.OrganizationID, Request: "{}", Result: "{}", CreatedBy: room.Planner.UserID, CreatedAt: noon,
	}
	comparison.Seal()
	identity := &models.Identity{
		ID: models.NewID[models.Identity](), OrganizationID: room.Planner.OrganizationID, MessengerID: room.Messenger.ID, Ciphertext: []byte("sealed"),
		Commitment: []byte("commitment"), Recipients: []models.ID[models.CustodianKey]{}, SealedBy: room.Planner.UserID, SealedOn: "2027-03-01",
	}
	reveal, err := identity.BreakGlass(room.Planner, "They do not answer", []string{"contact"}, nil, noon)
	if err != nil {
		t.Fatal(err)
	}
	partner := &models.Partner{
		ID: models.NewID[models.Partner](), OrganizationID: room.Planner.OrganizationID, CampaignID: room.Campaign.ID, PartnerID: submissions[0].AuthorityID, CreatedAt: noon, Version: 1,
	}
	service, err := models.NewReferralService(models.ReferralEntry{
		Country: "KG", Kind: "psychosocial", Name: "Listening Line", Contact: "1343", Languages: []string{"ky"}, Source: "Called", CheckedOn: "2027-03-01",
	}, room.Planner, noon)
	if err != nil {
		t.Fatal(err)
	}
	experiment, err := models.Experiment{
		CampaignID: room.Campaign.ID, Title: "Endings", Hypothesis: "The second is opened more often", Outcome: "The link was opened", Randomiser: "platform",
		Arms: []models.ExperimentArm{{Name: "first", Share: 1}, {Name: "second", Share: 1}}, Baseline: 0.05, Smallest: 0.02, Alpha: 0.05, Power: 0.8,
		StartsOn: "2027-04-01", EndsOn: "2027-05-01",
	}.Register(room.Planner, noon)
	if err != nil {
		t.Fatal(err)
	}
	key := &models.SecurityKey{ID: models.NewID[models.SecurityKey](), UserID: room.Planner.UserID, Name: "Blue", CredentialID: []byte("c"), PublicKey: []byte("k"), Transports: []string{}, CreatedAt: noon}
	picture, err := models.NewMedia(room.Message, []models.MediaFile{models.NewMediaFile("d", "image/png", 1, 1, 1)}, room.Planner, noon)
	if err != nil {
		t.Fatal(err)
	}
	err = own.InTx(ctx, func(tx *store.Scope) error {
		for _, err := range []error{
			tx.CreateAudience(ctx, audience), tx.CreateDelivery(ctx, delivery), tx.CreateMembership(ctx, member), tx.CreateToken(ctx, token),
			tx.CreateComparison(ctx, comparison), tx.CreateSession(ctx, session), tx.CreateIdentity(ctx, identity), tx.CreateReveal(ctx, reveal), tx.CreatePartner(ctx, partner),
			tx.CreateReferralService(ctx, service), tx.CreateExperiment(ctx, experiment), tx.CreateSecurityKey(ctx, key), tx.CreateMedia(ctx, picture),
		} {
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	hold, _, err := (&distribution.Desk{Store: records, Now: dbtest.Noon}).Close(ctx, room.Planner, "country", "KG", "A rumour")
	if err != nil {
		t.Fatal(err)
	}
	return map[string]string{
		"/campaigns": room.Campaign.ID.String(), "/messages": room.Message.ID.String(), "/versions": room.Version.ID.String(),
		"/channels": room.Channels[0].ID.String(), "/messengers": room.Messenger.ID.String(), "/partnerships": partner.ID.String(),
		"/audiences": audience.ID.String(), "/referral_services": service.ID.String(), "/experiments": experiment.ID.String(), "/me/security_keys": key.ID.String(), "/media": picture.ID.String(),
		"/submissions": submissions[0].ID.String(), "/deliveries": delivery.ID.String(), "/members": member.ID.String(), "/tokens": token.ID.String(),
		"/reveals": reveal.ID.String(), "/sessions": session.ID.String(), "/comparisons": comparison.ID.String(), "/consents": room.Consent.ID.String(), "/holds": strconv.FormatInt(hold.ID, 10), "/organizations": room.Planner.OrganizationID.String(),
	}
}

// What another organisation has cannot be told from what nobody has, and
// asking for it changes nothing.
func TestOthersThingsAreNowhere(t *testing.T) {
	records := dbtest.SQLite(t)
	things := belongings(t, records)
	others := slices.DeleteFunc(models.Roles(), func(r models.Role) bool { return r == models.Operator })
	stranger := signIn(t, records, serve(t, records), "batken", others...)
	may := who(t, records, stranger).Allowed()
	before := newest(t, records)
	for _, o := range operations(t) {
		kind := o.kind()
		if kind == "" || slices.Contains(shared(), kind) || !slices.Contains(may, models.Action(o.permission())) {
			continue
		}
		id, known := things[kind]
		if !known {
			t.Errorf("%s: name one of these in belongings, or list it as shared", o.route())
			continue
		}
		nobodys := models.NewID[models.User]().String()
		if kind == "/holds" {
			nobodys = "999999"
		}
		body, headers := o.body(t), []string{}
		if o.takesForm() {
			body, headers = part("x.png", "image/png", "x")+formEnd, []string{"Content-Type", "multipart/form-data; boundary=" + boundary}
		}
		for name, path := range map[string]string{"another's": o.at(id), "nobody's": o.at(nobodys), "malformed": o.at("x")} {
			if status, code := stranger.ask(t, o, path, body, headers...); status != http.StatusNotFound || code != "not_found" {
				t.Errorf("%s, %s: %d %s\n%s", o.route(), name, status, code, strings.TrimSpace(body))
			}
		}
	}
	if after := newest(t, records); after != before {
		t.Errorf("%d entries were written", after-before)
	}
}

// A list shows nothing of other organisations.
func TestOthersThingsAreInNoList(t *testing.T) {
	records := dbtest.SQLite(t)
	things := belongings(t, records)
	stranger := signIn(t, records, serve(t, records), "batken", slices.DeleteFunc(models.Roles(), func(r models.Role) bool { return r == models.Operator })...)
	for _, o := range operations(t) {
		if o.method != http.MethodGet || o.kind() != "" || o.route() == "GET /events" || o.route() == "GET /openapi.yaml" {
			continue
		}
		text := fmt.Sprint(stranger.send(t, o.method, o.at(""), "").body)
		for kind, id := range things {
			if len(id) == 36 && strings.Contains(text, id) {
				t.Errorf("%s shows a thing of %s", o.route(), kind)
			}
		}
	}
}
