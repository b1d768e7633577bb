// Package telegramtest is a server that speaks the Bot API of Telegram, as far
// as the connector uses it. It keeps posts in memory and takes its orders as a
// [platformtest.Simulator].
package telegramtest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf16"

	"caravan/internal/platforms/platformtest"
)

// Token is the token of the bot.
const Token = "7301234567:sim-telegram-token-4c1f"

// The channels, and the bot that administers them.
const (
	Channel = "@caravan_news"
	Beside  = "@caravan_books"
	botID   = 7301234567
)

// chats are the numbers of the channels.
func chats() map[string]int64 {
	return map[string]int64{Channel: -1001234567890, Beside: -1009876543210}
}

// Server is one server with one bot and its channels. It is safe for
// concurrent use.
type Server struct {
	platformtest.Faults

	mu    sync.Mutex
	posts []*post
	next  int
	hook  hook
	May   bool // the bot may post
}

// A post is one message, or the several of an album.
type post struct {
	platformtest.Stored

	channel  string
	messages []int
}

// New returns a server.
func New() *Server { return &Server{next: 76, May: true} }

// ServeHTTP implements [http.Handler].
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	token, method, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/bot"), "/")
	if token != Token {
		refuse(w, http.StatusUnauthorized, "Unauthorized: invalid token specified", nil)
		return
	}
	in, err := read(r)
	anywhere := slices.Contains([]string{"getMe", "getWebhookInfo", "setWebhook"}, method)
	if err != nil || !anywhere && chats()[in["chat_id"]] == 0 {
		refuse(w, http.StatusBadRequest, "Bad Request: chat not found", nil)
		return
	}
	switch method {
	case "getMe":
		answer(w, map[string]any{"id": botID, "is_bot": true, "username": "caravan_bot"})
	case "getChat":
		answer(w, channel(in["chat_id"]))
	case "getChatMember":
		answer(w, map[string]any{"status": "administrator", "can_post_messages": s.May, "can_delete_messages": true})
	case "getChatMemberCount":
		answer(w, 1640)
	case "getWebhookInfo":
		s.tellHook(w)
	case "setWebhook":
		s.setHook(w, in)
	case "sendMessage", "sendPhoto", "sendVideo", "sendMediaGroup":
		s.send(w, r, in)
	case "editMessageText", "editMessageCaption":
		s.edit(w, in)
	case "deleteMessage":
		s.remove(w, in)
	default:
		refuse(w, http.StatusNotFound, "Not Found", nil)
	}
}

// read returns the fields of a request, with files under their names.
func read(r *http.Request) (map[string]string, error) {
	in := map[string]string{}
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
		var fields map[string]any
		err := json.NewDecoder(r.Body).Decode(&fields)
		for name, value := range fields {
			if n, is := value.(float64); is {
				in[name] = strconv.FormatInt(int64(n), 10)
			} else {
				in[name] = fmt.Sprint(value)
			}
		}
		return in, err
	}
	parts, err := r.MultipartReader()
	for err == nil {
		part, end := parts.NextPart()
		if end != nil {
			break
		}
		text, _ := io.ReadAll(part)
		if in[part.FormName()] = string(text); part.FileName() != "" {
			in[part.FormName()] = "file"
		}
	}
	return in, err
}

// send takes a post, or meets the fault whose turn it is.
func (s *Server) send(w http.ResponseWriter, r *http.Request, in map[string]string) {
	text, files, longest := in["text"], 0, 4096
	for _, name := range []string{"photo", "video"} {
		if in[name] == "file" {
			text, files, longest = in["caption"], 1, 1024
		}
	}
	if in["media"] != "" {
		var group []map[string]string
		if json.Unmarshal([]byte(in["media"]), &group) != nil || len(group) < 2 {
			refuse(w, http.StatusBadRequest, "Bad Request: wrong media group", nil)
			return
		}
		text, files, longest = group[0]["caption"], len(group), 1024
	}
	if units := len(utf16.Encode([]rune(text))); units == 0 || units > longest {
		refuse(w, http.StatusBadRequest, "Bad Request: message is too long", nil)
		return
	}
	s.Meet(w, r, func() func() {
		p := s.keep(in["chat_id"], text, files)
		return func() { answer(w, entity(p)) }
	}, func(f platformtest.Fault) { meet(w, r, f) })
}

// meet answers a fault that takes no post. It repeats the address, as a
// careless server might: the token is in it.
func meet(w http.ResponseWriter, r *http.Request, f platformtest.Fault) {
	switch f.Kind { //nolint:exhaustive // the rest take a post
	case platformtest.RateLimited:
		seconds := int(f.Wait.Seconds())
		refuse(w, http.StatusTooManyRequests, fmt.Sprintf("Too Many Requests: retry after %d", seconds), map[string]any{"retry_after": seconds})
	case platformtest.Expired:
		refuse(w, http.StatusUnauthorized, "Unauthorized "+r.URL.Path, nil)
	case platformtest.Forbidden:
		refuse(w, http.StatusForbidden, "Forbidden: bot was kicked from the channel chat", nil)
	case platformtest.Invalid:
		refuse(w, http.StatusBadRequest, "Bad Request: message text is unwelcome "+r.URL.Path, nil)
	case platformtest.Broken:
		w.WriteHeader(f.Code)
	default:
		panic("telegramtest: there is no such fault on this platform")
	}
}

// keep takes a post.
func (s *Server) keep(channel, text string, files int) *post {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := &post{channel: channel, Stored: platformtest.Stored{Text: text, Media: files}}
	ids := make([]string, max(files, 1))
	for i := range ids {
		s.next++
		p.messages, ids[i] = append(p.messages, s.next), strconv.Itoa(s.next)
	}
	p.ID = strings.Join(ids, ",")
	s.posts = append(s.posts, p)
	return p
}

func (s *Server) edit(w http.ResponseWriter, in map[string]string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id, text := in["message_id"], in["text"]+in["caption"]
	i := slices.IndexFunc(s.posts, func(p *post) bool { return !p.Removed && strconv.Itoa(p.messages[0]) == id })
	switch {
	case i < 0:
		refuse(w, http.StatusBadRequest, "Bad Request: message to edit not found", nil)
	case s.posts[i].Text == text:
		refuse(w, http.StatusBadRequest, "Bad Request: message is not modified: specified new message content and reply markup are exactly the same", nil)
	default:
		s.posts[i].Text = text
		answer(w, s.posts[i].shown(s.posts[i].messages[0]))
	}
}

func (s *Server) remove(w http.ResponseWriter, in map[string]string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id, _ := strconv.Atoi(in["message_id"])
	for _, p := range s.posts {
		if at := slices.Index(p.messages, id); at >= 0 && !p.Removed {
			p.messages = slices.Delete(p.messages, at, at+1)
			p.Removed = len(p.messages) == 0
			answer(w, true)
			return
		}
	}
	refuse(w, http.StatusBadRequest, "Bad Request: message to delete not found", nil)
}

// Accepted implements [platformtest.Simulator].
func (s *Server) Accepted() []platformtest.Stored {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []platformtest.Stored
	for _, p := range s.posts {
		list = append(list, p.Stored)
	}
	return list
}

// Grow implements [platformtest.Simulator]; the Bot API counts nothing.
func (*Server) Grow(string, platformtest.Counters) {}

// Break implements [platformtest.Simulator]; nothing can be asked about a post.
func (*Server) Break(string) {}

// Remove implements [platformtest.Simulator].
func (s *Server) Remove(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.posts {
		p.Removed = p.Removed || p.ID == id
	}
}

func channel(name string) map[string]any {
	return map[string]any{"id": chats()[name], "type": "channel", "title": "News", "username": strings.TrimPrefix(name, "@")}
}

func (p *post) shown(id int) map[string]any {
	return map[string]any{"message_id": id, "chat": channel(p.channel)}
}

// entity is a post as it is answered: one message, or the list of an album.
func entity(p *post) any {
	if len(p.messages) == 1 {
		return p.shown(p.messages[0])
	}
	var list []any
	for _, id := range p.messages {
		list = append(list, p.shown(id))
	}
	return list
}

func answer(w http.ResponseWriter, result any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{"ok": true, "result": result})
}

func refuse(w http.ResponseWriter, status int, description string, parameters map[string]any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	body := map[string]any{"ok": false, "error_code": status, "description": description}
	if parameters != nil {
		body["parameters"] = parameters
	}
	_ = json.NewEncoder(w).Encode(body)
}
