package icecast_test

import (
	"testing"

	"caravan/internal/platforms"
	"caravan/internal/platforms/icecast/icecasttest"
	"caravan/internal/platforms/platformtest"
)

func post(title string) platforms.Post {
	p := platforms.Post{Content: platformtest.Sample(), Key: "delivery-1", Since: platformtest.Now()}
	p.Title = title
	return p
}

// Players show the title and the link, on one line.
func TestLineIsTheTitleAndTheLink(t *testing.T) {
	c, s, _ := icecasttest.Connect(t)
	for _, title := range []string{"Нон ва китоб", "نان و کتاب", "Bread & books, +50 %"} {
		receipt, err := c.Publish(t.Context(), post(" "+title+"\n"))
		if err != nil {
			t.Fatal(err)
		}
		lines := s.Accepted()
		if got := lines[len(lines)-1]; got.Text != title+" https://caravan.example/l/k7p2mq9xwz" || got.ID != receipt.ID {
			t.Errorf("%q is shown as %+v", title, got)
		}
	}
	if objections := c.Check(post("")); len(objections) != 1 || objections[0].Code != platforms.CodeMissing {
		t.Errorf("no title: %+v", objections)
	}
}

// The server writes one mount, several and none in three ways.
func TestMountIsFoundAmongOthers(t *testing.T) {
	for others, off := range map[int]bool{0: false, 1: false, 2: true, 3: false} {
		c, s, _ := icecasttest.Connect(t)
		s.Grow("", platformtest.Counters{"listeners": 17, "listener_peak": 40})
		s.Others, s.Off = others, off
		list, err := c.Measure(t.Context(), []platforms.Receipt{{ID: "1"}, {ID: "2"}})
		if off {
			if platforms.ClassOf(err) != platforms.Unsent {
				t.Errorf("off air: %v", err)
			}
			continue
		}
		if err != nil || len(list) != 2 || *list[1].Counts[0].Value != 17 || *list[1].Counts[1].Value != 40 {
			t.Errorf("beside %d others: %+v, %v", others, list, err)
		}
	}
	c, s, _ := icecasttest.Connect(t)
	s.Off = true
	if _, err := c.Publish(t.Context(), post("Нон")); platforms.ClassOf(err) != platforms.Unsent {
		t.Errorf("a station that is off air: %v", err)
	}
	if account, err := c.Inspect(t.Context()); err != nil || account.Name != icecasttest.Mount {
		t.Errorf("a station that is off air is well: %+v, %v", account, err)
	}
}
