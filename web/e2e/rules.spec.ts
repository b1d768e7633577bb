import { expect, test } from './fixtures'

test('an operator says who has to agree, and when elections are near', async ({ as, clean, shot }, info) => {
  const { page } = await as('administrator')
  await page.goto('/rules')
  await expect(page.getByRole('heading', { level: 2, name: 'Uzbekistan' })).toBeVisible()
  await expect(page.getByText('Cabinet resolution of 20 January 2014')).toBeVisible()
  await clean(page)
  await shot(page, 'rules')

  await page.getByRole('button', { name: 'New rule' }).click()
  const dialog = page.getByRole('dialog')
  const body = `Council of editors, ${info.project.name}`
  await dialog.getByRole('textbox', { name: 'The body, in words' }).fill(body)
  await dialog.getByRole('button', { name: /Country/ }).click()
  await page.getByRole('option', { name: 'Turkmenistan' }).click()
  await dialog.getByRole('button', { name: /Occasion/ }).click()
  await page.getByRole('option', { name: 'Around an election' }).click()
  // Whoever comes to it by the keyboard sees it.
  await dialog.getByRole('checkbox', { name: /Whoever agrees signs/ }).focus()
  await expect(dialog.getByText('Whoever agrees signs with a security key')).toBeInViewport()
  await page.keyboard.press('Space')
  await dialog.getByRole('textbox', { name: 'Source' }).fill('Agreement of the editors, 2026')
  await clean(page)
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog.getByRole('alert')).toContainText('Holds from')
  await dialog.getByRole('group', { name: /Holds from/ }).getByRole('spinbutton').first().pressSequentially('01032026')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog.getByRole('alert')).toContainText('Organisation')
  await dialog.getByRole('button', { name: /Organisation/ }).click()
  await page.getByRole('option', { name: 'Commission on public messages, Bishkek' }).click()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('row', { name: new RegExp(body) })).toContainText('signed')
})
