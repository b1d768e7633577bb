package smpp_test

import (
	"slices"
	"strings"
	"testing"

	"caravan/internal/platforms"
	"caravan/internal/platforms/smpp"
	"caravan/internal/platforms/smpp/smpptest"
)

// published sends a text of three parts.
func published(t *testing.T, c *smpp.Connector) (receipt platforms.Receipt, ids []string) {
	t.Helper()
	receipt, err := c.Publish(t.Context(), post(strings.Repeat("ҷ", 150)))
	ids = strings.Split(receipt.ID, ",")
	if err != nil || len(ids) != 3 || receipt.State != platforms.Accepted || receipt.Trace != receipt.ID {
		t.Fatalf("Publish = %+v, %v", receipt, err)
	}
	return receipt, ids
}

// confirmed asks once, and fails unless the message stands as it should.
func confirmed(t *testing.T, c *smpp.Connector, receipt platforms.Receipt, want platforms.State, awaited ...string) platforms.Receipt {
	t.Helper()
	now, err := c.Confirm(t.Context(), receipt)
	if err != nil || now.State != want || want == platforms.Accepted && now.ID != strings.Join(awaited, ",") {
		t.Fatalf("Confirm = %+v, %v; want %s, awaited %v", now, err, want, awaited)
	}
	return now
}

// A message has arrived when all of its parts have. What was said once of a
// part need not be said again.
func TestEveryPartIsAskedFor(t *testing.T) {
	c, s := smpptest.Connect(t)
	s.Behave(smpptest.Manners{State: smpptest.EnRoute})
	receipt, ids := published(t, c)
	receipt = confirmed(t, c, receipt, platforms.Accepted, ids...)
	s.Settle(ids[1], smpptest.Delivered)
	s.Settle(ids[2], smpptest.Accepted)
	receipt = confirmed(t, c, receipt, platforms.Accepted, ids[0], ids[2])
	s.Forget(ids[1])
	s.Settle(ids[0], smpptest.Delivered)
	s.Settle(ids[2], smpptest.Delivered)
	confirmed(t, c, receipt, platforms.Live)
}

func TestPartThatIsLostFailsTheWhole(t *testing.T) {
	for state, word := range map[byte]string{
		smpptest.Expired: "EXPIRED", smpptest.Deleted: "DELETED", smpptest.Undeliverable: "UNDELIV", smpptest.Rejected: "REJECTD",
	} {
		for _, manners := range []smpptest.Manners{{}, {Mute: true}, {Mute: true, Fields: true}} {
			c, s := smpptest.Connect(t)
			s.Behave(manners)
			receipt, ids := published(t, c)
			s.Settle(ids[1], state)
			_, err := c.Confirm(t.Context(), receipt)
			if platforms.ClassOf(err) != platforms.Refused || !strings.Contains(err.Error(), ids[1]+": "+word) {
				t.Errorf("%+v, %s: %v", manners, word, err)
			}
		}
	}
}

// Where an SMSC answers no questions its receipts say it, one after the other
// and each only once, however they write the name of a part.
func TestReceiptsAreHeard(t *testing.T) {
	for _, manners := range []smpptest.Manners{{Mute: true}, {Mute: true, Fields: true}} {
		c, s := smpptest.Connect(t)
		s.Behave(manners)
		receipt, _ := published(t, c)
		confirmed(t, c, receipt, platforms.Live)
		if owed := s.Owed(); len(owed) > 0 {
			t.Errorf("%+v: the receipts of %v were not taken", manners, owed)
		}
	}
}

// What is said of one part is kept with the message until the others have come,
// which is in another session.
func TestReceiptsComeOneByOne(t *testing.T) {
	t.Parallel()
	c, s := smpptest.Connect(t)
	s.Behave(smpptest.Manners{Mute: true})
	receipt, ids := published(t, c)
	s.Settle(ids[1], smpptest.EnRoute)
	receipt = confirmed(t, c, receipt, platforms.Accepted, ids[1])
	s.Settle(ids[1], smpptest.Delivered)
	confirmed(t, c, receipt, platforms.Live)
}

// The receipts of another message are left to who asks for that one, and what
// people write to nobody here.
func TestMessagesForOthersComeAgain(t *testing.T) {
	c, s := smpptest.Connect(t)
	s.Behave(smpptest.Manners{Mute: true})
	first, ids := published(t, c)
	second, _ := published(t, c)
	confirmed(t, c, second, platforms.Live)
	if owed := s.Owed(); !slices.Equal(owed, ids) {
		t.Errorf("owed are %v, want %v", owed, ids)
	}
	confirmed(t, c, first, platforms.Live)

	s.Behave(smpptest.Manners{Unmarked: true})
	third, ids := published(t, c)
	confirmed(t, c, third, platforms.Live) // it was asked
	if owed := s.Owed(); !slices.Equal(owed, ids) {
		t.Errorf("of %v are left %v", ids, owed)
	}
}

// An SMSC that knows nothing of a message says nothing against it.
func TestNothingIsLearned(t *testing.T) {
	t.Parallel()
	c, s := smpptest.Connect(t)
	s.Behave(smpptest.Manners{State: smpptest.EnRoute})
	receipt, ids := published(t, c)
	for _, id := range ids {
		s.Forget(id)
	}
	confirmed(t, c, receipt, platforms.Accepted, ids...)
	s.Behave(smpptest.Manners{Closed: true})
	if _, err := c.Confirm(t.Context(), receipt); platforms.ClassOf(err) != platforms.Locked {
		t.Errorf("not let in: %v", err)
	}
	s.Stop()
	if _, err := c.Confirm(t.Context(), receipt); platforms.ClassOf(err) != platforms.Unsent {
		t.Errorf("not reached: %v", err)
	}
}
