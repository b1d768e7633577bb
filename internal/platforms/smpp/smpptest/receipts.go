package smpptest

import (
	"fmt"
	"strconv"

	"github.com/linxGnu/gosmpp/data"
	"github.com/linxGnu/gosmpp/pdu"
)

// The states of a part.
const (
	EnRoute       byte = data.SM_STATE_EN_ROUTE
	Delivered     byte = data.SM_STATE_DELIVERED
	Expired       byte = data.SM_STATE_EXPIRED
	Deleted       byte = data.SM_STATE_DELETED
	Undeliverable byte = data.SM_STATE_UNDELIVERABLE
	Accepted      byte = data.SM_STATE_ACCEPTED
	Rejected      byte = data.SM_STATE_REJECTED
)

// Manners are what an SMSC does as not all of them do.
type Manners struct {
	Mute     bool // it answers no question about a message
	Closed   bool // it lets in only who sends
	Fields   bool // its receipts have fields, and no form in their text
	Unmarked bool // what looks like receipts is only what somebody wrote
	State    byte // what becomes of the parts that come; zero: they are delivered
}

func (m Manners) fate() byte {
	if m.State == 0 {
		return Delivered
	}
	return m.State
}

// Behave changes the manners.
func (s *Server) Behave(m Manners) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.manners = m
}

func (s *Server) behaves() Manners {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.manners
}

// Settle says what has become of a part.
func (s *Server) Settle(id string, state byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p := s.named(id); p != nil {
		p.state = state
	}
}

// Forget makes the server know nothing more of a part that it was asked about.
func (s *Server) Forget(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p := s.named(id); p != nil {
		p.forgotten = true
	}
}

// Owed returns the names of the parts whose receipts nobody has taken.
func (s *Server) Owed() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var ids []string
	for _, p := range s.parts {
		if p.owed() {
			ids = append(ids, p.id())
		}
	}
	return ids
}

// firstPart is the number of the first part.
const firstPart = 4097

// part is one part that was taken.
type part struct {
	number    int
	request   *pdu.SubmitSM
	polls     int // questions until it is settled
	state     byte
	forgotten bool
	receipted bool // somebody has taken its receipt
}

// id names the part to who has sent it: in hexadecimal, where its receipt has
// decimals.
func (p *part) id() string { return fmt.Sprintf("%X", p.number) }

// owed reports whether a receipt is due.
func (p *part) owed() bool {
	wanted := p.request.RegisteredDelivery&data.SM_SMSC_RECEIPT_MASK == data.SM_SMSC_RECEIPT_REQUESTED
	return wanted && !p.receipted && p.polls == 0 && p.state != EnRoute
}

func (s *Server) named(id string) *part {
	for _, p := range s.parts {
		if p.id() == id {
			return p
		}
	}
	return nil
}

// query says what has become of a part, to who has sent it.
func (c *session) query(request *pdu.QuerySM) {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	answer, ok := pdu.NewQuerySMRespFromReq(request).(*pdu.QuerySMResp)
	if !ok {
		return
	}
	p := c.server.named(request.MessageID)
	switch {
	case c.server.manners.Mute:
		nack := pdu.NewGenericNack()
		nack.SetSequenceNumber(request.GetSequenceNumber())
		if nack, ok := nack.(*pdu.GenericNack); ok {
			nack.CommandStatus = data.ESME_RINVCMDID
		}
		c.send(nack)
		return
	case !c.bound:
		answer.CommandStatus = data.ESME_RINVBNDSTS
	case p == nil || p.forgotten || p.request.SourceAddr != request.SourceAddr:
		answer.CommandStatus = data.ESME_RQUERYFAIL
	case p.polls > 0:
		p.polls--
		answer.MessageID, answer.MessageState = p.id(), EnRoute
	default:
		answer.MessageID, answer.MessageState = p.id(), p.state
	}
	c.send(answer)
}

// report sends the next receipt that is due. The one after it waits for the
// answer, and one that is not taken comes again in another session.
func (c *session) report() {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	for c.hears && c.awaiting == 0 && c.told < len(c.server.parts) {
		p := c.server.parts[c.told]
		c.told++
		if receipt, ok := p.receipt(c.server.manners); ok && p.owed() {
			c.awaiting = receipt.GetSequenceNumber()
			c.send(receipt)
		}
	}
}

// answered takes the answer to a receipt.
func (c *session) answered(answer *pdu.DeliverSMResp) {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	if c.awaiting == 0 || answer.GetSequenceNumber() != c.awaiting {
		return
	}
	c.server.parts[c.told-1].receipted = answer.CommandStatus == data.ESME_ROK
	c.awaiting = 0
}

// receipt is what the SMSC says of a part by itself.
func (p *part) receipt(m Manners) (*pdu.DeliverSM, bool) {
	words := []string{"", "ENROUTE", "DELIVRD", "EXPIRED", "DELETED", "UNDELIV", "ACCEPTD", "UNKNOWN", "REJECTD"}
	receipt, ok := pdu.NewDeliverSM().(*pdu.DeliverSM)
	if !ok {
		return nil, false
	}
	receipt.SourceAddr, receipt.DestAddr, receipt.EsmClass = p.request.DestAddr, p.request.SourceAddr, data.SM_SMSC_DLV_RCPT_TYPE
	if m.Unmarked {
		receipt.EsmClass = data.SM_ESM_DEFAULT
	}
	if m.Fields {
		receipt.RegisterOptionalParam(pdu.Field{Tag: pdu.TagReceiptedMessageID, Data: append([]byte(p.id()), 0)})
		receipt.RegisterOptionalParam(pdu.Field{Tag: pdu.TagMessageStateOption, Data: []byte{p.state}})
		return receipt, true
	}
	failure, delivered := "000", 1
	if p.state != Delivered {
		failure, delivered = "027", 0
	}
	text := fmt.Sprintf("id:%s sub:001 dlvrd:%03d submit date:2611281200 done date:2611281201 stat:%s err:%s text:",
		strconv.Itoa(p.number), delivered, words[p.state], failure)
	return receipt, receipt.Message.SetMessageDataWithEncoding([]byte(text), data.GSM7BIT) == nil
}
