import { expect, test as setup } from '@playwright/test'
import { administrator } from './administrator'

// The first administrator comes in by the one-time link, or signs in where
// somebody is there already, and the session is kept for the other tests.
setup('the first administrator comes in', async ({ page }) => {
  const link = process.env.LINK
  await page.goto(link ?? `${process.env.BASE_URL}/sign-in`)
  if (!link) await page.getByLabel('E-mail address').fill(administrator.email)
  await page.getByRole('textbox', { name: 'Password' }).fill(administrator.password)
  await page.getByRole('button', { name: link ? 'Begin' : 'Sign in' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.getByRole('navigation', { name: 'Main', exact: true })).toBeAttached()
  expect(page.url()).not.toContain('#')
  await page.context().storageState({ path: 'test-results/session.json' })
})
