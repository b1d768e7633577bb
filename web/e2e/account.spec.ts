import { administrator } from './administrator'
import { expect, test } from './fixtures'

test('a stranger is sent to sign in, and comes back to where they wanted to go', async ({ stranger: page, clean, shot }) => {
  await page.goto('/no-such-screen')
  await page.goto('/?from=post')
  await expect(page).toHaveURL(/\/sign-in\?next=/)
  await clean(page)
  await shot(page, 'sign-in')
  await page.getByLabel('E-mail address').fill(administrator.email)
  await page.getByRole('textbox', { name: 'Password' }).fill(administrator.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(/\/\?from=post$/)
  await expect(page.getByRole('heading', { level: 1, name: 'Home' })).toBeVisible()
})

test('a wrong password says so, and every field that is missing', async ({ stranger: page }) => {
  await page.goto('/sign-in')
  await page.getByLabel('E-mail address').fill('nobody@example.org')
  await page.getByRole('textbox', { name: 'Password' }).fill('not the password at all')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert')).toContainText('The e-mail address or the password is wrong.')

  await page.getByLabel('E-mail address').fill('')
  await page.getByRole('textbox', { name: 'Password' }).fill('')
  await page.getByRole('button', { name: 'Sign in' }).click()
  const alert = page.getByRole('alert')
  await expect(alert).toContainText('E-mail address: Fill this in.')
  await alert.getByRole('link', { name: 'Password' }).click()
  await expect(page.getByRole('textbox', { name: 'Password' })).toBeFocused()
})

test('a link that was used is refused in words', async ({ stranger: page, clean, shot }) => {
  await page.goto('/welcome#used-already')
  await expect(page.getByRole('heading', { level: 1, name: 'Welcome' })).toBeVisible()
  expect(page.url()).not.toContain('#')
  await page.getByRole('textbox', { name: 'Password' }).fill('a sentence nobody else knows')
  await page.getByRole('button', { name: 'Begin' }).click()
  await expect(page.getByRole('alert')).toContainText('This link has been used')
  await clean(page)
  await page.goto('/sign-in')
  await page.goto('/welcome#used-already')
  await shot(page, 'welcome')
})

test('the language is chosen before signing in, and turns the page round', async ({ stranger: page }) => {
  await page.goto('/sign-in')
  await page.getByRole('button', { name: 'دری' }).click()
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('ورود')
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('lang', 'fa-AF')

  const beside = await page.context().newPage()
  await beside.goto('/sign-in')
  await beside.getByRole('button', { name: 'Русский' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Войти')
})
