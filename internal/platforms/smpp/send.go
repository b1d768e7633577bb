package smpp

import (
	"context"
	"crypto/sha256"
	"fmt"
	"strings"

	"github.com/linxGnu/gosmpp/data"
	"github.com/linxGnu/gosmpp/pdu"

	"caravan/internal/platforms"
)

// Types of number, and the numbering plan of telephones.
const (
	tonUnknown       = 0
	tonInternational = 1
	tonAlphanumeric  = 5
	npiUnknown       = 0
	npiTelephone     = 1
)

// Publish implements [platforms.Connector]. The receipt names every part by
// the operator's own name for it. What fails after a part was taken leaves the
// whole in doubt, for half a message may arrive. It signs in only to send, so
// that receipts wait until Confirm takes them.
func (c *Connector) Publish(ctx context.Context, post platforms.Post) (platforms.Receipt, error) {
	parts, err := c.compose(post)
	if err != nil {
		return platforms.Receipt{}, err
	}
	s, err := c.open(ctx, pdu.Transmitter, deaf)
	if err != nil {
		return platforms.Receipt{}, err
	}
	defer s.close()
	ids := make([]string, 0, len(parts))
	for i, part := range parts {
		id, err := s.submit(part)
		switch {
		case err != nil && i > 0:
			return platforms.Receipt{}, platforms.Fail(platforms.Uncertain, "part %d of %d: %w", i+1, len(parts), err)
		case err != nil:
			return platforms.Receipt{}, err
		}
		ids = append(ids, id)
	}
	names := strings.Join(ids, ",")
	return platforms.Receipt{ID: names, State: platforms.Accepted, Trace: names}, nil
}

func (s *session) submit(part *pdu.SubmitSM) (id string, err error) {
	answer, err := s.ask(part)
	if err != nil {
		return "", classified(err, platforms.Refused)
	}
	taken, ok := answer.(*pdu.SubmitSMResp)
	if !ok || taken.MessageID == "" {
		return "", platforms.Fail(platforms.Uncertain, "the answer names no message")
	}
	return taken.MessageID, nil
}

// compose makes the parts of a message. They share a number by which a
// telephone puts them together, which is the same at every attempt.
func (c *Connector) compose(post platforms.Post) ([]*pdu.SubmitSM, error) {
	text := post.Text()
	encoding := data.UCS2
	if platforms.InGSM7(text) {
		encoding = data.GSM7BIT
	}
	reference := sha256.Sum256([]byte(post.Key))[0]
	texts := platforms.SMSParts(text)
	parts := make([]*pdu.SubmitSM, 0, len(texts))
	for i, each := range texts {
		part, ok := pdu.NewSubmitSM().(*pdu.SubmitSM)
		if !ok {
			return nil, platforms.Fail(platforms.Refused, "no message can be made")
		}
		part.RegisteredDelivery = data.SM_SMSC_RECEIPT_REQUESTED
		if err := part.Message.SetMessageWithEncoding(each, encoding); err != nil {
			return nil, platforms.Fail(platforms.Refused, "encode text: %w", err)
		}
		if len(texts) > 1 {
			part.EsmClass = data.SM_UDH_GSM
			part.Message.SetUDH(pdu.UDH{pdu.NewIEConcatMessage(byte(len(texts)), byte(i+1), reference)}) //nolint:gosec // Check takes six at most
		}
		if err := c.direct(part); err != nil {
			return nil, platforms.Fail(platforms.Refused, "address: %w", err)
		}
		parts = append(parts, part)
	}
	return parts, nil
}

// direct says from whom a part comes and to whom it goes.
func (c *Connector) direct(part *pdu.SubmitSM) (err error) {
	list := strings.TrimPrefix(c.set[platforms.FieldSMSList], "+")
	if part.DestAddr, err = pdu.NewAddressWithTonNpiAddr(tonInternational, npiTelephone, list); err != nil {
		return err
	}
	part.SourceAddr, err = c.source()
	return err
}

// source is the address of the sender.
func (c *Connector) source() (pdu.Address, error) {
	sender := c.set[platforms.FieldSMSSender]
	ton, npi := byte(tonAlphanumeric), byte(npiUnknown)
	switch {
	case sender == "":
		ton = tonUnknown // the operator fills in what it has agreed on
	case platforms.PhoneNumber(sender):
		ton, npi = tonInternational, npiTelephone
		if len(sender) < shortest {
			ton = tonUnknown // a short number
		}
	}
	return pdu.NewAddressWithTonNpiAddr(ton, npi, strings.TrimPrefix(sender, "+"))
}

// shortest is how long a number of a country is at least.
const shortest = 8

// Inspect implements [platforms.Inspector]: it signs in and leaves.
func (c *Connector) Inspect(ctx context.Context) (platforms.Account, error) {
	s, err := c.open(ctx, pdu.Transmitter, deaf)
	if err != nil {
		return platforms.Account{}, err
	}
	s.close()
	return platforms.Account{ID: fmt.Sprintf("%s@%s/%s", c.set[fieldSystem], c.address, c.set[platforms.FieldSMSList]), Name: c.set[platforms.FieldSMSList]}, nil
}
