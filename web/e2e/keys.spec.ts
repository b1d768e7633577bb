import { expect, people, test } from './fixtures'

const password = 'three rivers meet here'

// Keys know an installation by its name; the demonstration has none but
// localhost.
const named = (demo: string) => demo.replace('127.0.0.1', 'localhost')

test('a security key is registered, asked for, and removed', async ({ browser, demo, viewport, clean }, info) => {
  const context = await browser.newContext({ baseURL: named(demo), storageState: undefined, viewport, locale: 'en-GB' })
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'usb', hasResidentKey: false, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  })
  const enter = async () => {
    await page.goto('/sign-in')
    await page.getByLabel('E-mail address').fill(people.evaluator)
    await page.getByRole('textbox', { name: 'Password' }).fill(password)
    await page.getByRole('button', { name: 'Sign in' }).click()
  }
  const shoot = (name: string) => page.screenshot({ path: `test-results/shots/${name}-${info.project.name}-en.png`, fullPage: true })

  await enter()
  await expect(page.getByRole('heading', { level: 1, name: 'Home' })).toBeVisible()
  await page.goto('/security')
  await page.getByRole('button', { name: 'Add a key' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Yellow key')
  await clean(page)
  await shoot('key-add')
  await dialog.getByRole('button', { name: 'Go on' }).click()
  await expect(page.getByRole('alert').locator('code')).toContainText('-')
  await expect(page.getByText('Yellow key')).toBeVisible()
  await clean(page)
  await shoot('keys')

  await context.clearCookies()
  await enter()
  await expect(page.getByRole('button', { name: 'Use your security key' })).toBeVisible()
  await clean(page)
  await shoot('sign-in-key')
  await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false })
  await page.getByRole('button', { name: 'Use your security key' }).click()
  await expect(page.getByRole('alert')).toContainText('The security key did not answer')
  await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true })
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
  await context.close()
})
