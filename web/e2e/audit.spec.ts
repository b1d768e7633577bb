import { expect, test } from './fixtures'

test('an administrator reads the trail and has it checked', async ({ as, clean, shot }) => {
  const { page } = await as('administrator')
  await page.goto('/audit')
  await expect(page.getByText('campaign.', { exact: false }).first()).toBeVisible()
  await page.getByRole('button', { name: 'Verify now' }).click()
  await expect(page.getByText(/^All [\d,]+ entries are as they were written\.$/)).toBeVisible()
  await clean(page)
  await page.getByRole('textbox', { name: 'Action' }).fill('no.such.action')
  await expect(page.getByText('There is no such entry')).toBeVisible()
  await shot(page, 'audit')
})
