package api_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"strings"
	"testing"

	"caravan/api"
	"caravan/internal/access/keytest"
	"caravan/internal/dbtest"
	"caravan/internal/signing"
	"caravan/internal/store"
	"caravan/models"
)

// A signingBureau is one under a rule that wants one signature.
type signingBureau struct {
	*bureau

	key *keytest.Key
}

func newSigningBureau(t *testing.T, records *store.Store) *signingBureau {
	t.Helper()
	rules := models.SessionRules{PasswordAlone: true, KeysAtOnce: true}
	b := &signingBureau{newBureauAt(t, records, serveAs(t, records, rules, func(*api.Options) {})), keytest.New(t)}
	made, err := records.As(models.System("test")).Rules(t.Context(), "KG")
	if err != nil {
		t.Fatal(err)
	}
	made[0].Signed, made[0].Quorum = true, 1
	if err := records.As(models.System("test")).SaveRule(t.Context(), &made[0]); err != nil {
		t.Fatal(err)
	}
	return b
}

// registers has the first approver register a key.
func (b *signingBureau) registers(t *testing.T) {
	t.Helper()
	const keys = "/api/v1/me/security_keys"
	made := b.first.send(t, http.MethodPost, keys, registers(t, b.key, b.first.send(t, http.MethodPost, keys+"/challenge", ""), "Yellow"))
	made.is(t, http.StatusCreated, "")
	b.first.takes(made)
}

// signed is a decision with what the key says to the challenge for another, or
// the same.
func (b *signingBureau) signed(t *testing.T, path, asked, sent string) string {
	t.Helper()
	var fields, signature map[string]any
	for text, into := range map[string]*map[string]any{sent: &fields, signs(t, b.key, b.first.send(t, http.MethodPost, path+"/decisions/challenge", asked)): &signature} {
		if err := json.Unmarshal([]byte(text), into); err != nil {
			t.Fatal(err)
		}
	}
	maps.Copy(fields, signature)
	body, err := json.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestRuleWantsDecisionsSigned(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		b := newSigningBureau(t, records)
		path, digest := b.submit(t)
		dossier := b.first.send(t, http.MethodGet, path+"/dossier", "")
		if dossier.body["signs_from"] != nil || dossier.body["submission"].(map[string]any)["signed"] != true {
			t.Errorf("got %s", dossier.text)
		}
		b.first.decide(t, path, approve(digest)).is(t, 422, "signature_required")
		b.first.send(t, http.MethodPost, path+"/decisions/challenge", approve(digest)).is(t, 422, "no_signing_key")
		b.registers(t)
		if dossier := b.first.send(t, http.MethodGet, path+"/dossier", ""); dossier.body["signs_from"] == nil {
			t.Errorf("got %s", dossier.text)
		}
		b.first.send(t, http.MethodPost, path+"/decisions/challenge", approve(strings.Repeat("0", 64))).is(t, 422, "digest_mismatch")
		b.first.decide(t, path, b.signed(t, path, approve(digest), approve(digest))).is(t, 201, "")
		read := b.planner.send(t, http.MethodGet, path+"/decisions", "")
		if first := read.body["items"].([]any)[0].(map[string]any); first["signed"] != true {
			t.Errorf("got %s", read.text)
		}
		decisions, err := records.As(who(t, records, b.planner)).Decisions(t.Context(), models.MustID[models.Submission](path[len("/api/v1/submissions/"):]))
		if err != nil {
			t.Fatal(err)
		}
		keys, err := records.As(models.System("test")).KeysThatSigned(t.Context(), decisions)
		if err != nil {
			t.Fatal(err)
		}
		key := keys[decisions[0].Signature.KeyID]
		if err := (signing.Checker{Address: "https://caravan.example", AtOnce: true}).Check(&decisions[0], &key); err != nil {
			t.Errorf("read back from the records: %v", err)
		}
	})
}

// Who cannot sign may still say no.
func TestRefusalNeedsNoSignature(t *testing.T) {
	b := newSigningBureau(t, dbtest.SQLite(t))
	path, digest := b.submit(t)
	b.first.decide(t, path, `{"kind":"return","comment":"Shorter","digest":"`+digest+`"}`).is(t, 201, "")
}

func signatureForAnother(t *testing.T, _ *pit) {
	b := newSigningBureau(t, dbtest.SQLite(t))
	path, digest := b.submit(t)
	b.registers(t)
	body := b.signed(t, path, approve(digest), `{"kind":"approve_with_conditions","conditions":"At night","state_action":"none_known","digest":"`+digest+`"}`)
	b.first.decide(t, path, body).is(t, 422, "signature_invalid")
	b.first.decide(t, path, body).is(t, 401, "ceremony_over")
	half := strings.Replace(b.signed(t, path, approve(digest), approve(digest)), `"ceremony":`, `"comment":`, 1)
	b.first.decide(t, path, half).is(t, 401, "ceremony_over") // not taken for unsigned
	if got := b.planner.send(t, http.MethodGet, path, ""); got.body["state"] != "under_review" {
		t.Errorf("got %s", got.text)
	}
	entries, err := b.records.As(who(t, b.records, b.first)).Trail(t.Context(), 10)
	if err != nil || entries[0].Action != "decision.signature_refused" {
		t.Errorf("the trail ends with %v, %v", entries, err)
	}
}
