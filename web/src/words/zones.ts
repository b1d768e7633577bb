/** The zones of the countries, and those their migrants work in. */
export const regionalZones = [
  'Asia/Almaty', 'Asia/Bishkek', 'Asia/Dushanbe', 'Asia/Ashgabat', 'Asia/Tashkent', 'Asia/Kabul', 'Europe/Moscow', 'UTC',
] as const
