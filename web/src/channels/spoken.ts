/** The languages that channels of the region mostly speak, large ones first. */
export const spoken = ['ky', 'ru', 'tg-Cyrl', 'uz-Cyrl', 'uz-Latn', 'kk-Cyrl', 'tk-Latn', 'fa-AF', 'ps', 'kaa-Cyrl', 'en']

/** What the form begins with. */
export const usualZone = 'Asia/Bishkek'
