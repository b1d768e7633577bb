package demo

import "caravan/models"

// tradeTexts offer something: a trade that can be learned at home.
func tradeTexts() []models.Text {
	return []models.Text{
		{
			Language: "ru", Title: "Ремесло в твоих руках",
			Body: "Азиз из Оша выучился на электрика за полгода, не уезжая из дома. Сегодня у него трое учеников.\n\nКурсы бесплатны, группы – вечером. Спроси о местах в центре занятости своего района.",
		},
		{
			Language: "ky", Title: "Кол өнөрүң – өз колуңда",
			Body:            "Оштук Азиз үйдөн чыкпай эле жарым жылда электрик болуп чыкты. Бүгүн анын үч шакирти бар.\n\nКурстар бекер, окуу кечинде. Орундар тууралуу районуңдун иш менен камсыз кылуу борборунан сура.",
			BackTranslation: "Aziz from Osh became an electrician in half a year without leaving home. Today he has three apprentices. The courses are free and in the evening. Ask the employment centre of your district for a place.",
		},
		{
			Language: "uz-Cyrl", Title: "Ҳунаринг ўз қўлингда",
			Body:            "Ўшлик Азиз уйидан кетмасдан ярим йилда электрик бўлди. Бугун унинг уч шогирди бор.\n\nКурслар бепул, дарслар кечқурун. Жой борлигини туманингиздаги бандлик марказидан сўранг.",
			BackTranslation: "Aziz from Osh became an electrician in half a year without leaving home. Today he has three apprentices. Courses are free, lessons in the evening. Ask the employment centre of your district whether there is a place.",
		},
		{
			Language: "tg-Cyrl", Title: "Ҳунар дар дасти туст",
			Body:            "Азизи Ӯшӣ дар шаш моҳ, бе тарки хона, барқчӣ шуд. Имрӯз ӯ се шогирд дорад.\n\nКурсҳо ройгонанд, дарсҳо бегоҳӣ. Дар бораи ҷойҳо аз маркази шуғли ноҳияат пурс.",
			BackTranslation: "Aziz of Osh became an electrician in six months without leaving home. Today he has three apprentices. The courses are free, lessons in the evening. Ask the employment centre of your district about places.",
		},
		{
			Language: "fa-AF", Title: "هنر در دستان توست",
			Body:            "عزیز از شهر اوش، بدون ترک خانه، در شش ماه برقکار شد. امروز سه شاگرد دارد.\n\nکورس‌ها رایگان است و شب‌ها برگزار می‌شود. از مرکز کاریابی ولسوالی خود بپرس.", //nolint:staticcheck // Dari is written with joiners
			BackTranslation: "Aziz from the city of Osh became an electrician in six months without leaving home. Today he has three apprentices. The courses are free and held in the evening. Ask the job centre of your district.",
		},
	}
}

// askTexts warn: a promised job that cost a passport.
func askTexts() []models.Text {
	return []models.Text{
		{
			Language: "ru", Title: "Спроси, прежде чем ехать",
			Body: "Обещали работу, а забрали паспорт. Дилноза ждала брата два года.\n\nПрежде чем согласиться, покажи предложение тому, кому веришь, и позвони на бесплатную линию помощи мигрантам.",
		},
		{
			Language: "ky", Title: "Барардан мурун сура",
			Body:            "Жумуш убада кылышты, бирок паспортун алып коюшту. Дилноза бир тууганын эки жыл күттү.\n\nМакул болордон мурун сунушту ишенген адамыңа көрсөт жана мигранттарга жардам берүүчү акысыз линияга чал.",
			BackTranslation: "They promised a job, but took his passport. Dilnoza waited two years for her brother. Before you agree, show the offer to somebody you trust and call the free line for migrants.",
		},
		{
			Language: "uz-Cyrl", Title: "Боришдан олдин сўра",
			Body:            "Иш ваъда қилишди, аммо паспортини олиб қўйишди. Дилноза акасини икки йил кутди.\n\nРози бўлишдан олдин таклифни ишонган одамингга кўрсат ва муҳожирлар учун бепул ёрдам линиясига қўнғироқ қил.",
			BackTranslation: "They promised a job, but took his passport. Dilnoza waited two years for her brother. Before you agree, show the offer to somebody you trust and call the free help line for migrants.",
		},
		{
			Language: "tg-Cyrl", Title: "Пеш аз рафтан пурс",
			Body:            "Кор ваъда карданд, вале шиносномаашро гирифтанд. Дилноза бародарашро ду сол интизор шуд.\n\nПеш аз розӣ шудан пешниҳодро ба шахси боваринокат нишон деҳ ва ба хати ройгони кӯмак ба муҳоҷирон занг зан.",
			BackTranslation: "They promised a job, but took his passport. Dilnoza waited two years for her brother. Before agreeing show the offer to somebody you trust and call the free help line for migrants.",
		},
		{
			Language: "fa-AF", Title: "پیش از رفتن بپرس",
			Body:            "وعدهٔ کار دادند، اما پاسپورتش را گرفتند. دلنواز دو سال منتظر برادرش بود.\n\nپیش از آنکه بپذیری، پیشنهاد را به کسی که باور داری نشان بده و به خط رایگان کمک به مهاجران زنگ بزن.",
			BackTranslation: "They promised work, but took his passport. Delnawaz waited two years for her brother. Before you accept, show the offer to somebody you trust and call the free help line for migrants.",
		},
	}
}

// streetTexts belong to the campaign that still waits for approval.
func streetTexts() []models.Text {
	return []models.Text{
		{
			Language: "ru", Title: "Наша улица", Body: "На нашей улице чинят крыши вместе. В субботу – у Марьям-апы. Приходи с молотком или с чайником.",
		},
		{
			Language: "tg-Cyrl", Title: "Кӯчаи мо", Body: "Дар кӯчаи мо бомҳоро якҷоя таъмир мекунанд. Рӯзи шанбе – дар хонаи Марям-апа. Бо болға ё бо чойник биё.",
			BackTranslation: "In our street roofs are repaired together. On Saturday at Maryam-apa's. Come with a hammer or a teapot.",
		},
		{
			Language: "ky", Title: "Биздин көчө", Body: "Биздин көчөдө чатырларды чогуу оңдойбуз. Ишемби күнү – Марьям-апаныкында. Балка же чайнек алып кел.",
			BackTranslation: "In our street we repair roofs together. On Saturday at Maryam-apa's. Bring a hammer or a teapot.",
		},
	}
}

// motherTexts belong to the campaign that is finished.
func motherTexts() []models.Text {
	return []models.Text{
		{
			Language: "ru", Title: "Поговори со мной", Body: "«Я не спрашивала, кому он пишет по ночам. Теперь спрашиваю – и слушаю.» Мама из Узгена рассказывает, как снова начать разговор.",
		},
		{
			Language: "ky", Title: "Мени менен сүйлөш", Body: "«Түн ичинде кимге жазып жатканын сураган эмесмин. Эми сурайм – жана угам.» Өзгөндүк эне маекти кайра кантип баштоону айтып берет.",
			BackTranslation: "\"I never asked whom he writes to at night. Now I ask, and listen.\" A mother from Uzgen tells how to begin to talk again.",
		},
		{
			Language: "uz-Cyrl", Title: "Мен билан гаплаш", Body: "«Тунда кимга ёзаётганини сўрамаган эдим. Энди сўрайман – ва тинглайман.» Ўзганлик она суҳбатни қайта бошлашни айтиб беради.",
			BackTranslation: "\"I never asked whom he writes to at night. Now I ask, and listen.\" A mother from Uzgen tells how to begin to talk again.",
		},
	}
}

// teaTexts belong to the campaign that was stopped.
func teaTexts() []models.Text {
	return []models.Text{
		{Language: "ru", Title: "Чай с соседом", Body: "Позови соседа на чай. Разговор через забор – тоже разговор."},
		{
			Language: "ky", Title: "Кошуна менен чай", Body: "Кошунаңды чайга чакыр. Тосмонун үстүнөн сүйлөшүү да – сүйлөшүү.",
			BackTranslation: "Invite your neighbour to tea. Talking over the fence is talking too.",
		},
	}
}
