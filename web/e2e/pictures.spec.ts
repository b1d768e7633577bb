import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { expect, test, type Person } from './fixtures'

const drawing = resolve(import.meta.dirname, '../../docs/pictures/phone.png')
const film = resolve(import.meta.dirname, 'film.mp4')
const sound = resolve(import.meta.dirname, 'sound.m4a')

/** What a player shows over a film. */
const cuesOf = (player: Locator) => player.evaluate(({ textTracks: [track] }: HTMLVideoElement) => track && { mode: track.mode, language: track.language, label: track.label, cues: [...track.cues ?? []].map((cue) => (cue as VTTCue).text) })

/** A message in Russian of the campaign that waits for approval. */
async function written({ api }: Person): Promise<string> {
  const { items } = await api.get<{ items: { id: string; title: string }[] }>('/campaigns')
  const campaign = items.find(({ title }) => title === 'Our street')
  const { id } = await api.post<{ id: string }>('/messages', {
    campaign_id: campaign?.id, title: 'With a picture', type: 'alternative_narrative', approach: 'positive', components: ['belonging'], source_language: 'ru',
  })
  await api.post(`/messages/${id}/variants`, { language: 'ru', title: 'Хлеб и книги', body: 'Приходи учиться: вечером, бесплатно.' })
  return id
}

/** Says where the first of the pictures comes from. */
async function known(page: Page) {
  await page.getByLabel('Who made it, and where it comes from').first().fill('Made by Aigul')
  await page.getByRole('button', { name: /By what right it is shown/ }).first().click()
  await page.getByRole('option', { name: 'We made it ourselves' }).click()
  await page.getByRole('button', { name: 'Save what is known of it' }).first().click()
  await expect(page.getByText('Say where', { exact: false })).toHaveCount(0)
}

test('a picture is added, and described in each language', async ({ as, clean, shot }) => {
  const planner = await as('planner')
  const { page, api } = planner
  const id = await written(planner)
  await api.post(`/messages/${id}/variants`, { language: 'fa-AF', title: 'نان و کتاب', body: 'بیا یاد بگیر: شب‌ها، رایگان.', back_translation: 'Come and learn.' })
  await page.goto(`/messages/${id}/write/ru`)
  const file = page.locator('input[type=file]')

  // What is no picture is declined in plain words, and nothing is lost.
  await file.setInputFiles({ name: 'street.png', mimeType: 'image/png', buffer: Buffer.from('<html>') })
  await expect(page.getByRole('alert')).toContainText('no file that is taken here')

  await file.setInputFiles(drawing)
  const words = page.getByLabel('What is to be seen or heard')
  await words.fill('Телефон с сообщением на экране')
  await expect(page.locator('article img')).toBeVisible()
  await known(page)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText(/^Written by Aigul/)).toBeVisible()
  await clean(page)
  await shot(page, 'pictures-editor')

  // The bytes that are shown are those of a picture, and not the file's own.
  const address = await page.locator('article img').getAttribute('src')
  const bytes = await (await page.request.get(address ?? '')).body()
  expect(bytes.subarray(1, 4).toString()).toBe('PNG')
  expect(bytes.equals(readFileSync(drawing))).toBe(false)

  // Another language has the picture at hand, and words of its own.
  await page.goto(`/messages/${id}/write/fa-AF`)
  await page.getByRole('button', { name: 'Show in this text' }).click()
  await expect(words).toHaveAttribute('dir', 'rtl')
  await words.fill('تلفنی با یک پیام روی صفحه')
  await clean(page)
  await shot(page, 'pictures-dari')
  await page.getByRole('button', { name: 'Take out of this text' }).click()
  await expect(page.getByRole('button', { name: 'Show in this text' })).toBeVisible()
})

test('a film shows its captions, and under a sound stands what is said in it', async ({ as, clean, shot }) => {
  const planner = await as('planner')
  const { page } = planner
  const id = await written(planner)
  await page.goto(`/messages/${id}/write/ru`)
  const file = page.locator('input[type=file]')
  await file.setInputFiles(film)
  await page.getByLabel('Captions').fill('WEBVTT\n\n00:00.000 --> 00:01.000\nПриходи учиться\n\n00:01.000 --> 00:01.500\nВечером, бесплатно')
  const said = { mode: 'showing', language: 'ru', label: 'Russian', cues: ['Приходи учиться', 'Вечером, бесплатно'] }
  await expect.poll(() => cuesOf(page.locator('video').first())).toEqual(said)
  await expect.poll(() => cuesOf(page.locator('article video'))).toEqual(said)

  // What is written anew is shown anew, before anybody saves it.
  await page.getByLabel('Captions').fill('WEBVTT\n\n00:00.000 --> 00:01.000\nПриходите учиться')
  said.cues = ['Приходите учиться']
  await expect.poll(() => cuesOf(page.locator('video').first())).toEqual(said)
  await page.getByLabel('What is to be seen or heard').fill('Окно на улицу')
  await known(page)

  await file.setInputFiles(sound)
  await page.getByLabel('What is to be seen or heard').nth(1).fill('Голос с улицы')
  await page.getByLabel('Transcript').nth(1).fill('Ветер, потом голос: приходи.')
  const transcript = page.locator('article details')
  await expect(transcript).not.toHaveAttribute('open')
  await transcript.getByText('Transcript').click()
  await expect(transcript).toContainText('Ветер, потом голос: приходи.')
  await clean(page)
  await shot(page, 'films-editor')

  // Frozen, it is the same.
  await page.getByRole('button', { name: 'Take out of this text' }).nth(1).click()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText(/^Written by Aigul/)).toBeVisible()
  await page.goto(`/messages/${id}`)
  await page.getByRole('button', { name: 'Freeze the texts' }).click()
  await expect(page.getByRole('heading', { name: 'Version 1' })).toBeVisible()
  await expect.poll(() => cuesOf(page.locator('video'))).toEqual(said)
  await clean(page)
  await shot(page, 'films-version')
})

test('who judges sees every picture, and that its bytes are those that would leave', async ({ as, clean, shot }) => {
  const { page, api } = await as('approver')
  const { items } = await api.get<{ items: { id: string; state: string }[] }>('/submissions')
  const waiting = items.find(({ state }) => state === 'submitted' || state === 'under_review') ?? items[0]
  await page.goto(`/approvals/${waiting?.id ?? ''}`)
  const picture = page.getByRole('list', { name: 'Pictures, films and sounds' }).first().getByRole('img')
  await expect(picture).toBeVisible()
  expect(await picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0)
  await expect(page.getByText('Your browser computed it too')).toBeVisible()
  await clean(page)
  await shot(page, 'pictures-dossier')
})
