package platformtest

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"caravan/internal/platforms"
)

// publishing lists the cases from Check to the receipt.
func publishing() []testCase {
	return []testCase{
		{"the profile is whole", wholeProfile},
		{"happy text", happyText},
		{"happy media", happyMedia},
		{"over-long text is refused locally", overLong},
		{"RTL and Cyrillic round trip byte-exact", roundTrip},
		{"the same key twice makes one post", sameKey},
		{"slow answer is waited for", slowAnswer},
		{"nothing listens: unsent", nothingListens},
		{"rate limit honours the platform's own wait", rateLimit},
		{"expired token", refusal(AuthExpired(), platforms.Locked)},
		{"no permission", refusal(Permission(), platforms.Locked)},
		{"permanent refusal", refusal(Permanent(0), platforms.Refused)},
		{"server error: one post", inDoubt(HTTP5xx)},
		{"hang before accept: one post after retry", inDoubt(HangBeforeAccept)},
		{"hang after accept: one post", inDoubt(HangAfterAccept)},
		{"cut body: one post", inDoubt(CutBody)},
		{"garbage JSON: one post", inDoubt(GarbageJSON)},
		{"duplicate is found", duplicate},
		{"what was never sent is not found", neverSent},
		{"credentials never appear in errors", credentials},
	}
}

func happyText(t *testing.T, b *bench) {
	post := b.post("happy-1")
	if objections := b.Connector.Check(post); len(objections) > 0 {
		t.Fatalf("Check objects to the sample: %+v", objections)
	}
	receipt := b.must(t, post)
	stored := b.accepted(t, 1)[0]
	if stored.ID != receipt.ID {
		t.Errorf("the platform keeps it as %q, the receipt says %q", stored.ID, receipt.ID)
	}
	if receipt.State != platforms.Live && receipt.State != platforms.Accepted {
		t.Errorf("the receipt says %q", receipt.State)
	}
	for _, part := range []string{post.Body, post.Link, post.Disclosure} {
		if !strings.Contains(stored.Text, part) {
			t.Errorf("the post lacks %q: %q", part, stored.Text)
		}
	}
}

func happyMedia(t *testing.T, b *bench) {
	post := b.post("media-1", func(c *platforms.Content) { c.Media = []platforms.Media{b.shown()} })
	if objections := b.Connector.Check(post); len(objections) > 0 {
		t.Fatalf("Check objects to a picture: %+v", objections)
	}
	b.must(t, post)
	if stored := b.accepted(t, 1)[0]; stored.Media != 1 {
		t.Errorf("the post has %d media, want 1", stored.Media)
	}
}

// shown is a sample that the platform takes.
func (b *bench) shown() platforms.Media {
	for _, m := range []platforms.Media{Picture(), Photo(), Film()} {
		if slices.Contains(b.profile.MediaTypes, m.MIME) {
			return m
		}
	}
	return Picture()
}

func overLong(t *testing.T, b *bench) {
	for _, l := range b.profile.Limits {
		if l.Field != platforms.FieldText && l.Field != platforms.FieldBody {
			continue
		}
		post := b.post("long-1", func(c *platforms.Content) { c.Body = longer(l) })
		for _, o := range b.Connector.Check(post) {
			if o.Code == platforms.CodeTooLong && o.Field == l.Field && o.Limit == l.Max && o.Count > l.Max {
				return
			}
		}
		t.Fatalf("Check does not object to %d %s of %s", l.Max+1, l.Unit, l.Field)
	}
	t.Fatal("the profile limits neither text nor body: say in Cannot why not")
}

// longer is a text beyond a limit.
func longer(l platforms.Limit) string {
	for text := "x"; ; text += text {
		if platforms.Length(l.Unit, text) > l.Max {
			return text
		}
	}
}

func roundTrip(t *testing.T, b *bench) {
	texts := []struct{ language, direction, body string }{
		{"tg", "ltr", "Ҷавонон, ғайрат ва ӣмон — ҳама бо ҳам."},
		{"kk-Cyrl", "ltr", "Әр үйдің өз әңгімесі бар, құрметті көрші."},
		{"uz-Latn", "ltr", "O‘zbekiston yoshlari, g‘amxo‘rlik qiling!"},
		{"tk", "ltr", "Ýaşlar we maşgala, täze ümütler 🤝🏽"},
		{"fa-AF", "rtl", "جوانان می\u200cتوانند با هم کار کنند؛ صلح از خانه آغاز می\u200cشود."},
		{"ps", "rtl", "ځوانان کولای شي چې سوله له کوره پیل کړي؟"},
	}
	for i, text := range texts {
		b.must(t, b.post("script-"+text.language, func(c *platforms.Content) {
			c.Language, c.Direction, c.Body = text.language, text.direction, text.body
		}))
		if stored := b.accepted(t, i+1)[i]; !strings.Contains(stored.Text, text.body) {
			t.Errorf("%s came out as %q", text.language, stored.Text)
		}
	}
}

func sameKey(t *testing.T, b *bench) {
	post := b.post("again-1")
	first, second := b.must(t, post), b.must(t, post)
	if first.ID != second.ID {
		t.Errorf("two receipts for one key: %q and %q", first.ID, second.ID)
	}
	b.accepted(t, 1)
}

func slowAnswer(t *testing.T, b *bench) {
	if _, err := b.publish(t, b.post("slow-1"), Slow(20*time.Millisecond)); err != nil {
		t.Fatalf("Publish: %v", err)
	}
	b.accepted(t, 1)
}

func nothingListens(t *testing.T, b *bench) {
	if b.Stop == nil {
		t.Fatal("the bench cannot be stopped: say in Cannot why not")
	}
	b.Stop()
	_, err := b.publish(t, b.post("down-1"))
	if class := platforms.ClassOf(err); class != platforms.Unsent {
		t.Errorf("class is %q, want unsent: %v", class, err)
	}
	b.accepted(t, 0)
}

func rateLimit(t *testing.T, b *bench) {
	const wait = 14 * time.Second
	_, err := b.publish(t, b.post("limit-1"), RateLimit(wait))
	failure, _ := errors.AsType[*platforms.Failure](err)
	if failure == nil || failure.Class != platforms.Throttled {
		t.Fatalf("got %v, want throttled", err)
	}
	if want := Now().Add(wait); !failure.Until.Equal(want) {
		t.Errorf("come back at %v, the platform said %v", failure.Until, want)
	}
	b.accepted(t, 0)
	receipt, end := b.deliver(t, b.post("limit-1"))
	if stored := b.accepted(t, 1)[0]; end != published || stored.ID != receipt.ID {
		t.Errorf("afterwards the delivery is %s", end)
	}
}

func refusal(fault Fault, want platforms.Class) func(*testing.T, *bench) {
	return func(t *testing.T, b *bench) {
		_, err := b.publish(t, b.post("refusal-1"), fault)
		if class := platforms.ClassOf(err); class != want {
			t.Errorf("class is %q, want %q: %v", class, want, err)
		}
		b.accepted(t, 0)
	}
}

// inDoubt delivers through a fault that leaves the outcome unknown. On an
// opaque platform that ends with a person; where there was no post, one is
// there after the person said so.
func inDoubt(fault func() Fault) func(*testing.T, *bench) {
	return func(t *testing.T, b *bench) {
		post := b.post("doubt-1")
		receipt, end := b.deliver(t, post, fault())
		if end == unknown && b.profile.Delivery == platforms.Opaque {
			if len(b.Simulator.Accepted()) == 0 {
				b.must(t, post)
			}
			b.accepted(t, 1)
			return
		}
		if stored := b.accepted(t, 1)[0]; end != published || stored.ID != receipt.ID {
			t.Errorf("the delivery is %s as %q, the platform keeps %q", end, receipt.ID, stored.ID)
		}
	}
}

func duplicate(t *testing.T, b *bench) {
	post := b.post("duplicate-1")
	_, err := b.publish(t, post, Duplicate())
	if class := platforms.ClassOf(err); class != platforms.Duplicate {
		t.Fatalf("class is %q, want duplicate: %v", class, err)
	}
	receipt, found, err := as[platforms.Finder](t, b).Find(t.Context(), post)
	if err != nil || !found {
		t.Fatalf("Find = %v, %v", found, err)
	}
	if stored := b.accepted(t, 1)[0]; stored.ID != receipt.ID {
		t.Errorf("found %q, the platform has %q", receipt.ID, stored.ID)
	}
}

func neverSent(t *testing.T, b *bench) {
	b.must(t, b.post("other-1", func(c *platforms.Content) {
		c.Body, c.Link = "Дигар паём.", "https://caravan.example/l/another000"
	}))
	_, found, err := as[platforms.Finder](t, b).Find(t.Context(), b.post("never-1"))
	b.see(t, err)
	if err != nil || found {
		t.Errorf("Find = %v, %v; want false, nil", found, err)
	}
}

// credentials meets every fault; publish checks the errors.
func credentials(t *testing.T, b *bench) {
	faults := []Fault{
		RateLimit(time.Second), AuthExpired(), Permission(), Permanent(0), HTTP5xx(),
		HangBeforeAccept(), HangAfterAccept(), CutBody(), GarbageJSON(),
	}
	for _, f := range faults {
		_, _ = b.publish(t, b.post("secret-1"), f)
	}
	if b.Stop != nil {
		b.Stop()
		_, _ = b.publish(t, b.post("secret-2"))
	}
	if len(b.errs) == 0 || len(b.Secrets) == 0 {
		t.Errorf("%d errors and %d secrets: there is nothing to compare", len(b.errs), len(b.Secrets))
	}
}
