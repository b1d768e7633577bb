package platforms

import (
	"regexp"
	"time"

	"caravan/internal/languages"
)

var (
	phoneNumber = regexp.MustCompile(`^\+?[0-9]{3,15}$`)
	senderName  = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9 ._-]{0,9}[A-Za-z0-9.]?$`)
)

// mostParts is how many messages one text may take. Each is paid for, once for
// every subscriber; a gateway that joins them must allow as many.
const mostParts = 6

// SMSProfile describes a platform that hands text messages on to whoever
// subscribes to a list. Counts says who counts what reached telephones, which
// may take them three days.
func SMSProfile(name, counts string, fields ...Field) Profile {
	return Profile{
		Name: name, Version: 1, ChannelClass: SMS, Delivery: Opaque, Settle: 10 * time.Minute, Rate: Rate{Posts: 20, Per: time.Hour},
		Limits:  []Limit{{Field: FieldText, Unit: Parts, Max: mostParts}},
		Metrics: []Metric{ByHand("messages_delivered", "delivered", "messages", "texts that reached a telephone, as "+counts, 3*24*time.Hour)},
		Fields:  fields,
	}
}

// The fields of credentials that every way of sending text messages has.
const (
	FieldSMSList   = "list_number"
	FieldSMSSender = "sms_sender"
)

// CheckSMS refuses credentials with the number of a list, or of a sender, that
// cannot be any.
func CheckSMS(c Credentials) error {
	sender := c[FieldSMSSender]
	switch {
	case !PhoneNumber(c[FieldSMSList]):
		return Unfit(FieldSMSList, "the list is named by one number, such as 992900000001")
	case sender != "" && !phoneNumber.MatchString(sender) && !senderName.MatchString(sender):
		return Unfit(FieldSMSSender, "a sender is a number, or up to 11 Latin letters and digits")
	}
	return nil
}

// PhoneNumber reports whether a text is one number that can be sent to.
func PhoneNumber(text string) bool { return phoneNumber.MatchString(text) }

// SMSParts are the parts that a text is sent in by SMS.
func SMSParts(text string) []string { return languages.SplitSMS(text) }

// InGSM7 reports whether a text can be sent in the default alphabet of GSM,
// which holds more than twice as much as any other script has room for.
func InGSM7(text string) bool { return languages.MeasureSMS(text).Encoding == languages.GSM7 }
