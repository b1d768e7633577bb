import { expect, test } from './fixtures'

interface List<T> { items: T[] }

// The days of the first country of a campaign, where a day begins.
const day = (ago: number) => new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Bishkek' }).format(Date.now() - ago * 86_400_000)

test('what stopped a campaign is read with both windows and the rule', async ({ as, clean, shot }) => {
  const { page, api } = await as('moderator')
  const { items } = await api.get<List<{ id: string, title: string }>>('/campaigns')
  const tea = items.find(({ title }) => title === 'Tea with a neighbour')
  await page.goto(`/campaigns/${tea?.id}/backlash`)
  const stops = page.getByRole('main')
  await expect(stops).toContainText('41 of 67 (61.2%)')
  await expect(stops).toContainText('58 of 80 (72.5%)')
  await expect(stops).toContainText('The rule: 50% or more, of at least 40')
  await clean(page)
  await shot(page, 'backlash')
})

test('a moderator enters counts of two days, and the program stops that campaign', async ({ as, clean }, info) => {
  const planner = await as('planner')
  const title = `A rumour met on a ${info.project.name}`
  const { id: campaign } = await planner.api.post<{ id: string }>('/campaigns', { title, starts_on: day(10), ends_on: day(-10), countries: ['KG'] })
  const [channel] = (await planner.api.get<List<{ id: string, name: string }>>('/channels')).items
  await planner.page.goto(`/campaigns/${campaign}/backlash`)
  const rules = planner.page.getByRole('main')
  await rules.getByRole('button', { name: 'Set rules' }).click()
  const form = planner.page.getByRole('dialog')
  await form.getByRole('textbox', { name: /Of at least/ }).first().fill('20')
  await clean(planner.page)
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(rules).toContainText('of at least 20')

  const { page, api } = await as('moderator')
  await api.post(`/campaigns/${campaign}/tallies`, { day: day(1), channel_id: channel?.id, seen: 30, hostile: 18, alarming: 0, reports: 0 })
  await page.goto(`/campaigns/${campaign}/backlash`)
  await expect(page.getByRole('table', { name: 'How people answer' })).toContainText('18 (60%)')
  await expect(page.getByRole('heading', { name: 'Stopped by the program' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Enter counts' }).click()
  const dialog = page.getByRole('dialog')
  const [year, month, date] = day(0).split('-')
  await dialog.getByRole('group', { name: /Day/ }).getByRole('spinbutton').first().pressSequentially(`${date}${month}${year}`)
  await dialog.getByRole('button', { name: /Channel/ }).click()
  await page.getByRole('option', { name: channel?.name }).click()
  await dialog.getByRole('textbox', { name: /Answers seen/ }).fill('40')
  await dialog.getByRole('textbox', { name: /^Hostile/ }).fill('25')
  await clean(page)
  await dialog.getByRole('button', { name: 'Keep' }).click()
  await expect(page.getByRole('main')).toContainText('25 of 40 (62.5%)', { timeout: 30_000 })
  await page.goto('/holds')
  await expect(page.getByRole('row', { name: new RegExp(`${title}.*18 of 30 \\(60%\\).*25 of 40 \\(62.5%\\)`) })).toBeVisible()
  await clean(page)
})
