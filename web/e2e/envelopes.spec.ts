import type { Page } from '@playwright/test'
import { makeKey, seal } from '../src/messengers/seal'
import { expect, test, type Person } from './fixtures'

interface Keys { items: { id: string, recipient: string }[] }

/** Seals an identity to two custodians and a recovery key, as browsers do.
 * Returns the key of the first. */
async function sealed(planner: Person, colleague: Page, messenger: string): Promise<string> {
  const [own, theirs, recovery] = await Promise.all([makeKey(), makeKey(), makeKey()])
  await planner.api.post('/custodian_keys', { recipient: own.recipient, recovery: false })
  const kept = await colleague.request.post('/api/v1/custodian_keys', { data: { recipient: theirs.recipient, recovery: false } })
  expect(kept.status(), await kept.text()).toBe(201)
  await planner.api.post('/custodian_keys', { recipient: recovery.recipient, recovery: true })
  const { items } = await planner.api.get<Keys>('/custodian_keys')
  const ciphertext = await seal({ name: 'Айгүл Асанова', contact: '', emergency_contact: '' }, items.map(({ recipient }) => recipient))
  const answer = await planner.page.request.put(`/api/v1/messengers/${messenger}/identity`, { data: { ciphertext, keys: items.map(({ id }) => id) } })
  expect(answer.status(), await answer.text()).toBe(204)
  return own.secret
}

test('a custodian opens an identity alone with the code of a sealed envelope', async ({ as, clean, newcomer, shot }, info) => {
  test.slow()
  const administrator = await as('administrator')
  const planner = await as('planner')
  const custodian = { email: `anvar-${info.project.name}@osh.example`, name: `Anvar ${info.project.name}`, locale: 'en', zone: 'Asia/Bishkek', roles: ['safeguarding'] }
  const anvar = await newcomer((await administrator.api.post<{ link: string }>('/members', custodian)).link)
  const messenger = (await planner.api.get<{ items: { id: string }[] }>('/messengers')).items[0]?.id ?? ''
  const key = await sealed(planner, anvar, messenger)

  await administrator.page.goto('/people')
  await administrator.page.getByRole('button', { name: /^Name (another|somebody)$/ }).click()
  const naming = administrator.page.getByRole('dialog')
  await naming.getByRole('textbox', { name: 'Name' }).fill('Saltanat')
  await naming.getByRole('textbox', { name: 'E-mail address' }).fill(`saltanat-${info.project.name}@peace.example`)
  await clean(administrator.page)
  await naming.getByRole('button', { name: 'Save' }).click()
  await expect(administrator.page.getByText('Is told now')).toBeVisible()
  await shot(administrator.page, 'ombudsperson')

  await anvar.goto('/custodians')
  const row = anvar.getByRole('row').or(anvar.getByRole('listitem')).filter({ hasText: 'Aigul' }).filter({ has: anvar.getByRole('button') })
  await row.getByRole('button', { name: /(Make a|Replace the) code/ }).click()
  await clean(anvar)
  await anvar.getByRole('alertdialog').getByRole('button', { name: 'Make the code' }).click()
  const code = await anvar.getByText(/^[A-Z2-7]{4}(-[A-Z2-7]{4}){4}$/).innerText()
  await clean(anvar)
  await anvar.screenshot({ path: `test-results/shots/envelope-${info.project.name}-en.png` })
  await anvar.emulateMedia({ media: 'print' })
  await expect(anvar.getByRole('button', { name: 'Print' })).toBeHidden()
  await expect(anvar.getByText(code)).toBeVisible()
  await anvar.screenshot({ path: `test-results/shots/envelope-print-${info.project.name}-en.png` })
  await anvar.emulateMedia({ media: 'screen' })
  await anvar.getByRole('button', { name: 'It is in the envelope' }).click()
  await expect(anvar.getByText('In an envelope')).toBeVisible()
  await expect(anvar.getByText(code)).toHaveCount(0)

  const { page } = planner
  await page.goto(`/messengers/${messenger}`)
  await page.getByRole('button', { name: 'Ask to open it' }).click()
  const asking = page.getByRole('dialog')
  await asking.getByRole('textbox', { name: /^Why/ }).fill('They do not answer, and were threatened')
  await asking.getByText('Legal name', { exact: true }).click()
  await asking.getByText("Somebody's life is in danger: break the glass").click()
  const field = asking.getByRole('textbox', { name: /^Code from your envelope/ })
  await field.fill('ABCD-EFGH-IJKL-MNOP-QRST')
  await asking.getByRole('button', { name: 'Break the glass' }).click()
  await expect(asking.getByText('That is not the code from your envelope. Nothing was opened, and the try is written down.').first()).toBeVisible()
  await clean(page)
  await page.screenshot({ path: `test-results/shots/break-glass-${info.project.name}-en.png` })
  await field.fill(code.toLowerCase())
  await asking.getByRole('button', { name: 'Break the glass' }).click()
  await expect(page.getByText('Glass broken').first()).toBeVisible()

  await page.getByRole('button', { name: 'Open it', exact: true }).first().click()
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('dialog').getByRole('button', { name: 'Choose a file' }).click()
  await (await choosing).setFiles({ name: 'key.txt', mimeType: 'text/plain', buffer: Buffer.from(key) })
  await page.getByRole('dialog').getByRole('button', { name: 'Open it', exact: true }).click()
  await expect(page.getByRole('dialog').getByText('Айгүл Асанова')).toBeVisible()
  await page.getByRole('dialog').getByRole('button', { name: 'Close it', exact: true }).click()

  await page.goto('/custodians')
  await expect(page.getByText('Code used')).toBeVisible()
  await clean(page)
  await shot(page, 'envelopes')
  await anvar.context().close()
})
