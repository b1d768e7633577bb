package demo

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"

	"caravan/models"
)

// drawing is the picture of the demonstration: an open book and a loaf under
// the mountains, in plain shapes, so that nobody is in it.
func drawing() ([]byte, error) {
	const width, height = 960, 540
	canvas := image.NewNRGBA(image.Rect(0, 0, width, height))
	fill := func(shown func(x, y int) bool, c color.NRGBA) {
		for y := range height {
			for x := range width {
				if shown(x, y) {
					canvas.SetNRGBA(x, y, c)
				}
			}
		}
	}
	peak := func(at, top, wide int) func(x, y int) bool {
		return func(x, y int) bool { return y > top && max(x-at, at-x)*height < (y-top)*wide }
	}
	round := func(cx, cy, rx, ry int) func(x, y int) bool {
		return func(x, y int) bool { return (x-cx)*(x-cx)*ry*ry+(y-cy)*(y-cy)*rx*rx < rx*rx*ry*ry }
	}
	draw.Draw(canvas, canvas.Bounds(), image.NewUniform(color.NRGBA{0xf3, 0xe9, 0xd2, 0xff}), image.Point{}, draw.Src)
	fill(round(760, 120, 54, 54), color.NRGBA{0xe8, 0xa3, 0x3d, 0xff})
	fill(peak(260, 120, 620), color.NRGBA{0x8f, 0xb0, 0xbd, 0xff})
	fill(peak(620, 170, 700), color.NRGBA{0x5d, 0x86, 0x97, 0xff})
	fill(func(_, y int) bool { return y > 390 }, color.NRGBA{0x6b, 0x4a, 0x33, 0xff})
	fill(round(640, 380, 170, 70), color.NRGBA{0xc9, 0x8b, 0x4a, 0xff})
	for _, cut := range []int{560, 620, 680} {
		fill(round(cut, 350, 10, 26), color.NRGBA{0xe9, 0xc4, 0x8d, 0xff})
	}
	page := func(from, to, slope int) func(x, y int) bool {
		return func(x, y int) bool { return x >= from && x < to && y > 300+slope*(x-300)/6 && y < 420+slope*(x-300)/6 }
	}
	fill(page(150, 300, 1), color.NRGBA{0xff, 0xfd, 0xf7, 0xff})
	fill(page(300, 450, -1), color.NRGBA{0xf0, 0xea, 0xdd, 0xff})
	var file bytes.Buffer
	err := png.Encode(&file, canvas)
	return file.Bytes(), err
}

// described is what the picture is to those who do not see it.
func described() map[string]string {
	return map[string]string{
		"ky":      "Тоолордун алдындагы дасторкондо ачык китеп менен нан жатат. Жөнөкөй фигуралардан тартылган.",
		"ru":      "Открытая книга и хлеб на столе, за ними горы. Рисунок из простых фигур.",
		"uz-Cyrl": "Тоғлар олдида дастурхонда очиқ китоб ва нон. Оддий шакллардан чизилган расм.",
		"tg-Cyrl": "Китоби кушода ва нон болои миз, дар пас кӯҳҳо. Тасвир аз шаклҳои сода.",
		"fa-AF":   "کتاب باز و نان روی میز، کوه\u200cها در پشت آن. نقاشی از شکل\u200cهای ساده.",
	}
}

// picture adds the drawing to a message, and says where it comes from.
func (s *story) picture(m *models.Message) (*models.Media, error) {
	file, err := drawing()
	if err != nil {
		return nil, err
	}
	added, err := s.planning.AddMedia(s.ctx, s.planner, m.ID, "bread.png", "image/png", bytes.NewReader(file))
	if err != nil {
		return nil, err
	}
	facts := models.MediaFacts{Origin: "Drawn by the workshop for the demonstration", Licence: "own_work"}
	return s.planning.StateMedia(s.ctx, s.planner, added.ID, added.Version, facts)
}
