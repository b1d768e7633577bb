package smpp

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"time"

	"github.com/linxGnu/gosmpp/data"
	"github.com/linxGnu/gosmpp/pdu"

	"caravan/internal/platforms"
)

// sessionTimeout is how long a session may last: as an exchange elsewhere.
const sessionTimeout = 20 * time.Second

// receiptsTimeout is how long receipts are listened for: an SMSC that has any
// sends them as soon as somebody is there.
const receiptsTimeout = 3 * time.Second

// A session is a connection that is signed in.
type session struct {
	conn     net.Conn
	sequence int32
	stop     func()

	// hear is given the messages that the SMSC sends, and reports whether it
	// has taken one.
	hear func(*pdu.DeliverSM) bool
}

// deaf takes no message.
func deaf(*pdu.DeliverSM) bool { return false }

// A status is the word by which the SMSC turned down a request.
type status data.CommandStatusType

// Error implements error.
func (s status) Error() string { return fmt.Sprintf("status 0x%02X", int32(s)) }

// open connects and signs in, to send or to hear as well. Whatever fails then,
// no message has left, and it is not the message's fault. When ctx ends the
// connection is cut, whatever it is at.
func (c *Connector) open(ctx context.Context, as pdu.BindingType, hear func(*pdu.DeliverSM) bool) (*session, error) {
	dial := c.client.DialPlain
	if c.set[fieldTLS] == allTLS {
		dial = c.client.DialTLS
	}
	conn, err := dial(ctx, c.address)
	if err != nil {
		class := platforms.Unsent
		if errors.Is(err, platforms.ErrAddress) {
			class = platforms.Locked
		}
		return nil, platforms.Fail(class, "connect: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, sessionTimeout)
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	s := &session{conn: conn, stop: func() { stop(); cancel() }, hear: hear}
	bind := pdu.NewBindRequest(as)
	bind.SystemID, bind.Password, bind.SystemType = c.set[fieldSystem], c.set[fieldPassword], c.set[fieldType]
	if _, err := s.ask(bind); err != nil {
		s.end()
		return nil, platforms.Unpublished(classified(err, platforms.Locked))
	}
	return s, nil
}

// close signs off and closes the connection. Nothing depends on it.
func (s *session) close() {
	_, _ = s.ask(pdu.NewUnbind())
	s.end()
}

func (s *session) end() {
	s.stop()
	_ = s.conn.Close()
}

// ask sends a request and returns the answer to it. The error is a status, or a
// failure that leaves in doubt what became of the request.
func (s *session) ask(request pdu.PDU) (pdu.PDU, error) {
	s.sequence++
	request.SetSequenceNumber(s.sequence)
	if err := s.send(request); err != nil {
		return nil, platforms.Fail(platforms.Uncertain, "write: %w", err)
	}
	for {
		p, header, err := s.next()
		switch {
		case err != nil:
			return nil, platforms.Fail(platforms.Uncertain, "read answer: %w", err)
		case header.CommandID >= 0 || header.SequenceNumber != s.sequence: // nothing that was asked
		case header.CommandStatus != data.ESME_ROK:
			return nil, status(header.CommandStatus)
		default:
			return p, nil
		}
	}
}

// listen hears what the SMSC has to say until enough was heard, or for a while.
func (s *session) listen(enough func() bool) error {
	over := time.AfterFunc(receiptsTimeout, func() { _ = s.conn.SetReadDeadline(time.Unix(1, 0)) })
	defer over.Stop()
	for !enough() {
		if _, _, err := s.next(); errors.Is(err, os.ErrDeadlineExceeded) {
			return s.conn.SetReadDeadline(time.Time{})
		} else if err != nil {
			return platforms.Fail(platforms.Unsent, "read: %w", err)
		}
	}
	return nil
}

// next reads what comes next. What the SMSC sends of its own is answered.
func (s *session) next() (pdu.PDU, pdu.Header, error) {
	p, header, err := s.read()
	if err == nil && header.CommandID >= 0 && p != nil && p.CanResponse() {
		err = s.send(s.reply(p))
	}
	return p, header, err
}

// reply answers what the SMSC sends of its own. A message that is not taken
// here - a receipt that another call awaits, what somebody wrote - would be lost
// if it were accepted: it is to come again.
func (s *session) reply(p pdu.PDU) pdu.PDU {
	answer := p.GetResponse()
	switch a := answer.(type) {
	case *pdu.DeliverSMResp:
		if message, ok := p.(*pdu.DeliverSM); !ok || !s.hear(message) {
			a.CommandStatus = data.ESME_RX_T_APPN
		}
	case *pdu.DataSMResp:
		a.CommandStatus = data.ESME_RX_T_APPN
	}
	return answer
}

// read reads what comes next. The body of a refusal, which some leave out, is
// not looked at.
func (s *session) read() (pdu.PDU, pdu.Header, error) {
	var raw [data.PDU_HEADER_SIZE]byte
	if _, err := io.ReadFull(s.conn, raw[:]); err != nil {
		return nil, pdu.Header{}, err
	}
	header := pdu.ParseHeader(raw)
	if header.CommandLength < data.PDU_HEADER_SIZE || header.CommandLength > data.MAX_PDU_LEN {
		return nil, header, errors.New("this is no SMPP")
	}
	body := make([]byte, header.CommandLength-data.PDU_HEADER_SIZE)
	if _, err := io.ReadFull(s.conn, body); err != nil || header.CommandStatus != data.ESME_ROK {
		return nil, header, err
	}
	p, err := pdu.Parse(bytes.NewReader(append(raw[:], body...)))
	return p, header, err
}

func (s *session) send(p pdu.PDU) error {
	buffer := pdu.NewBuffer(nil)
	p.Marshal(buffer)
	_, err := s.conn.Write(buffer.Bytes())
	return err
}

// classified is the failure of a request. A status that is in no group is of
// the class given.
func classified(err error, otherwise platforms.Class) error {
	said, ok := errors.AsType[status](err)
	if !ok {
		return err
	}
	class := otherwise
	switch data.CommandStatusType(said) { //nolint:exhaustive // the rest are in no group
	case data.ESME_RTHROTTLED, data.ESME_RMSGQFUL:
		class = platforms.Throttled
	case data.ESME_RSUBMITFAIL, data.ESME_RSYSERR, data.ESME_RX_T_APPN, data.ESME_RALYBND:
		class = platforms.Unsent // it was not taken, and might be later
	case data.ESME_RINVPASWD, data.ESME_RINVSYSID, data.ESME_RBINDFAIL, data.ESME_RINVBNDSTS, data.ESME_RINVSYSTYP, data.ESME_RPROVNOTALLWD, data.ESME_RINVSRCADR:
		class = platforms.Locked
	case data.ESME_RUNKNOWNERR:
		class = platforms.Uncertain
	}
	return platforms.Fail(class, "%w", said)
}
