package smpp

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/linxGnu/gosmpp/data"
	"github.com/linxGnu/gosmpp/pdu"

	"caravan/internal/platforms"
)

// Confirm implements [platforms.Confirmer]. It asks what became of every part,
// and where the SMSC answers no such question it listens a while for receipts.
// The receipt names from then on the parts that are awaited still: an SMSC soon
// forgets what was delivered, and says it in a receipt only once. That the SMSC
// knows nothing is no failure.
func (c *Connector) Confirm(ctx context.Context, receipt platforms.Receipt) (platforms.Receipt, error) {
	known := &tally{ids: strings.Split(receipt.ID, ","), fates: map[string]fate{}}
	source, err := c.source()
	if err != nil {
		return receipt, platforms.Fail(platforms.Locked, "address: %w", err)
	}
	s, err := c.open(ctx, pdu.Transceiver, known.hear)
	if err != nil {
		return receipt, err
	}
	err = known.inquire(s, source)
	s.close() // receipts may come until the very end
	if err != nil && !known.settled() {
		return receipt, platforms.Question(err)
	}
	return known.conclude(receipt)
}

// A tally is what is known of the parts of one message.
type tally struct {
	ids   []string // as the SMSC named them when it took them
	fates map[string]fate
}

// inquire asks about each part, and listens where that does not help.
func (t *tally) inquire(s *session, source pdu.Address) error {
	told := true
	for _, id := range t.ids {
		query, ok := pdu.NewQuerySM().(*pdu.QuerySM)
		if !ok {
			return platforms.Fail(platforms.Unsent, "no question can be made")
		}
		query.MessageID, query.SourceAddr = id, source
		answer, err := s.ask(query)
		if _, refused := errors.AsType[status](err); err != nil && !refused {
			return err
		}
		said, ok := answer.(*pdu.QuerySMResp)
		if !ok || said.MessageState < data.SM_STATE_EN_ROUTE || said.MessageState == data.SM_STATE_INVALID {
			told = false
			continue
		}
		t.note(id, fate{said.MessageState, strconv.Itoa(int(said.ErrorCode))})
	}
	if told {
		return nil
	}
	return s.listen(t.whole)
}

// hear takes a receipt, if it is of one of the parts. What it names else is not
// looked at: where a list is many telephones, that is a person's number.
func (t *tally) hear(message *pdu.DeliverSM) bool {
	name, became, ok := readReceipt(message)
	if !ok {
		return false
	}
	i := slices.Index(t.ids, name)
	if i < 0 {
		i = slices.IndexFunc(t.ids, func(id string) bool { return same(id, name) })
	}
	if i < 0 {
		return false
	}
	t.note(t.ids[i], became)
	return true
}

// note keeps what became of a part. The first final word counts.
func (t *tally) note(id string, became fate) {
	if !t.fates[id].final() {
		t.fates[id] = became
	}
}

// whole reports whether nothing more can be learned.
func (t *tally) whole() bool {
	return !slices.ContainsFunc(t.ids, func(id string) bool { return !t.fates[id].final() })
}

// settled reports whether anything final was learned.
func (t *tally) settled() bool {
	return slices.ContainsFunc(t.ids, func(id string) bool { return t.fates[id].final() })
}

// conclude is what the parts make of the whole: it has arrived when all have.
func (t *tally) conclude(receipt platforms.Receipt) (platforms.Receipt, error) {
	var awaited []string
	for _, id := range t.ids {
		became := t.fates[id]
		if became.lost() {
			return receipt, platforms.Fail(platforms.Refused, "part %s: %s", platforms.Reason(id), became)
		}
		if !became.final() {
			awaited = append(awaited, id)
		}
	}
	if len(awaited) == 0 {
		receipt.State = platforms.Live
		return receipt, nil
	}
	receipt.ID = strings.Join(awaited, ",")
	return receipt, nil
}
