package smpp

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"time"

	"github.com/linxGnu/gosmpp/data"
	"github.com/linxGnu/gosmpp/pdu"

	"caravan/internal/platforms"
)

// sessionTimeout is how long a session may last: as an exchange elsewhere.
const sessionTimeout = 20 * time.Second

// A session is a connection that is signed in.
type session struct {
	conn     net.Conn
	sequence int32
	stop     func()
}

// open connects and signs in to send. Whatever fails then, no message has left.
// When ctx ends the connection is cut, whatever it is at.
func (c *Connector) open(ctx context.Context) (*session, error) {
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
	s := &session{conn: conn, stop: func() { stop(); cancel() }}
	bind := pdu.NewBindRequest(pdu.Transmitter)
	bind.SystemID, bind.Password, bind.SystemType = c.set[fieldSystem], c.set[fieldPassword], c.set[fieldType]
	if _, err := s.ask(bind); err != nil {
		s.end()
		return nil, platforms.Unpublished(err)
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

// ask sends a request and returns the answer to it. What the SMSC sends of its
// own meanwhile is answered.
func (s *session) ask(request pdu.PDU) (pdu.PDU, error) {
	s.sequence++
	request.SetSequenceNumber(s.sequence)
	if err := s.send(request); err != nil {
		return nil, platforms.Fail(platforms.Uncertain, "write: %w", err)
	}
	for {
		p, header, err := s.read()
		switch {
		case err != nil:
			return nil, platforms.Fail(platforms.Uncertain, "read answer: %w", err)
		case header.CommandID < 0 && header.SequenceNumber != s.sequence: // an answer to something else
		case header.CommandID < 0 && header.CommandStatus != data.ESME_ROK:
			return nil, platforms.Fail(classOf(header.CommandStatus), "status 0x%02X", int32(header.CommandStatus))
		case header.CommandID < 0:
			return p, nil
		case p != nil && p.CanResponse():
			if err := s.send(p.GetResponse()); err != nil {
				return nil, platforms.Fail(platforms.Uncertain, "write: %w", err)
			}
		}
	}
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

// classOf groups the statuses. What is not in any group is a fault of the
// request: it will not be taken as it is.
func classOf(status data.CommandStatusType) platforms.Class {
	switch status { //nolint:exhaustive // the rest are faults of the request
	case data.ESME_RTHROTTLED, data.ESME_RMSGQFUL:
		return platforms.Throttled
	case data.ESME_RSUBMITFAIL, data.ESME_RSYSERR, data.ESME_RX_T_APPN, data.ESME_RALYBND:
		return platforms.Unsent // it was not taken, and might be later
	case data.ESME_RINVPASWD, data.ESME_RINVSYSID, data.ESME_RBINDFAIL, data.ESME_RINVBNDSTS, data.ESME_RINVSYSTYP, data.ESME_RPROVNOTALLWD, data.ESME_RINVSRCADR:
		return platforms.Locked
	case data.ESME_RUNKNOWNERR:
		return platforms.Uncertain
	}
	return platforms.Refused
}
