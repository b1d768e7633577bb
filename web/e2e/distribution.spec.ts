import { administrator } from './administrator'
import { expect, test } from './fixtures'

interface Named { items: { id: string; title: string }[] }

// The campaign that the demonstration stopped, and one that runs.
async function campaign(api: { get: <T>(path: string) => Promise<T> }, title: string): Promise<string> {
  const { items } = await api.get<Named>('/campaigns?limit=200')
  return items.find((each) => each.title === title)?.id ?? items[0]?.id ?? ''
}

test('an administrator connects the own site and looks after it', async ({ staff: page, clean, shot }) => {
  await page.request.post('/api/v1/session', { data: administrator }) // connecting asks for a sign-in of just now
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

test('what one person has stopped goes on when two have agreed', async ({ staff, stranger, clean, shot }, info) => {
  await staff.request.post('/api/v1/session', { data: administrator }) // inviting asks for a sign-in of just now
  await staff.goto('/people')
  await staff.getByRole('button', { name: 'Invite' }).click()
  await staff.getByRole('textbox', { name: /Name/ }).fill('Second administrator')
  await staff.getByRole('textbox', { name: /E-mail address/ }).fill(`second-${info.project.name}@example.org`)
  await staff.getByRole('dialog').getByText('Administrator', { exact: true }).click()
  await staff.getByRole('button', { name: 'Make the link' }).click()
  const link = /http\S+\/welcome#\S+/.exec(await staff.getByRole('alert').innerText())?.[0] ?? ''
  await stranger.goto(link)
  await stranger.getByRole('textbox', { name: 'Password' }).fill('the second pair of eyes')
  await stranger.getByRole('button', { name: 'Begin' }).click()
  await expect(stranger.getByRole('heading', { level: 1, name: 'Home' })).toBeVisible()

  const reason = `Threats to the crew ${Date.now()}`
  await staff.goto('/holds')
  await staff.getByRole('button', { name: 'Stop', exact: true }).click()
  await staff.getByRole('dialog').getByRole('button', { name: /Which/ }).click()
  await staff.getByRole('option', { name: 'Uzbekistan' }).click()
  await staff.getByRole('dialog').getByRole('textbox', { name: 'Reason' }).fill(reason)
  await staff.getByRole('dialog').getByRole('button', { name: 'Stop now' }).click()
  await staff.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
  await expect(staff.getByText(reason)).toBeVisible()

  for (const page of [staff, stranger]) {
    await page.goto('/holds')
    await page.getByRole('button', { name: 'Agree to open' }).click()
    await page.getByRole('textbox', { name: 'Why it may go on' }).fill('The police have spoken with them')
    await clean(page)
    await page.getByRole('alertdialog').getByRole('button', { name: 'Agree to open' }).click()
    await expect(page.getByRole('alertdialog')).toBeHidden()
    if (page === staff) {
      await expect(page.getByText('One of two has agreed')).toBeVisible()
      await shot(page, 'holds-one-agreed')
      await expect(page.getByRole('button', { name: 'Agree to open' })).toHaveCount(0)
    }
  }
  await expect(stranger.getByText('Nothing is stopped')).toBeVisible()
})

test('a delivery is called off', async ({ as, clean }, info) => {
  const { page, api } = await as('planner')
  const id = await campaign(api, 'Tea with a neighbour')
  const { items } = await api.get<{ items: { id: string; title: string; language: string; state: string }[] }>(`/deliveries?campaign_id=${id}&state=ready&limit=200`)
  const one = items[info.project.name === 'wide' ? 0 : 1]
  await page.goto(`/campaigns/${id}/live`)
  await page.getByRole('row', { name: /Ready/ }).or(page.getByRole('listitem').filter({ hasText: 'Ready' })).getByRole('button', { name: one?.title ?? '' }).first().click()
  await page.getByRole('button', { name: 'Cancel the delivery' }).click()
  await page.getByRole('alertdialog').getByRole('textbox', { name: 'Reason' }).fill('The school asked for another week')
  await clean(page)
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel it' }).click()
  await expect(page.getByRole('alertdialog')).toBeHidden()
  await expect(page.getByRole('dialog').getByText('Cancelled', { exact: true })).toBeVisible()
  await expect(page.getByRole('dialog').getByText('The school asked for another week')).toBeVisible()
})

test('a person says what became of a doubtful delivery', async ({ as, clean, shot }) => {
  const { page, api } = await as('planner')
  const id = await campaign(api, 'Tea with a neighbour')
  const words: unknown[] = []
  await page.route(/\/api\/v1\/deliveries\?/, async (route) => {
    const answer = await route.fetch()
    const list = await answer.json() as { items: Record<string, unknown>[] }
    Object.assign(list.items[0] ?? {}, { title: 'Nobody knows', state: 'unknown_human', reason: 'cannot_read_back', needs_person: false, remote_url: '' })
    await route.fulfill({ response: answer, json: list })
  })
  await page.route(/\/resolution$/, (route) => { words.push(route.request().postDataJSON()); return route.fulfill({ status: 200, json: {} }) })
  await page.goto(`/campaigns/${id}/live`)
  await page.getByRole('button', { name: 'Nobody knows' }).click()
  await page.getByRole('button', { name: 'It is live' }).click()
  await page.getByRole('textbox', { name: 'Address of the post' }).fill('https://example.org/posts/7')
  await clean(page)
  await page.getByRole('alertdialog').getByRole('button', { name: 'It is live' }).click()
  await expect(page.getByRole('alertdialog')).toBeHidden()
  await page.getByRole('button', { name: 'It is not there' }).click()
  await page.getByRole('textbox', { name: 'Reason' }).fill('Looked at the channel, nothing')
  await page.getByRole('alertdialog').getByRole('button', { name: 'It is not there' }).click()
  await expect(page.getByRole('alertdialog')).toBeHidden()
  expect(words).toEqual([{ verdict: 'seen', url: 'https://example.org/posts/7' }, { verdict: 'not_there', reason: 'Looked at the channel, nothing' }])
  await shot(page, 'live-doubtful')
})

test('a channel says when access that nobody uses ends, and that it did', async ({ as, clean }) => {
  const { page } = await as('administrator')
  let connected = true
  await page.route(/\/api\/v1\/channels(\?|$)/, async (route) => {
    const response = await route.fetch()
    const list = await response.json() as { items: object[] }
    await route.fulfill({ response, json: { ...list, items: list.items.map((each) => ({ ...each, connected, access_ends_at: '2026-03-08T12:00:00Z' })) } })
  })
  for (const said of ['Unless it is used, its access is taken back', 'Its access was taken back']) {
    await page.goto('/channels')
    await page.getByRole('button', { name: 'Radio Sughd FM' }).click()
    await expect(page.getByRole('dialog').getByText(said)).toBeVisible()
    await clean(page)
    connected = false
  }
})

test('a channel is edited', async ({ as, clean }, info) => {
  const { page } = await as('administrator')
  await page.goto('/channels')
  await page.getByRole('button', { name: 'Radio Sughd FM' }).click()
  await page.getByRole('button', { name: 'Edit' }).click()
  const from = info.project.name === 'wide' ? '22:45' : '22:50'
  await page.getByRole('textbox', { name: 'Quiet from' }).fill(from)
  await clean(page)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByRole('dialog').getByText(`${from} – 06:00`)).toBeVisible()
})
