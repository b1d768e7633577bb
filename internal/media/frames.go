package media

import (
	"bytes"
	"encoding/binary"
)

// How many pictures a file shows is read off its blocks, without decoding any:
// a small file can show thousands of large ones.

// framesOfGIF counts the pictures of a GIF, as far as its blocks can be read.
func framesOfGIF(file []byte) int {
	const header, descriptor = 13, 10
	if len(file) < header {
		return 0
	}
	frames := 0
	for at := header + colors(file[10]); at < len(file); {
		switch file[at] {
		case 0x21: // an extension
			at = afterBlocks(file, at+2)
		case 0x2c:
			if frames++; at+descriptor > len(file) {
				return frames
			}
			at = afterBlocks(file, at+descriptor+colors(file[at+descriptor-1])+1)
		default:
			return frames
		}
	}
	return frames
}

// colors is how long the table of colours is that a GIF announces.
func colors(flags byte) int {
	if flags&0x80 == 0 {
		return 0
	}
	return 3 << (flags&7 + 1)
}

// afterBlocks is where a row of blocks is over.
func afterBlocks(file []byte, at int) int {
	for at < len(file) && file[at] != 0 {
		at += int(file[at]) + 1
	}
	return at + 1
}

// framesOfPNG is how many pictures the control chunk of an animation
// announces; it stands before the picture.
func framesOfPNG(file []byte) int {
	for at := 8; at+16 <= len(file); {
		size, name := binary.BigEndian.Uint32(file[at:]), string(file[at+4:at+8])
		switch name {
		case "acTL":
			return max(2, int(binary.BigEndian.Uint32(file[at+8:])))
		case "IDAT":
			return 1
		}
		at += 12 + int(size)
	}
	return 1
}

// framesOfWebP counts the pictures of a WebP.
func framesOfWebP(file []byte) int {
	return max(1, bytes.Count(file, []byte("ANMF")))
}
