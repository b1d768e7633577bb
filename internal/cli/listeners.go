package cli

import (
	"errors"
	"fmt"
	"os"
	"time"

	"caravan/internal/platforms/icecast"
)

type listeners struct {
	Mount string    `required:"" placeholder:"/LIVE" help:"Which stream of the station, such as /live."`
	From  time.Time `required:"" placeholder:"TIME" help:"When the spot began, as 2027-03-21T19:30:00+05:00."`
	To    time.Time `required:"" placeholder:"TIME" help:"When it was over."`
	Log   string    `arg:"" help:"The station's access log of that day, written by Icecast. It is read here and goes nowhere."`
}

// Run prints what a person then enters with the delivery.
func (l *listeners) Run(w *outside) error {
	if !l.To.After(l.From) {
		return errors.New("the spot is over before it begins")
	}
	log, err := os.Open(l.Log)
	if err != nil {
		return err
	}
	defer func() { _ = log.Close() }()
	heard, err := icecast.ReadLog(log, l.Mount, l.From, l.To)
	if err != nil {
		return err
	}
	_, _ = fmt.Fprintf(w.out, "devices %d\nminutes %d\nunread lines %d\n", heard.Devices, int64(heard.Lasted.Round(time.Minute).Minutes()), heard.Unread)
	return nil
}
