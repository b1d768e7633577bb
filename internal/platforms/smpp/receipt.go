package smpp

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/linxGnu/gosmpp/data"
	"github.com/linxGnu/gosmpp/pdu"
)

// A fate is what became of one part.
type fate struct {
	state byte   // of SMPP; zero: unknown
	code  string // of the operator, such as 027; may be empty
}

// lost reports whether the part will not arrive.
func (f fate) lost() bool {
	switch f.state {
	case data.SM_STATE_EXPIRED, data.SM_STATE_DELETED, data.SM_STATE_UNDELIVERABLE, data.SM_STATE_REJECTED:
		return true
	}
	return false
}

// final reports whether that is the last word.
func (f fate) final() bool { return f.lost() || f.state == data.SM_STATE_DELIVERED }

// String is the state in the words of receipts, with the operator's code.
func (f fate) String() string {
	words := states()[f.state]
	if f.code != "" {
		words += " " + f.code
	}
	return words
}

// states are the words of receipts, by the states of SMPP. Zero is none.
func states() []string {
	return []string{"", "ENROUTE", "DELIVRD", "EXPIRED", "DELETED", "UNDELIV", "ACCEPTD", "UNKNOWN", "REJECTD"}
}

// What a receipt says stands in its text, in a form that nearly all have in
// common, and in some also in fields of its own.
var (
	receiptID    = regexp.MustCompile(`\bid:([^\s,]+)`)
	receiptState = regexp.MustCompile(`\bstat:([A-Z]+)`)
	receiptCode  = regexp.MustCompile(`\berr:([0-9A-Za-z]{1,8})\b`)
)

// messageType are the bits that say what a message is.
const messageType = 0x3C

// readReceipt reads of which part a receipt is, and what became of it. False
// means that this is no receipt.
func readReceipt(message *pdu.DeliverSM) (id string, became fate, ok bool) {
	if message.EsmClass&messageType != data.SM_SMSC_DLV_RCPT_TYPE {
		return "", fate{}, false
	}
	raw, err := message.Message.GetMessageData()
	if err != nil {
		return "", fate{}, false
	}
	text := string(raw)
	id, became = first(receiptID, text), fate{code: first(receiptCode, text)}
	word := first(receiptState, text)
	for state, each := range states() {
		if word != "" && each == word {
			became.state = byte(state)
		}
	}
	if field, there := message.OptionalParameters[pdu.TagReceiptedMessageID]; there {
		id = field.String()
	}
	if field := message.OptionalParameters[pdu.TagMessageStateOption]; len(field.Data) == 1 && int(field.Data[0]) < len(states()) {
		became.state = field.Data[0]
	}
	return id, became, id != "" && became.state != 0
}

func first(what *regexp.Regexp, text string) string {
	if found := what.FindStringSubmatch(text); found != nil {
		return found[1]
	}
	return ""
}

// same reports whether a receipt names the part that an answer named. Some
// SMSCs write the number of a part in hexadecimal in the one, and in decimals
// in the other.
func same(answered, receipted string) bool {
	if strings.EqualFold(strings.TrimLeft(answered, "0"), strings.TrimLeft(receipted, "0")) {
		return true
	}
	a, err := strconv.ParseUint(answered, 16, 64)
	b, otherwise := strconv.ParseUint(receipted, 10, 64)
	return err == nil && otherwise == nil && a == b
}
