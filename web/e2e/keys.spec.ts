import { expect, people, test } from './fixtures'

const password = 'three rivers meet here'

test('a security key is registered, asked for, and removed', async ({ bearing, clean }, info) => {
  const { page, known, register } = await bearing('evaluator')
  const shoot = (name: string) => page.screenshot({ path: `test-results/shots/${name}-${info.project.name}-en.png`, fullPage: true })
  const enter = async () => {
    await page.goto('/sign-in')
    await page.getByLabel('E-mail address').fill(people.evaluator)
    await page.getByRole('textbox', { name: 'Password' }).fill(password)
    await page.getByRole('button', { name: 'Sign in' }).click()
  }

  await register('Yellow key')
  await clean(page)
  await shoot('keys')

  await page.context().clearCookies()
  await enter()
  await expect(page.getByRole('button', { name: 'Use your security key' })).toBeVisible()
  await clean(page)
  await shoot('sign-in-key')
  await known(false)
  await page.getByRole('button', { name: 'Use your security key' }).click()
  await expect(page.getByRole('alert')).toContainText('The security key did not answer')
  await known(true)
  await page.getByRole('button', { name: 'Use your security key' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Home' })).toBeVisible()

  // What is dangerous asks for the key again.
  let stale = true
  await page.route('**/api/v1/me/security_keys/*', async (route) => {
    if (!stale) return route.continue()
    stale = false
    await route.fulfill({ status: 401, contentType: 'application/problem+json', body: JSON.stringify({ status: 401, code: 'step_up_required' }) })
  })
  await page.goto('/security')
  await page.getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click()
  const proof = page.getByRole('dialog', { name: 'Confirm that it is you' })
  await proof.getByRole('textbox', { name: 'Password' }).fill(password)
  await shoot('prove-key')
  await proof.getByRole('button', { name: 'Use your security key' }).click()
  await expect(page.getByText('The key is removed.')).toBeVisible()
  await expect(page.getByText('Yellow key')).toHaveCount(0)
})
