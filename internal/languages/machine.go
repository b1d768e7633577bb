package languages

// MachineMade says, in a language or else in one that may stand in for it,
// that a machine made a picture. It is part of what is published.
func MachineMade(tag string) string {
	said := map[string]string{
		"en":      "The picture was made with artificial intelligence.",
		"ru":      "Изображение создано искусственным интеллектом.",
		"kk-Cyrl": "Сурет жасанды интеллектпен жасалған.",
		"ky":      "Сүрөт жасалма интеллект менен жасалган.",
		"tg-Cyrl": "Тасвир бо зеҳни сунъӣ сохта шудааст.",
		"uz-Latn": "Rasm sunʼiy intellekt yordamida yaratilgan.",
		"uz-Cyrl": "Расм сунъий интеллект ёрдамида яратилган.",
		"tk":      "Surat emeli aň bilen döredildi.",
		"fa-AF":   "تصویر با هوش مصنوعی ساخته شده است.",
		"ps":      "انځور د مصنوعي هوښیارتیا په مرسته جوړ شوی دی.",
	}
	for _, known := range append([]string{tag}, Fallbacks(tag)...) {
		if words, there := said[known]; there {
			return words
		}
	}
	return said["en"]
}
