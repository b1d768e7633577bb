import { expect, test } from './fixtures'

test('a campaign is planned from nothing', async ({ as, clean, shot }) => {
  const { page } = await as('planner')
  await page.goto('/campaigns/new')
  await page.getByRole('textbox', { name: 'Title' }).fill('A trade of your own')
  await page.getByRole('group', { name: /Countries/ }).getByText('Tajikistan').click()
  await page.getByRole('button', { name: 'Begin the plan' }).click()
  const alert = page.getByRole('alert')
  await expect(alert).toContainText('First day')
  for (const [name, day] of [['First day', '01032027'], ['Last day', '31052027']] as const) {
    await page.getByRole('group', { name }).getByRole('spinbutton').first().click()
    await page.keyboard.type(day)
  }
  await page.getByRole('button', { name: 'Begin the plan' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'A trade of your own' })).toBeVisible()
  await page.getByRole('link', { name: 'Indicator' }).click()
  await page.keyboard.type('Share who name a course')
  await page.getByRole('button', { name: 'Save the plan' }).click()
  await expect(page.getByRole('link', { name: 'Indicator' })).toBeHidden()
  await clean(page)
  await shot(page, 'plan')
})

test('filters stand in the address', async ({ as, clean }) => {
  const { page } = await as('planner')
  await page.goto('/campaigns?country=TJ&q=bread')
  await expect(page.getByRole('link', { name: 'Bread and books' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Tea with a neighbour' })).toBeHidden()
  await clean(page)
  await page.getByRole('button', { name: 'Clear the filters' }).click()
  await expect(page.getByRole('link', { name: 'Tea with a neighbour' })).toBeVisible()
  await expect(page).toHaveURL(/\/campaigns$/)
})

test('an audience has no place for who people are', async ({ as, clean }) => {
  const { page } = await as('planner')
  await page.goto('/audiences/new')
  await page.getByRole('textbox', { name: 'Name' }).fill('Radical youth')
  await page.getByRole('button', { name: 'Define the audience' }).click()
  await expect(page.getByRole('alert')).toContainText('Name')
  await clean(page)
  const answer = await page.request.post('/api/v1/audiences', { data: { segment_name: 'Neighbours', ethnicity: 'x' } })
  expect(answer.status()).toBe(422)
  expect(await answer.json()).toMatchObject({ code: 'forbidden_field' })
})

test('a consent is recorded, and ended with all that rests on it', async ({ as, clean }) => {
  const { page } = await as('planner')
  await page.goto('/messengers/new')
  await page.getByRole('textbox', { name: 'Pseudonym' }).fill('Early Crane')
  await page.getByRole('button', { name: /Type/ }).click()
  await page.getByRole('option', { name: 'Journalist' }).click()
  await page.getByRole('button', { name: 'Languages' }).click()
  await page.getByRole('option', { name: 'Russian' }).click()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Enrol' }).click()
  await expect(page.getByText('They cannot speak now')).toBeVisible()
  await page.getByRole('button', { name: 'Record a consent' }).click()
  await page.getByRole('group', { name: /Countries/ }).getByText('Kyrgyzstan').click()
  await page.getByRole('button', { name: 'Record the consent' }).click()
  await expect(page.getByText(/^Consent until/)).toBeVisible()
  await clean(page)
  await page.getByRole('button', { name: 'End this consent' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'End this consent' }).click()
  await expect(page.getByText('Taken back')).toBeVisible()
})

test('home says what needs the person', async ({ as, clean, shot }) => {
  const { page } = await as('planner')
  await page.goto('/')
  await expect(page.getByText('Say what became of it').first()).toBeVisible()
  await expect(page.getByRole('heading', { name: 'The week ahead' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Bread and books' }).first()).toBeVisible()
  await clean(page)
  await shot(page, 'home-planner')
})

test('a partner confirms who is behind a campaign before it lends its name', async ({ as, clean, newcomer, shot }, info) => {
  test.slow() // two people, two organisations
  const administrator = await as('administrator')
  const slug = `mothers-${info.project.name}`
  const mothers = await administrator.api.post<{ id: string }>('/organizations', { kind: 'civil_society', country: 'KG', name: 'Mothers of Osh', contact: 'mothers@osh.example', slug })
  const gulnara = { email: `${slug}@osh.example`, name: 'Gulnara', locale: 'en', zone: 'Asia/Bishkek', roles: ['planner'], organization_id: mothers.id }
  const { link } = await administrator.api.post<{ link: string }>('/members', gulnara)
  const partner = await newcomer(link)
  const { page } = await as('planner')
  await page.goto('/campaigns')
  await page.getByRole('link', { name: 'Tea with a neighbour' }).click()
  await page.getByRole('button', { name: 'Name a partner' }).click()
  await page.getByRole('textbox', { name: 'Organisation' }).fill(slug)
  await page.getByRole('button', { name: 'Name it' }).click()
  await expect(page.getByText('Not yet confirmed')).toBeVisible()
  await clean(page)
  await shot(page, 'plan-partners')

  await partner.goto('/')
  await partner.getByRole('link', { name: /Confirm who is behind it/ }).click()
  await expect(partner.getByRole('heading', { level: 2, name: /neighbour/ })).toBeVisible()
  await clean(partner)
  await shot(partner, 'partnerships')
  await partner.getByRole('button', { name: 'We know this, and lend our name' }).click()
  await expect(partner.getByText('Confirmed', { exact: true })).toBeVisible()
  await page.reload()
  await page.getByRole('button', { name: 'Remove Mothers of Osh' }).click()
  await expect(page.getByText('Mothers of Osh')).toHaveCount(0)
})

test('somebody of safeguarding looks at a delicate audience', async ({ as, clean, newcomer, shot }, info) => {
  const administrator = await as('administrator')
  const guardian = { email: `zarina-${info.project.name}@osh.example`, name: 'Zarina', locale: 'en', zone: 'Asia/Bishkek', roles: ['safeguarding'] }
  const zarina = await newcomer((await administrator.api.post<{ link: string }>('/members', guardian)).link)
  const { page, api } = await as('planner')
  const name = `Pupils of Uzgen ${info.project.name}`
  const { id } = await api.post<{ id: string }>('/audiences', {
    segment_name: name, countries: ['KG'], admin_areas: [], settlement: '', gender: 'all', age_bands: ['14-17'], languages: ['ky'], life_situations: [],
    prevention_tier: 'universal', push_factors: [], pull_factors: [], influences: [], media_habits: '', insight_evidence: '', persona: '', sizes: [],
  })
  await page.goto(`/audiences/${id}`)
  await expect(page.getByText('Nobody has looked at it yet')).toBeVisible()
  await clean(page)

  await zarina.goto('/')
  await zarina.getByRole('link', { name: new RegExp(name) }).click()
  await zarina.getByRole('textbox', { name: 'How they can be addressed' }).fill('Through their teachers, never alone.')
  await shot(zarina, 'audience-delicate')
  await zarina.getByRole('textbox', { name: 'How they can be addressed' }).fill('Through their teachers, never alone.')
  await zarina.getByRole('button', { name: 'Keep it' }).click()
  await expect(zarina.getByText('Nobody has looked at it yet')).toBeHidden()
  await clean(zarina)
})
