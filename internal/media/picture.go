package media

import (
	"bytes"
	"image"
	"image/color"
	_ "image/gif" // what is taken
	"image/jpeg"
	"image/png"

	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp" // what is taken

	"caravan/models"
)

// What a picture may be, at most.
const (
	MaxPicture = 20 << 20 // bytes of the file that is sent
	maxPixels  = 40_000_000
	maxSide    = 12_000
	maxFrames  = 200
)

// What is kept of a picture: as large as any screen shows it, and, where that
// is heavy, once more so that the narrowest platform takes it.
const (
	fullSide   = 4096
	lightSide  = 1600
	heavy      = 1 << 20
	maxPNG     = 8 << 20
	jpegFull   = 88
	jpegLight  = 80
	background = 0xff
)

// A made file is one of those that a picture becomes.
type made struct {
	bytes         []byte
	mime          string
	width, height int
}

// redraw decodes a picture and encodes it anew, once or twice. Of the file
// nothing is left but what can be seen.
func redraw(known string, file []byte) ([]made, error) {
	if err := bounded(known, file); err != nil {
		return nil, err
	}
	decoded, _, err := image.Decode(bytes.NewReader(file))
	if err != nil {
		return nil, models.ErrMediaBroken
	}
	upright := turn(shrink(decoded, fullSide), orientation(known, file))
	full, err := encode(upright, known != "jpeg", jpegFull)
	if err != nil || len(full.bytes) <= heavy {
		return []made{full}, err
	}
	light, err := encode(opaque(shrink(upright, lightSide)), false, jpegLight)
	return []made{full, light}, err
}

// bounded refuses a picture by what it announces, before anything of it is
// decoded.
func bounded(known string, file []byte) error {
	frames := kinds()[known].animated(file)
	config, format, err := image.DecodeConfig(bytes.NewReader(file))
	switch {
	case frames > maxFrames:
		return models.ErrMediaTooLarge
	case frames > 1:
		return models.ErrMediaMoves
	case err != nil || format != known || config.Width <= 0 || config.Height <= 0:
		return models.ErrMediaBroken
	case config.Width > maxSide || config.Height > maxSide || config.Width*config.Height > maxPixels:
		return models.ErrMediaTooLarge
	}
	return nil
}

// shrink makes a picture no longer than a side. One that is not is drawn all
// the same, in plain colours.
func shrink(from image.Image, side int) *image.NRGBA {
	size := from.Bounds().Size()
	width, height := size.X, size.Y
	if longest := max(width, height); longest > side {
		width, height = max(1, width*side/longest), max(1, height*side/longest)
	}
	to := image.NewNRGBA(image.Rect(0, 0, width, height))
	if width == size.X && height == size.Y {
		draw.Draw(to, to.Bounds(), from, from.Bounds().Min, draw.Src)
		return to
	}
	draw.CatmullRom.Scale(to, to.Bounds(), from, from.Bounds(), draw.Src, nil)
	return to
}

// opaque lays a picture on white.
func opaque(from *image.NRGBA) *image.NRGBA {
	to := image.NewNRGBA(from.Bounds())
	draw.Draw(to, to.Bounds(), image.NewUniform(color.Gray{background}), image.Point{}, draw.Src)
	draw.Draw(to, to.Bounds(), from, image.Point{}, draw.Over)
	return to
}

// encode writes a picture. Lines and writing stay sharp in PNG, as long as
// that is not too heavy.
func encode(picture *image.NRGBA, sharp bool, quality int) (made, error) {
	var file bytes.Buffer
	size := picture.Bounds().Size()
	if sharp {
		if err := png.Encode(&file, picture); err != nil {
			return made{}, err
		}
		if file.Len() <= maxPNG {
			return made{file.Bytes(), pngType, size.X, size.Y}, nil
		}
		file.Reset()
		picture = opaque(picture)
	}
	err := jpeg.Encode(&file, picture, &jpeg.Options{Quality: quality})
	return made{file.Bytes(), jpegType, size.X, size.Y}, err
}
