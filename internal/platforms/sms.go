package platforms

import (
	"regexp"

	"caravan/internal/languages"
)

var (
	phoneNumber = regexp.MustCompile(`^\+?[0-9]{3,15}$`)
	senderName  = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9 ._-]{0,9}[A-Za-z0-9.]?$`)
)

// PhoneNumber reports whether a text is one number that can be sent to.
func PhoneNumber(text string) bool { return phoneNumber.MatchString(text) }

// SMSSender reports whether a text can stand as the sender of an SMS: a number,
// or a name of at most eleven letters and digits of ASCII.
func SMSSender(text string) bool {
	return phoneNumber.MatchString(text) || senderName.MatchString(text)
}

// SMSParts are the parts that a text is sent in by SMS.
func SMSParts(text string) []string { return languages.SplitSMS(text) }

// InGSM7 reports whether a text can be sent in the default alphabet of GSM,
// which holds more than twice as much as any other script has room for.
func InGSM7(text string) bool { return languages.MeasureSMS(text).Encoding == languages.GSM7 }
