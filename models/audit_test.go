package models_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"testing"
	"testing/quick"
	"time"

	"github.com/gowebpki/jcs"

	"caravan/models"
)

// An entry that was hashed once must hash to the same for ever, by anybody who
// knows the canonical form: this one was checked with sha256sum.
func TestAuditLeafIsTheHashOfItsCanonicalForm(t *testing.T) {
	organization, actor := models.ID[models.Organization]{}, models.ID[models.User]{}
	organization.UUID[15], actor.UUID[15] = 1, 2
	e := models.AuditEntry{
		ID: 9007199254740993, OrganizationID: &organization, Seq: 7, At: time.Date(2027, 3, 1, 12, 0, 0, 5000, time.FixedZone("", 6*3600)),
		ActorID: &actor, ActorRole: "planner", Strength: "password", Action: "campaign.revised", ObjectKind: "campaign", ObjectID: "x",
		RequestID: "r", Reason: "<нон> & \u2028 \"китоб\"\n",
	}
	const canonical = `{"action":"campaign.revised","actor_id":"00000000-0000-0000-0000-000000000002","actor_role":"planner","after":"",` +
		`"at":"2027-03-01T06:00:00.000005Z","before":"","id":"9007199254740993","object_id":"x","object_kind":"campaign",` +
		`"organization_id":"00000000-0000-0000-0000-000000000001","reason":"<нон> & ` + "\u2028" + ` \"китоб\"\n","request_id":"r","seq":"7",` +
		`"strength":"password","type":"caravan.audit/1"}`
	if again, err := jcs.Transform([]byte(canonical)); err != nil || string(again) != canonical {
		t.Fatalf("the example is not canonical: %s, %v", again, err)
	}
	want := sha256.Sum256([]byte("\x00" + canonical))
	if got, err := e.Leaf(); err != nil || !bytes.Equal(got, want[:]) {
		t.Errorf("got %x, %v, want %x", got, err, want)
	}
}

// Whatever stands in an entry: its hash is that of the canonical form that the
// library makes.
func TestAuditLeafIsCanonical(t *testing.T) {
	same := func(id, seq int64, action, reason string, tail []byte) bool {
		e := models.AuditEntry{ID: id, Seq: seq, At: time.Unix(0, 0), Action: action, Reason: reason + string(bytes.ToValidUTF8(tail, nil))}
		got, err := e.Leaf()
		if err != nil {
			return false
		}
		plain, err := json.Marshal(map[string]string{
			"type": "caravan.audit/1", "id": number(id), "seq": number(seq), "at": "1970-01-01T00:00:00.000000Z",
			"actor_role": "", "strength": "", "action": e.Action, "object_kind": "", "object_id": "", "before": "", "after": "",
			"request_id": "", "reason": e.Reason,
		})
		if err != nil {
			return false
		}
		canonical, err := jcs.Transform(plain)
		want := sha256.Sum256(append([]byte{0}, canonical...))
		return err == nil && bytes.Equal(got, want[:])
	}
	if err := quick.Check(same, &quick.Config{MaxCount: 2000}); err != nil {
		t.Error(err)
	}
}

func number(n int64) string {
	text, _ := json.Marshal(n)
	return string(text)
}

// Two values that an encoder would write alike must not hash alike.
func TestAuditLeafRefusesWhatIsNotText(t *testing.T) {
	e := models.AuditEntry{Seq: 1, Reason: "a\xffb"}
	if _, err := e.Leaf(); err == nil {
		t.Error("it was hashed")
	}
}

func TestAuditChainBindsToWhatStandsBefore(t *testing.T) {
	leaf := bytes.Repeat([]byte{7}, 32)
	first := sha256.Sum256(slices.Concat([]byte{1}, make([]byte, 32), leaf))
	second := sha256.Sum256(slices.Concat([]byte{1}, first[:], leaf))
	if got := models.ChainAfter(models.ChainAfter(nil, leaf), leaf); !bytes.Equal(got, second[:]) {
		t.Errorf("got %s, want %x", hex.EncodeToString(got), second)
	}
}
