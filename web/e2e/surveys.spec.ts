import { expect, test } from './fixtures'

interface Campaigns { items: { id: string; title: string }[] }

const finished = async (api: { get: <T>(path: string) => Promise<T> }) =>
  (await api.get<Campaigns>('/campaigns?limit=200')).items.find(({ title }) => title === 'Talk to me')?.id ?? ''

test('a survey says what its design allows, and not more', async ({ as, clean, shot }) => {
  const { page, api } = await as('evaluator')
  await page.goto('/surveys')
  await expect(page.getByRole('heading', { name: 'Choose a campaign' })).toBeVisible()
  await page.goto(`/surveys?campaign=${await finished(api)}`)
  await expect(page.getByText('The change cannot be told from none.').first()).toBeVisible()
  await clean(page)
  await shot(page, 'surveys')
})

test('a survey is entered, and without a comparison group names no cause', async ({ as, clean }, info) => {
  const { page, api } = await as('evaluator')
  await page.goto(`/surveys?campaign=${await finished(api)}`)
  await page.getByRole('button', { name: 'Enter a survey' }).click()
  const title = `Before and after, ${info.project.name}`
  await page.getByRole('textbox', { name: 'Title' }).fill(title)
  await page.getByRole('button', { name: /^Comparison group Design/ }).click()
  await page.getByRole('option', { name: 'Before and after' }).click()
  await page.getByRole('textbox', { name: 'Question' }).first().fill('Говорили ли Вы об этом дома?')
  await page.getByRole('textbox', { name: 'How people were asked' }).fill('By phone')
  await page.getByRole('textbox', { name: 'How they were chosen' }).fill('At random')
  await page.getByRole('group', { name: 'First day' }).getByRole('spinbutton').first().pressSequentially('01102026')
  await page.getByRole('group', { name: 'Last day' }).getByRole('spinbutton').first().pressSequentially('20102026')
  for (const [name, count] of [['Said yes, Before', '۴۰'], ['Asked, Before', '200'], ['Said yes, After', '64'], ['Asked, After', '200']] as const) {
    await page.getByRole('textbox', { name }).fill(count)
  }
  const parts = page.getByRole('textbox', { name: 'Parts of the people, pasted' })
  await parts.fill('pre,treated,women,20,100\npost,treated,women,ninety,100')
  await expect(page.getByText('These lines are no counts: 2.')).toBeVisible()
  await parts.fill('pre,treated,women,20,100\npost,treated,women,34,100')
  await clean(page)
  await page.screenshot({ path: `test-results/shots/survey-form-${info.project.name}-en.png`, fullPage: true })
  await page.getByRole('button', { name: 'Keep this survey' }).click()
  await expect(page.getByRole('heading', { name: title })).toBeVisible()
  await expect(page.getByText(/Respondents said so. Without a comparison group/).first()).toBeVisible()
  await clean(page)
})

test('the same people and whole places are entered, and an empty field is asked for', async ({ as, clean }, info) => {
  const { page, api } = await as('evaluator')
  await page.goto(`/surveys?campaign=${await finished(api)}`)
  await page.getByRole('button', { name: 'Enter a survey' }).click()
  const title = `The same people, ${info.project.name}`
  await page.getByRole('textbox', { name: 'Title' }).fill(title)
  await page.getByRole('textbox', { name: 'Question' }).first().fill('Говорили ли Вы об этом дома?')
  await page.getByRole('textbox', { name: 'How people were asked' }).fill('By phone')
  await page.getByRole('textbox', { name: 'How they were chosen' }).fill('At random')
  await page.getByRole('group', { name: 'First day' }).getByRole('spinbutton').first().pressSequentially('01102026')
  await page.getByRole('group', { name: 'Last day' }).getByRole('spinbutton').first().pressSequentially('20102026')
  await page.getByRole('button', { name: /Who was asked twice/ }).click()
  await page.getByRole('option', { name: 'The same people' }).click()
  const counts = [['Yes both times', '55', '55'], ['Yes, then no', '5', '5'], ['No, then yes', '45', '15']] as const
  for (const [name, reached, others] of counts) {
    await page.getByRole('textbox', { name: new RegExp(`^${name}`) }).first().fill(reached)
    await page.getByRole('textbox', { name: new RegExp(`^${name}`) }).last().fill(others)
  }
  await page.getByRole('button', { name: 'Keep this survey' }).click()
  const missing = page.getByRole('textbox', { name: /^No both times/ })
  await expect(missing.first()).toHaveAttribute('aria-invalid', 'true')
  await clean(page)
  await page.screenshot({ path: `test-results/shots/survey-same-${info.project.name}-en.png`, fullPage: true })
  await missing.first().fill('95')
  await missing.last().fill('125')
  await page.getByRole('button', { name: 'Keep this survey' }).click()
  await expect(page.getByRole('heading', { name: title })).toBeVisible()

  await page.getByRole('button', { name: 'Enter a survey' }).click()
  await page.getByRole('button', { name: /Who was asked twice/ }).click()
  await page.getByRole('option', { name: 'Whole places, such as schools' }).click()
  const places = page.getByRole('textbox', { name: 'Places, pasted' })
  await places.fill('school 1,treated,15,50,22,48\nschool 2,treated,60,50,1,2')
  await expect(page.getByText('These lines are no counts: 2.')).toBeVisible()
  await places.fill('school 1,treated,15,50,22,48')
  await page.getByRole('button', { name: 'Keep this survey' }).click()
  await expect(places).toBeVisible()
  await expect(page.getByText('The survey is kept.')).toHaveCount(0)
  await clean(page)
})

test('an experiment shows every look', async ({ as, clean, shot }) => {
  const { page, api } = await as('evaluator')
  await page.goto(`/experiments?campaign=${await finished(api)}`)
  await expect(page.getByRole('heading', { name: 'Two endings (demonstration)' })).toBeVisible()
  await expect(page.getByText(/People came into the arms as planned/).first()).toBeVisible()
  await expect(page.getByText(/^It differs: between/)).toBeVisible()
  await clean(page)
  await shot(page, 'experiments')
})

test('an experiment is registered before it begins, and a broken split is seen', async ({ as, clean }, info) => {
  const { page, api } = await as('evaluator')
  await page.goto(`/experiments?campaign=${await finished(api)}`)
  await page.getByRole('button', { name: 'Register an experiment' }).click()
  const title = `Two pictures, ${info.project.name}`
  await page.getByRole('textbox', { name: 'Title' }).fill(title)
  await page.getByRole('textbox', { name: 'What you expect' }).fill('The second is opened more often')
  await page.getByRole('textbox', { name: 'What counts as a yes' }).fill('Opened')
  const end = new Date(Date.now() + 14 * 86_400_000).toISOString().slice(0, 10)
  const [year, month, day] = end.split('-')
  await page.getByRole('group', { name: 'Last day' }).getByRole('spinbutton').first().pressSequentially(`${day}${month}${year}`)
  await page.getByRole('textbox', { name: 'Arm 1', exact: false }).first().fill('Street')
  await page.getByRole('textbox', { name: 'Arm 2', exact: false }).first().fill('Kitchen')
  await clean(page)
  await page.screenshot({ path: `test-results/shots/experiment-form-${info.project.name}-en.png`, fullPage: true })
  await page.getByRole('button', { name: 'Register it for good' }).click()
  const own = page.locator('section', { has: page.getByRole('heading', { name: title }) }).last()
  await expect(own.getByText('Nobody has looked yet.')).toBeVisible()
  await own.getByRole('button', { name: 'Add a look' }).click()
  const dialog = page.getByRole('dialog')
  for (const [name, count] of [['People in Street', '900'], ['Said yes in Street', '40'], ['People in Kitchen', '400'], ['Said yes in Kitchen', '30'], ['Source', 'Export']] as const) {
    await dialog.getByRole('textbox', { name }).fill(count)
  }
  await dialog.getByRole('button', { name: 'Keep this look' }).click()
  await expect(own.getByText(/People did not come into the arms as planned/)).toBeVisible()
  await clean(page)
})
