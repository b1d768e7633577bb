import { expect, test } from './fixtures'

test('populations and rates are entered, and the right lines of a table kept', async ({ as, clean, shot }, info) => {
  const { page, api } = await as('evaluator')
  await page.goto('/populations')
  await expect(page.getByRole('heading', { level: 1, name: 'Populations and rates' })).toBeVisible()
  await expect(page.getByText('To be replaced').first()).toBeVisible()
  await clean(page)

  await page.getByRole('button', { name: 'Import populations' }).click()
  const dialog = page.getByRole('dialog')
  const source = `Office ${info.project.name}`
  await dialog.getByRole('textbox', { name: 'Table' }).fill([
    'country,kind,age_band,gender,value,year,source,retrieved_on',
    `KG,population,18-24,women,۴۱۲۰۰۰,2026,${source},2026-01-02`,
    `KG,population,18-24,men,410.5,2026,${source},2026-01-02`,
    `XX,population,,,1,2026,${source},2026-01-02`,
  ].join('\n'))
  await dialog.getByRole('button', { name: 'Check the table' }).click()
  await expect(dialog.getByText('Right lines: 1. Wrong lines: 2. Nothing is written yet.')).toBeVisible()
  const wrong = dialog.getByRole('table', { name: 'Lines that are wrong' })
  await expect(wrong).toContainText('Write a whole number')
  await expect(wrong).toContainText('KZ, KG, TJ')
  await clean(page)
  await page.screenshot({ path: `test-results/shots/sheet-${info.project.name}-en.png`, fullPage: true })
  await dialog.getByRole('button', { name: 'Keep the right lines' }).click()
  await expect(dialog.getByText('1 figures are kept.')).toBeVisible()
  await dialog.getByRole('button', { name: 'Close' }).click()
  await expect(page.getByText(source).first()).toBeVisible()

  const { items } = await api.get<{ items: { starter: boolean }[] }>('/universes')
  expect(items.filter((u) => !u.starter).length).toBeGreaterThan(0)

  await page.getByRole('button', { name: 'Enter a rate' }).click()
  await dialog.getByRole('textbox', { name: 'Was worth' }).fill('87,4')
  await dialog.getByRole('group', { name: 'On the day' }).getByRole('spinbutton').first().pressSequentially('02012026')
  await dialog.getByRole('textbox', { name: 'Source' }).fill('National Bank')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog.getByText(/with a point before its decimals/).first()).toBeVisible()
  await clean(page)
  await dialog.getByRole('textbox', { name: 'Was worth' }).fill('87.5')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('1 USD = 87.5 KGS').first()).toBeVisible()
  await clean(page)
  await shot(page, 'populations')
})

test('what campaigns cost is not compared without a rate, and says which is lacking', async ({ as, clean, shot }) => {
  const { page, api } = await as('evaluator')
  const all = await api.get<{ items: { id: string }[] }>('/campaigns?limit=200')
  const ids = all.items.map(({ id }) => id).slice(0, 4)
  await page.goto(`/compare?campaigns=${ids.join()}&metric=cost&over=none&money=USD`)
  await expect(page.getByText('1 USD = 87.4 KGS').first()).toBeVisible()
  await clean(page)
  await shot(page, 'costs-converted')
  await page.goto(`/compare?campaigns=${ids.join()}&metric=cost&over=none&money=TJS`)
  await expect(page.getByText(/There is no rate between USD and TJS for/).first()).toBeVisible()
  await expect(page.getByText('Costs are not ranked: the cheapest is not the best.')).toBeVisible()
  await clean(page)
  await shot(page, 'costs')
  await page.getByRole('link', { name: 'Enter one' }).first().click()
  await expect(page.getByRole('heading', { level: 1, name: 'Populations and rates' })).toBeVisible()
})
