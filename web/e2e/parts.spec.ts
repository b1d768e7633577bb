import { expect, languages, test } from './fixtures'

const pages = ['rows', 'fields', 'charts', 'words'] as const

for (const name of pages) {
  for (const language of languages) {
    test(`the page of ${name} in ${language}`, async ({ stranger: page, clean }, info) => {
      await page.goto(`${process.env.PARTS_URL}?page=${name}&lang=${language}`)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await page.evaluate(() => document.fonts.ready)
      await page.screenshot({ path: `test-results/shots/parts-${name}-${info.project.name}-${language}.png`, fullPage: true })
      await clean(page)
    })
  }
}

test('a table on a phone is a card for each row, and still a table', async ({ stranger: page }) => {
  await page.goto(`${process.env.PARTS_URL}?page=rows`)
  const row = page.getByRole('row').nth(1)
  await expect(row).toBeVisible()
  await expect(row.getByRole('cell').nth(1)).toBeVisible()
})

test('a chart is a table one press away', async ({ stranger: page }) => {
  await page.goto(`${process.env.PARTS_URL}?page=charts`)
  const figure = page.getByRole('figure', { name: 'Reach of the campaign' })
  await figure.getByRole('button', { name: 'Show as table' }).click()
  await expect(figure.getByRole('cell', { name: '48,210' })).toBeVisible()
})
