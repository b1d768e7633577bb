package media

import (
	"bytes"
	"mime"
	"path"
	"slices"
	"strings"

	"caravan/models"
)

// A kind is a format that is taken.
type kind struct {
	types      []string // what senders call it
	extensions []string
	starts     func(head []byte) bool
	most       int64                 // bytes of the file that is sent
	animated   func(file []byte) int // how many pictures it shows one after the other; nil: it is a recording
}

const (
	jpegType = "image/jpeg"
	pngType  = "image/png"
)

// headLength is how much of a file tells what it is.
const headLength = 16

// kinds lists what is taken, by name.
func kinds() map[string]kind {
	begins := func(with ...string) func([]byte) bool {
		return func(head []byte) bool {
			return slices.ContainsFunc(with, func(s string) bool { return bytes.HasPrefix(head, []byte(s)) })
		}
	}
	return map[string]kind{
		"jpeg": {[]string{jpegType}, []string{".jpg", ".jpeg"}, begins("\xff\xd8\xff"), MaxPicture, func([]byte) int { return 1 }},
		"png":  {[]string{pngType}, []string{".png"}, begins("\x89PNG\r\n\x1a\n"), MaxPicture, framesOfPNG},
		"gif":  {[]string{"image/gif"}, []string{".gif"}, begins("GIF87a", "GIF89a"), MaxPicture, framesOfGIF},
		"webp": {[]string{"image/webp"}, []string{".webp"}, func(head []byte) bool {
			return len(head) >= 12 && string(head[:4]) == "RIFF" && string(head[8:12]) == "WEBP"
		}, MaxPicture, framesOfWebP},
		filmKind:  {[]string{filmType}, []string{".mp4"}, isMP4, MaxFilm, nil},
		soundKind: {[]string{soundType, "audio/x-m4a", "audio/m4a"}, []string{".m4a"}, isMP4, MaxSound, nil},
	}
}

// The kinds of recordings.
const (
	filmKind  = "mp4"
	soundKind = "m4a"
)

// isMP4 reports whether a file begins as an MP4 of one of the brands that films
// and sound come in.
func isMP4(head []byte) bool {
	if len(head) < 12 || string(head[4:8]) != "ftyp" {
		return false
	}
	brands := []string{"isom", "iso2", "iso3", "iso4", "iso5", "iso6", "mp41", "mp42", "avc1", "M4V ", "M4A ", "MSNV", "3gp4", "3gp5"}
	return slices.Contains(brands, string(head[8:12]))
}

// sniff tells what a file is. What it begins with, what its name ends with and
// what the sender calls it have to agree.
func sniff(head []byte, name, declared string) (string, error) {
	declared, _, err := mime.ParseMediaType(declared)
	if err != nil {
		return "", models.ErrMediaType
	}
	extension := strings.ToLower(path.Ext(name))
	for known, k := range kinds() {
		if k.starts(head) && slices.Contains(k.extensions, extension) && slices.Contains(k.types, declared) {
			return known, nil
		}
	}
	return "", models.ErrMediaType
}
