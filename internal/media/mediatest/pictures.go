// Package mediatest makes real pictures for tests, honest ones and others.
package mediatest

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
)

// Hidden stands in every part of a file that nobody sees.
const Hidden = "CANARY-40.5283N-72.7985E"

// Picture draws something whose corners can be told apart: red above left,
// green above right, blue below left, white below right.
func Picture(width, height int) *image.NRGBA {
	drawn := image.NewNRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			c := color.NRGBA{A: 255}
			switch left, above := x < width/2, y < height/2; {
			case left && above:
				c.R = 255
			case above:
				c.G = 255
			case left:
				c.B = 255
			default:
				c.R, c.G, c.B = 255, 255, 255
			}
			drawn.SetNRGBA(x, y, c)
		}
	}
	return drawn
}

// Noise draws what cannot be packed, the same for the same size.
func Noise(width, height int) *image.NRGBA {
	drawn := image.NewNRGBA(image.Rect(0, 0, width, height))
	random := rand.New(rand.NewPCG(uint64(width), uint64(height))) //nolint:gosec // a picture, not a secret
	for i := range drawn.Pix {
		drawn.Pix[i] = byte(random.Uint32()) //nolint:gosec // its lowest bits
		if i%4 == 3 {
			drawn.Pix[i] = 255
		}
	}
	return drawn
}

// JPEG writes a picture.
func JPEG(of image.Image) []byte {
	var file bytes.Buffer
	must(jpeg.Encode(&file, of, nil))
	return file.Bytes()
}

// PNG writes a picture.
func PNG(of image.Image) []byte {
	var file bytes.Buffer
	must(png.Encode(&file, of))
	return file.Bytes()
}

// GIF writes as many pictures as are asked for.
func GIF(of image.Image, frames int) []byte {
	one := image.NewPaletted(of.Bounds(), color.Palette{color.White, color.Black})
	moving := gif.GIF{}
	for range frames {
		moving.Image, moving.Delay = append(moving.Image, one), append(moving.Delay, 1)
	}
	var file bytes.Buffer
	must(gif.EncodeAll(&file, &moving))
	return file.Bytes()
}

// WebP is a picture of one red pixel beside three others, which nothing here can write.
func WebP() []byte {
	file, err := base64.StdEncoding.DecodeString("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==")
	must(err)
	return file
}

// Telling is a JPEG in which the secret stands wherever one can: a comment,
// EXIF with a place and a small picture, XMP, IPTC, a profile of colours, and
// after the end. It was taken with the camera held as EXIF counts.
func Telling(of image.Image, held uint16) []byte {
	plain := JPEG(of)
	file := append([]byte{}, plain[:2]...)
	for _, s := range []struct {
		marker byte
		data   string
	}{
		{0xe1, "Exif\x00\x00" + string(exif(held))},
		{0xe1, "http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + Hidden + "</x:xmpmeta>"},
		{0xed, "Photoshop 3.0\x008BIM\x04\x04\x00\x00\x00\x00\x00\x20\x1c\x02\x5a\x00\x18" + Hidden},
		{0xe2, "ICC_PROFILE\x00\x01\x01" + Hidden},
		{0xfe, Hidden},
	} {
		file = append(file, 0xff, s.marker)
		file = binary.BigEndian.AppendUint16(file, uint16(len(s.data)+2)) //nolint:gosec // short
		file = append(file, s.data...)
	}
	return append(append(file, plain[2:]...), Hidden...)
}

// exif is what a camera writes: how it was held, what it is called, a place,
// and a small picture.
func exif(held uint16) []byte {
	thumbnail := append(JPEG(Picture(8, 8)), Hidden...)
	order := binary.LittleEndian
	out := []byte("II*\x00\x08\x00\x00\x00")
	const first, entries, gps = 8, 3, 8 + 2 + 3*12 + 4
	const after = gps + 2 + 1*12 + 4
	entry := func(tag, kind uint16, count, value uint32) {
		out = order.AppendUint16(order.AppendUint16(out, tag), kind)
		out = order.AppendUint32(order.AppendUint32(out, count), value)
	}
	out = order.AppendUint16(out, entries)
	entry(0x0110, 2, uint32(len(Hidden)), after)
	entry(0x0112, 3, 1, uint32(held))
	entry(0x8825, 4, 1, gps)
	out = order.AppendUint32(out, 0)
	out = order.AppendUint16(out, 1)
	entry(0x001b, 7, uint32(len(Hidden)), after)
	out = order.AppendUint32(out, 0)
	return append(append(out, Hidden...), thumbnail...)
}

// Flood is a PNG of a few hundred bytes that announces an enormous picture.
func Flood(width, height uint32) []byte {
	file := PNG(Picture(2, 2))
	binary.BigEndian.PutUint32(file[16:], width)
	binary.BigEndian.PutUint32(file[20:], height)
	binary.BigEndian.PutUint32(file[29:], crc32.ChecksumIEEE(file[12:29]))
	return file
}

// Chunk puts a chunk into a PNG, before its picture.
func Chunk(file []byte, name, data string) []byte {
	const header = 33                                              // signature and IHDR
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(data))) //nolint:gosec // short
	chunk = append(chunk, name+data...)
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))
	return append(append(append([]byte{}, file[:header]...), chunk...), file[header:]...)
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
