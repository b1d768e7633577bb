import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'

const canary = { name: 'CANARY-Айгүл Асанова', contact: 'CANARY +996 555 012345', tell: 'CANARY her brother' }

/** Makes a key, and returns the file that it was saved in. */
async function makeKey(page: Page, button: RegExp): Promise<string> {
  await page.goto('/custodians')
  await page.getByRole('button', { name: button }).click()
  const saving = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save it as a file' }).click()
  const path = await (await saving).path()
  await page.getByRole('dialog').getByText('I have kept it where nobody else gets at it').click()
  await page.getByRole('button', { name: 'Use this key' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  return path
}

test('an identity is sealed here and opened by two, and the service never reads it', async ({ as, clean, newcomer, shot }, info) => {
  test.slow()
  const administrator = await as('administrator')
  const { page } = await as('planner')
  const custodian = { email: `nurlan-${info.project.name}@osh.example`, name: 'Nurlan', locale: 'en', zone: 'Asia/Bishkek', roles: ['safeguarding'] }
  const nurlan = await newcomer((await administrator.api.post<{ link: string }>('/members', custodian)).link)
  const sent: string[] = []
  for (const each of [page, nurlan]) each.on('request', (request) => sent.push(request.url() + (request.postData() ?? '')))

  const key = await makeKey(page, /(Make|Replace) my key/)
  await makeKey(nurlan, /(Make|Replace) my key/)
  await makeKey(page, /(Make|Replace) the recovery key/)
  await clean(page)
  await shot(page, 'custodians')

  await page.goto('/messengers')
  await page.getByRole('link', { name: 'Quiet River' }).click()
  await page.getByRole('button', { name: /Take down who they are|Seal it anew/ }).click()
  await page.getByRole('textbox', { name: 'Legal name' }).fill(canary.name)
  await page.getByRole('textbox', { name: 'How they are reached safely' }).fill(canary.contact)
  await page.getByRole('textbox', { name: 'Whom to tell if they are in danger' }).fill(canary.tell)
  await clean(page)
  await page.screenshot({ path: `test-results/shots/seal-${info.project.name}-en.png`, fullPage: true })
  await page.getByRole('button', { name: 'Seal it', exact: true }).click()
  await expect(page.getByText(/^Sealed on [^,]*$/)).toBeVisible()

  await page.getByRole('button', { name: 'Ask to open it' }).click()
  await page.getByRole('textbox', { name: /^Why/ }).fill('They do not answer')
  await page.getByRole('dialog').getByText('Legal name', { exact: true }).click()
  await clean(page)
  await page.getByRole('button', { name: 'Ask', exact: true }).click()
  await expect(page.getByText('Waits for a colleague').first()).toBeVisible()

  await nurlan.goto('/')
  await nurlan.getByRole('link', { name: /Agree that an identity is opened, or not/ }).first().click()
  await clean(nurlan)
  await nurlan.getByRole('button', { name: 'Agree' }).first().click()
  await expect(nurlan.getByText('Open for ten minutes').first()).toBeVisible()

  await page.reload()
  await shot(page, 'messenger-sealed')
  await page.getByRole('button', { name: 'Open it', exact: true }).first().click()
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('dialog').getByRole('button', { name: 'Choose a file' }).click()
  await (await choosing).setFiles({ name: 'key.txt', mimeType: 'text/plain', buffer: readFileSync(key) })
  await page.getByRole('dialog').getByRole('button', { name: 'Open it', exact: true }).click()
  await expect(page.getByRole('dialog').getByText(canary.name)).toBeVisible()
  await expect(page.getByText(canary.contact)).toHaveCount(0)
  await clean(page)
  await page.screenshot({ path: `test-results/shots/opened-${info.project.name}-en.png` })
  await page.getByRole('dialog').getByRole('button', { name: 'Close it', exact: true }).click()
  await expect(page.getByText('Was opened').first()).toBeVisible()
  await expect(page.getByText(canary.name)).toHaveCount(0)

  expect(sent.some((text) => text.includes('/identity{') || text.includes('ciphertext'))).toBe(true)
  const secret = readFileSync(key, 'utf8').trim()
  for (const text of sent) expect([...Object.values(canary), 'CANARY', secret].filter((each) => text.includes(each))).toEqual([])
  await nurlan.context().close()
})
