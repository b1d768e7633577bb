// Package smpptest is an SMSC that keeps what it is given in memory and takes
// its orders as a [platformtest.Simulator]. It speaks SMPP 3.4 on a port of its
// own; that Kannel takes it for one is tested as well.
package smpptest

import (
	"context"
	"io"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/linxGnu/gosmpp/data"
	"github.com/linxGnu/gosmpp/pdu"

	"caravan/internal/platforms/platformtest"
)

// The account of the SMSC.
const (
	SystemID = "caravan"
	Password = "sim-p4ss"
)

// List is the number of the list.
const List = "992900000001"

// A Message is one as the SMSC was given it, put together.
type Message struct {
	IDs       []string
	From, To  string
	Coding    byte
	Parts     []string
	reference byte
	expected  int
	polls     int
}

// Text is the whole of the message.
func (m Message) Text() string { return strings.Join(m.Parts, "") }

// Server is one SMSC. It is safe for concurrent use.
type Server struct {
	platformtest.Faults

	Addr string // host and port

	listener net.Listener
	sessions sync.WaitGroup
	mu       sync.Mutex
	conns    []net.Conn
	messages []*Message
	parts    []*part
	manners  Manners
	refuse   byte // the number of the part that is refused next
}

// Listen starts a server that stops when the test ends.
func Listen(tb testing.TB) *Server {
	tb.Helper()
	l, err := (&net.ListenConfig{}).Listen(tb.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	s := &Server{Addr: l.Addr().String(), listener: l}
	s.sessions.Go(s.accept)
	tb.Cleanup(func() {
		s.Stop()
		s.sessions.Wait()
	})
	return s
}

// Refuse turns away the next part of a number.
func (s *Server) Refuse(number byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refuse = number
}

// refuses reports whether it is the turn of a part to be turned away.
func (s *Server) refuses(number byte) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.refuse != number {
		return false
	}
	s.refuse = 0
	return true
}

// Stop makes the server unreachable.
func (s *Server) Stop() {
	_ = s.listener.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, conn := range s.conns {
		_ = conn.Close()
	}
}

func (s *Server) accept() {
	for {
		conn, err := s.listener.Accept()
		if err != nil {
			return
		}
		s.mu.Lock()
		s.conns = append(s.conns, conn)
		s.mu.Unlock()
		s.sessions.Go(func() {
			defer func() { _ = conn.Close() }()
			(&session{server: s, conn: conn}).serve()
		})
	}
}

// session is one connection.
type session struct {
	server *Server
	conn   net.Conn
	bound  bool
	hears  bool // it is signed in to be sent messages, too

	told     int   // how many of the parts it was told of, or had nothing to be told of
	awaiting int32 // the number of the receipt that it has not answered; 0: none
}

func (c *session) serve() {
	for {
		p, err := pdu.Parse(c.conn)
		if err != nil {
			return
		}
		switch request := p.(type) {
		case *pdu.BindRequest:
			c.bind(request)
		case *pdu.SubmitSM:
			if !c.submit(request) {
				return
			}
		case *pdu.QuerySM:
			c.query(request)
		case *pdu.DeliverSMResp:
			c.answered(request)
		case *pdu.Unbind:
			c.send(request.GetResponse())
			return
		case *pdu.EnquireLink:
			c.send(request.GetResponse())
		}
		c.report()
	}
}

func (c *session) send(p pdu.PDU) {
	buffer := pdu.NewBuffer(nil)
	p.Marshal(buffer)
	_, _ = c.conn.Write(buffer.Bytes())
}

// bind signs in. Between that and the answer it asks whether the other side is
// there, as an SMSC may.
func (c *session) bind(request *pdu.BindRequest) {
	answer := pdu.NewBindResp(*request)
	answer.SystemID = "smpptest"
	expired := c.server.Take(platformtest.Expired).Kind == platformtest.Expired
	if expired || request.SystemID != SystemID || request.Password != Password {
		answer.CommandStatus = data.ESME_RINVPASWD
	}
	if request.BindingType != pdu.Transmitter && c.server.behaves().Closed {
		answer.CommandStatus = data.ESME_RINVCMDID
	}
	c.bound = answer.CommandStatus == data.ESME_ROK
	c.hears = c.bound && request.BindingType != pdu.Transmitter
	c.send(answer)
	c.send(pdu.NewEnquireLink())
}

// submit takes a part, or meets the fault whose turn it is with the first part
// of a message. It reports whether the session goes on.
func (c *session) submit(request *pdu.SubmitSM) bool {
	var fault platformtest.Fault
	total, number, reference, _ := concatenation(request)
	if number == 1 {
		fault = c.server.Take()
	}
	if c.server.refuses(number) {
		fault = platformtest.RateLimit(0)
	}
	answer, ok := pdu.NewSubmitSMRespFromReq(request).(*pdu.SubmitSMResp)
	if !ok {
		return false
	}
	if status := refused(fault.Kind, c.bound, request.DestAddr.Address()); status != data.ESME_ROK {
		answer.CommandStatus = status
		c.send(answer)
		return true
	}
	if fault.Kind != platformtest.Broken && fault.Kind != platformtest.HungBefore {
		answer.MessageID = c.server.keep(request, total, number, reference, fault.Polls)
	}
	switch fault.Kind { //nolint:exhaustive // the rest are answered
	case platformtest.Broken:
		return false
	case platformtest.HungBefore, platformtest.HungAfter:
		c.hang(fault)
		return false
	case platformtest.Cut:
		_, _ = c.conn.Write([]byte{0, 0, 0, 33, 0x80, 0, 0, 4})
		return false
	case platformtest.Garbage:
		_, _ = io.WriteString(c.conn, "<html>Bad Gateway</html>")
		return false
	}
	fault.Delay()
	c.send(answer)
	return true
}

// refused is the status that a part is turned away with.
func refused(kind platformtest.FaultKind, bound bool, to string) data.CommandStatusType {
	switch {
	case !bound:
		return data.ESME_RINVBNDSTS
	case kind == platformtest.RateLimited:
		return data.ESME_RTHROTTLED
	case kind == platformtest.Forbidden:
		return data.ESME_RPROVNOTALLWD
	case kind == platformtest.Invalid, to != List:
		return data.ESME_RINVDSTADR
	}
	return data.ESME_ROK
}

// concatenation is which part of how many this is.
func concatenation(request *pdu.SubmitSM) (total, number, reference byte, several bool) {
	header := request.Message.UDH()
	if total, number, reference, several = header.GetConcatInfo(); several {
		return total, number, reference, true
	}
	return 1, 1, 0, false
}

// hang answers nothing until the other side hangs up.
func (c *session) hang(fault platformtest.Fault) {
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		defer cancel()
		_, _ = io.Copy(io.Discard, c.conn)
	}()
	fault.Hang(ctx)
}

// keep takes a part, and returns its name. All parts of a message stay under
// way for as many questions.
func (s *Server) keep(request *pdu.SubmitSM, total, number, reference byte, polls int) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	kept := &part{number: firstPart + len(s.parts), request: request, polls: polls, state: s.manners.fate()}
	s.parts = append(s.parts, kept)
	text, _ := request.Message.GetMessage()
	if number > 1 {
		i := slices.IndexFunc(s.messages, func(m *Message) bool { return m.reference == reference && len(m.Parts) < m.expected })
		if i >= 0 {
			m := s.messages[i]
			m.IDs, m.Parts, kept.polls = append(m.IDs, kept.id()), append(m.Parts, text), m.polls
			return kept.id()
		}
	}
	s.messages = append(s.messages, &Message{
		IDs: []string{kept.id()}, From: request.SourceAddr.Address(), To: request.DestAddr.Address(),
		Coding: request.Message.Encoding().DataCoding(), Parts: []string{text}, reference: reference, expected: int(total), polls: polls,
	})
	return kept.id()
}

// Messages returns every message that was taken, in order.
func (s *Server) Messages() []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []Message
	for _, m := range s.messages {
		list = append(list, *m)
	}
	return list
}

// Accepted implements [platformtest.Simulator].
func (s *Server) Accepted() []platformtest.Stored {
	var list []platformtest.Stored
	for _, m := range s.Messages() {
		list = append(list, platformtest.Stored{ID: strings.Join(m.IDs, ","), Text: m.Text()})
	}
	return list
}

// Grow implements [platformtest.Simulator]; an SMSC counts nothing.
func (*Server) Grow(string, platformtest.Counters) {}

// Break implements [platformtest.Simulator]; an SMSC counts nothing.
func (*Server) Break(string) {}

// Remove implements [platformtest.Simulator]; a text cannot be taken back.
func (*Server) Remove(string) {}
