package media

import (
	"bytes"
	"image"

	"github.com/bep/imagemeta"
)

// orientation is how a camera was held, as it wrote into the file: 1 to 8, as
// EXIF counts them. That is forgotten with the rest, so the picture itself is
// turned.
func orientation(known string, file []byte) int {
	format, knows := map[string]imagemeta.ImageFormat{"jpeg": imagemeta.JPEG, "png": imagemeta.PNG, "webp": imagemeta.WebP}[known]
	held := 1
	if !knows {
		return held
	}
	_, err := imagemeta.Decode(imagemeta.Options{
		R: bytes.NewReader(file), ImageFormat: format, Sources: imagemeta.EXIF,
		ShouldHandleTag: func(tag imagemeta.TagInfo) bool { return tag.Namespace == "IFD0" && tag.Tag == "Orientation" },
		HandleTag: func(tag imagemeta.TagInfo) error {
			if value, ok := tag.Value.(uint16); ok && value >= 1 && value <= 8 {
				held = int(value)
			}
			return nil
		},
	})
	if err != nil {
		return 1 // a camera that cannot be understood was held upright
	}
	return held
}

// turn shows a picture as its camera was held.
func turn(from *image.NRGBA, held int) *image.NRGBA {
	if held <= 1 {
		return from
	}
	width, height := from.Rect.Dx(), from.Rect.Dy()
	wide, high := width, height
	if held >= 5 {
		wide, high = height, width
	}
	to := image.NewNRGBA(image.Rect(0, 0, wide, high))
	for y := range high {
		for x := range wide {
			sx, sy := seenAt(held, x, y, width, height)
			to.SetNRGBA(x, y, from.NRGBAAt(sx, sy))
		}
	}
	return to
}

// seenAt is where in the file a point is that is seen at x, y.
func seenAt(held, x, y, width, height int) (int, int) {
	switch held {
	case 2:
		return width - 1 - x, y
	case 3:
		return width - 1 - x, height - 1 - y
	case 4:
		return x, height - 1 - y
	case 5:
		return y, x
	case 6:
		return y, height - 1 - x
	case 7:
		return width - 1 - y, height - 1 - x
	case 8:
		return width - 1 - y, x
	}
	return x, y
}
