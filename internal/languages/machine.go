package languages

// made is that a machine made something, for each kind of what it made.
type made struct{ picture, film, sound string }

// MachineMade says, in a language or else in one that may stand in for it,
// that a machine made what is shown: a film where kind is "video", a sound
// where it is "audio", or else a picture. It is part of what is published.
func MachineMade(tag, kind string) string {
	said := machineMade()
	words := said["en"]
	for _, known := range append([]string{tag}, Fallbacks(tag)...) {
		if own, there := said[known]; there {
			words = own
			break
		}
	}
	switch kind {
	case "video":
		return words.film
	case "audio":
		return words.sound
	}
	return words.picture
}

func machineMade() map[string]made {
	return map[string]made{
		"en": {
			"The picture was made with artificial intelligence.",
			"The film was made with artificial intelligence.",
			"The sound was made with artificial intelligence.",
		},
		"ru": {
			"Изображение создано искусственным интеллектом.",
			"Видео создано искусственным интеллектом.",
			"Звук создан искусственным интеллектом.",
		},
		"kk-Cyrl": {
			"Сурет жасанды интеллектпен жасалған.",
			"Видео жасанды интеллектпен жасалған.",
			"Дыбыс жасанды интеллектпен жасалған.",
		},
		"ky": {
			"Сүрөт жасалма интеллект менен жасалган.",
			"Видео жасалма интеллект менен жасалган.",
			"Үн жасалма интеллект менен жасалган.",
		},
		"tg-Cyrl": {
			"Тасвир бо зеҳни сунъӣ сохта шудааст.",
			"Видео бо зеҳни сунъӣ сохта шудааст.",
			"Садо бо зеҳни сунъӣ сохта шудааст.",
		},
		"uz-Latn": {
			"Rasm sunʼiy intellekt yordamida yaratilgan.",
			"Video sunʼiy intellekt yordamida yaratilgan.",
			"Ovoz sunʼiy intellekt yordamida yaratilgan.",
		},
		"uz-Cyrl": {
			"Расм сунъий интеллект ёрдамида яратилган.",
			"Видео сунъий интеллект ёрдамида яратилган.",
			"Овоз сунъий интеллект ёрдамида яратилган.",
		},
		"tk": {
			"Surat emeli aň bilen döredildi.",
			"Wideo emeli aň bilen döredildi.",
			"Ses emeli aň bilen döredildi.",
		},
		"fa-AF": {
			"تصویر با هوش مصنوعی ساخته شده است.",
			"ویدیو با هوش مصنوعی ساخته شده است.",
			"صدا با هوش مصنوعی ساخته شده است.",
		},
		"ps": {
			"انځور د مصنوعي هوښیارتیا په مرسته جوړ شوی دی.",
			"ویډیو د مصنوعي هوښیارتیا په مرسته جوړه شوې ده.",
			"غږ د مصنوعي هوښیارتیا په مرسته جوړ شوی دی.",
		},
	}
}
