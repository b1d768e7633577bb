import { expect, test } from './fixtures'

interface Named { items: { id: string; title: string }[] }

// The campaign that the demonstration stopped, and one that runs.
async function campaign(api: { get: <T>(path: string) => Promise<T> }, title: string): Promise<string> {
  const { items } = await api.get<Named>('/campaigns?limit=200')
  return items.find((each) => each.title === title)?.id ?? items[0]?.id ?? ''
}

test('an administrator connects the own site and looks after it', async ({ staff: page, clean, shot }) => {
  await page.goto('/channels')
  await page.getByRole('button', { name: 'Connect a channel' }).first().click()
  const dialog = page.getByRole('dialog')
  const name = `Own site ${Date.now()}`
  await dialog.getByRole('textbox', { name: 'Name' }).fill(name)
  await dialog.getByRole('textbox', { name: 'Why a second account' }).fill('One for each country')
  for (const [field, value] of [['Countries', 'Kyrgyzstan'], ['Languages', 'Kyrgyz']] as const) {
    await dialog.getByRole('button', { name: new RegExp(`^Choose any.*${field}|${field}`) }).first().click()
    await page.getByRole('option', { name: value, exact: true }).click()
    await page.keyboard.press('Escape')
  }
  await dialog.getByRole('button', { name: 'Connect', exact: true }).click()
  await expect(page.getByRole('button', { name })).toBeVisible()
  await clean(page)
  await shot(page, 'channels')
})

test('what leaves when, and how it goes, is seen and fits the screen', async ({ as, clean, shot }) => {
  const { page, api } = await as('planner')
  const id = await campaign(api, 'Tea with a neighbour')
  for (const [path, heading] of [[`/campaigns/${id}/schedule`, 'Schedule'], [`/campaigns/${id}/live`, 'As it happens']] as const) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 2, name: heading })).toBeVisible()
    await page.waitForLoadState('networkidle')
    await clean(page)
    await shot(page, path.endsWith('live') ? 'live' : 'schedule')
  }
})

test('a planner stops a country in one step', async ({ as, clean }) => {
  const { page } = await as('planner')
  await page.goto('/holds')
  await page.getByRole('button', { name: 'Stop', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: /Which/ }).click()
  await page.getByRole('option', { name: 'Turkmenistan' }).click()
  const reason = `Threats ${Date.now()}`
  await dialog.getByRole('textbox', { name: 'Reason' }).fill(reason)
  await dialog.getByRole('button', { name: 'Stop now' }).click()
  await expect(page.getByText('Nothing was on its way. Nothing more leaves.')).toBeVisible()
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
  await expect(page.getByText(reason)).toBeVisible()
  await clean(page)
})

test('an airing is logged with its proof', async ({ as, clean, shot }) => {
  const { page } = await as('planner')
  await page.goto('/log')
  await page.getByRole('button', { name: /Campaign/ }).click()
  await page.getByRole('option').first().click()
  const place = `Radio Osh ${Date.now()}`
  await page.getByRole('textbox', { name: 'Where' }).fill(place)
  await page.getByRole('textbox', { name: 'Times aired' }).fill('3')
  await page.getByRole('button', { name: 'Keep it' }).click()
  await expect(page.getByRole('alert')).toBeVisible()
  await page.getByRole('textbox', { name: 'Proof' }).fill('Station log, signed by the editor on duty')
  await page.getByRole('button', { name: 'Keep it' }).click()
  await expect(page.getByText(place)).toBeVisible()
  await clean(page)
  await shot(page, 'log')
})

test('a message is scheduled for every Tuesday and Friday, once it was seen what that makes', async ({ as, clean }, info) => {
  const { page, api } = await as('planner')
  await page.goto(`/campaigns/${await campaign(api, 'Ask first')}/schedule`)
  await page.getByRole('button', { name: 'Schedule', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText(info.project.name === 'wide' ? 'Own site, Kyrgyzstan' : 'Own site, Tajikistan').click()
  await dialog.getByText('Tuesday').click()
  await dialog.getByText('Friday').click()
  await dialog.getByRole('textbox', { name: 'For how many weeks' }).fill('2')
  await dialog.getByRole('button', { name: 'Show what it makes' }).click()
  await expect(dialog.getByText('12 can be scheduled')).toBeVisible() // 2 days, 2 weeks, 3 languages
  await clean(page)
  await dialog.getByRole('button', { name: 'Schedule 12' }).click()
  await expect(page.getByText('Scheduled: 12')).toBeVisible()
})
