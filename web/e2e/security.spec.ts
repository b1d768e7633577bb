import type { Page } from '@playwright/test'
import { createHmac } from 'node:crypto'
import { expect, people, test } from './fixtures'

const password = 'three rivers meet here'

// The service wants proof once, as it does five minutes after the last.
async function wantsProofOnce(page: Page, path: string) {
  let wanted = true
  await page.route(`**/api/v1${path}`, async (route) => {
    if (!wanted || route.request().method() !== 'POST') return route.continue()
    wanted = false
    await route.fulfill({ status: 401, contentType: 'application/problem+json', body: JSON.stringify({ status: 401, code: 'step_up_required' }) })
  })
}

test('what is dangerous asks for the password again, and then goes on by itself', async ({ as, clean, shot }, info) => {
  const { page } = await as('planner')
  await page.goto('/tokens')
  await wantsProofOnce(page, '/tokens')
  await page.getByRole('button', { name: 'New token' }).click()
  await page.getByRole('textbox', { name: /Name/ }).fill(`Proven ${info.project.name}`)
  await page.getByRole('dialog').getByText('campaigns.read', { exact: true }).click()
  await page.getByRole('button', { name: 'Make the token' }).click()
  const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' })
  await dialog.getByRole('textbox', { name: 'Password' }).fill('not this one at all')
  await dialog.getByRole('button', { name: 'Go on' }).click()
  await expect(dialog.getByRole('alert')).toContainText('The e-mail address or the password is wrong.')
  await clean(page)
  await page.screenshot({ path: `test-results/shots/step-up-${info.project.name}-en.png` })
  await dialog.getByRole('textbox', { name: 'Password' }).fill(password)
  await dialog.getByRole('button', { name: 'Go on' }).click()
  await expect(page.getByRole('alert')).toContainText('caravan_')
  await expect(page.getByText(`Proven ${info.project.name}`)).toBeVisible()
  await page.goto('/security')
  await expect(page.getByRole('heading', { level: 1, name: 'Security' })).toBeVisible()
  await expect(page.getByText('This one')).toBeVisible()
  await clean(page)
  await shot(page, 'security')
})

test('who does not prove it stays where they are, with what they wrote', async ({ as }) => {
  const { page } = await as('planner')
  await page.goto('/tokens')
  await wantsProofOnce(page, '/tokens')
  await page.getByRole('button', { name: 'New token' }).click()
  await page.getByRole('textbox', { name: /Name/ }).fill('Written already')
  await page.getByRole('button', { name: 'Make the token' }).click()
  await page.getByRole('dialog', { name: 'Confirm that it is you' }).getByRole('button', { name: 'Close' }).click()
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText('Confirm your password to go on.')
  await expect(page.getByRole('textbox', { name: /Name/ })).toHaveValue('Written already')
})

test('a session that ended is taken up in place, and what was written is sent', async ({ as, clean }, info) => {
  const { page } = await as('planner')
  await page.goto('/tokens')
  await page.getByRole('button', { name: 'New token' }).click()
  await page.getByRole('textbox', { name: /Name/ }).fill(`Taken up ${info.project.name}`)
  await page.getByRole('dialog').getByText('campaigns.read', { exact: true }).click()
  await page.context().clearCookies()
  await page.getByRole('button', { name: 'Make the token' }).click()
  const dialog = page.getByRole('dialog', { name: 'Your session has ended' })
  await expect(dialog).toContainText('aigul@osh.example')
  await clean(page)
  await dialog.getByRole('textbox', { name: 'Password' }).fill(password)
  await dialog.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert')).toContainText('caravan_')
})

test('who needs a second factor is led to where it is set up', async ({ as, clean }, info) => {
  const { page } = await as('planner')
  await page.route('**/api/v1/me', async (route) => {
    const answer = await route.fetch()
    await route.fulfill({ response: answer, json: { ...await answer.json(), lacks_factor: true, password_alone: false } })
  })
  await page.route('**/api/v1/tokens', async (route) => {
    if (route.request().method() !== 'POST') return route.continue()
    await route.fulfill({ status: 403, contentType: 'application/problem+json', body: JSON.stringify({ status: 403, code: 'second_factor_required' }) })
  })
  await page.goto('/tokens')
  await page.getByRole('button', { name: 'New token' }).click()
  await page.getByRole('textbox', { name: /Name/ }).fill('Not yet')
  await page.getByRole('dialog').getByText('campaigns.read', { exact: true }).click()
  await page.getByRole('button', { name: 'Make the token' }).click()
  await clean(page)
  await page.screenshot({ path: `test-results/shots/factor-required-${info.project.name}-en.png` })
  await page.getByRole('alert').getByRole('link', { name: 'Set a second factor up' }).click()
  await expect(page.getByText('before you have proved a second factor')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Set up' })).toBeVisible()
  await clean(page)
})

test('sessions elsewhere are ended, and the language outlives signing out', async ({ as }) => {
  const { page } = await as('reviewer')
  const elsewhere = await as('reviewer')
  await page.goto('/security')
  await page.getByRole('button', { name: 'End all others' }).click()
  await expect(page.getByText('All others are ended.')).toBeVisible()
  await elsewhere.page.goto('/')
  await expect(elsewhere.page).toHaveURL(/\/sign-in/)
  await page.evaluate(() => localStorage.setItem('caravan.draft.somebody', 'secret'))
  await page.evaluate(() => localStorage.setItem('caravan.language', 'ru'))
  await page.reload()
  await page.getByRole('button', { name: /Rustam/ }).filter({ visible: true }).click()
  await page.getByRole('button', { name: 'Выйти' }).click()
  await expect(page).toHaveURL(/\/sign-in/)
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('lang', 'ru')
  expect(await page.evaluate(() => localStorage.getItem('caravan.draft.somebody'))).toBeNull()
})

// What an authenticator app shows now for a key (RFC 6238).
function shown(key: string): string {
  const bits = [...key.replaceAll(' ', '')].map((sign) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(sign).toString(2).padStart(5, '0')).join('')
  const bytes = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)))
  const step = Buffer.alloc(8)
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)))
  const hash = createHmac('sha1', bytes).update(step).digest()
  return String((hash.readUInt32BE(hash[19]! & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

test('a second factor is set up with an app, asked for, and turned off', async ({ as, browser, demo, viewport, clean, shot }, info) => {
  const { page } = await as('evaluator')
  await page.goto('/security')
  await page.getByRole('button', { name: 'Set up' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('img', { name: 'QR code of the key' })).toBeVisible()
  await clean(page)
  await page.screenshot({ path: `test-results/shots/factor-${info.project.name}-en.png`, fullPage: true })
  await dialog.getByRole('textbox', { name: 'Code' }).fill('000000')
  await dialog.getByRole('button', { name: 'Turn on' }).click()
  await expect(dialog.getByRole('alert')).toContainText('The code is wrong or too old.')
  await dialog.getByRole('textbox', { name: 'Code' }).fill(shown(await dialog.locator('code').innerText()))
  await dialog.getByRole('button', { name: 'Turn on' }).click()
  const codes = (await page.getByRole('alert').locator('code').innerText()).split('\n')
  expect(codes).toHaveLength(10)
  await page.screenshot({ path: `test-results/shots/recovery-${info.project.name}-en.png`, fullPage: true })

  const elsewhere = await (await browser.newContext({ baseURL: demo, storageState: undefined, viewport, locale: 'en-GB' })).newPage()
  await elsewhere.goto('/sign-in')
  await elsewhere.getByLabel('E-mail address').fill(people.evaluator)
  await elsewhere.getByRole('textbox', { name: 'Password' }).fill(password)
  await elsewhere.getByRole('button', { name: 'Sign in' }).click()
  await elsewhere.getByRole('textbox', { name: 'Code' }).fill(codes[0] ?? '')
  await expect(elsewhere.getByRole('alert')).toHaveCount(0)
  await clean(elsewhere)
  await elsewhere.screenshot({ path: `test-results/shots/sign-in-code-${info.project.name}-en.png` })
  await elsewhere.getByRole('button', { name: 'Sign in' }).click()
  await expect(elsewhere.getByRole('heading', { level: 1, name: 'Home' })).toBeVisible()
  await elsewhere.context().close()

  await page.reload()
  await expect(page.getByText('Recovery codes left: 9')).toBeVisible()
  await clean(page)
  await shot(page, 'security-factor')
  await page.getByRole('button', { name: 'Turn off' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Turn off' }).click()
  await expect(page.getByRole('button', { name: 'Set up' })).toBeVisible()
})
