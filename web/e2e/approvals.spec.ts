import type { TestInfo } from '@playwright/test'
import { expect, test, type Person } from './fixtures'

interface Waiting { id: string; digest: string; country: string; message_name: string; state: string }

/** What waits in Tajikistan is decided on a wide screen, in Kyrgyzstan on a
 * phone: each decision can be made once. */
function there({ project }: TestInfo) {
  return project.name === 'phone' ? { country: 'KG', approver: 'approver' as const } : { country: 'TJ', approver: 'approverTJ' as const }
}

/** A submission that still waits for a person's decision. */
async function waiting({ api }: Person, country: string): Promise<Waiting> {
  const { items } = await api.get<{ items: Waiting[] }>(`/submissions?state=under_review&sort=due_at&country=${country}`)
  const first = items[0]
  if (!first) throw new Error(`nothing waits in ${country}`)
  return first
}

test('the queue shows every clock, and its filter stands in the address', async ({ as, clean, shot }, info) => {
  const { page } = await as(there(info).approver)
  await page.goto('/approvals')
  await expect(page.getByRole('heading', { level: 1, name: 'Approvals' })).toBeVisible()
  await expect(page.getByText(/Due|Overdue/).first()).toBeVisible()
  await clean(page)
  await shot(page, 'approvals')
  await page.getByRole('button', { name: /Status/ }).click()
  await page.getByRole('option', { name: 'Any' }).click()
  await expect(page).toHaveURL(/state=all/)
  await page.goto('/approvals?state=refused&country=AF')
  await expect(page.getByText('Nothing waits here')).toBeVisible()
})

test('an author reads the dossier and cannot decide', async ({ as }, info) => {
  const planner = await as('planner')
  const { id } = await waiting(planner, there(info).country)
  await planner.page.goto(`/approvals/${id}`)
  await expect(planner.page.getByText('You can read this, not decide on it.')).toBeVisible()
  await expect(planner.page.getByRole('radio')).toHaveCount(0)
})

test('a decision on something else than what was read is not recorded', async ({ as }, info) => {
  const approver = await as(there(info).approver)
  const { id } = await waiting(approver, there(info).country)
  const { page } = approver
  await page.route(`**/submissions/${id}/decisions`, (route) => route.continue({ postData: { ...route.request().postDataJSON(), digest: '0'.repeat(64) } }))
  await page.goto(`/approvals/${id}`)
  await page.getByText('It may be published as it stands here.').click()
  await page.getByRole('button', { name: 'Approve', exact: true }).click()
  await expect(page.getByRole('alert')).toContainText('This is no longer what you read')
  const { state } = await approver.api.get<Waiting>(`/submissions/${id}`)
  expect(state).toBe('under_review')
})

test('the browser does not let anybody decide on what it does not show', async ({ as, clean }, info) => {
  const approver = await as(there(info).approver)
  const { id } = await waiting(approver, there(info).country)
  const { page } = approver
  await page.goto(`/approvals/${id}`)
  await expect(page.getByText('Your browser computed it too, from what it shows you here: it is the same.')).toBeVisible()
  await page.route(`**/submissions/${id}/dossier`, async (route) => {
    const answer = await route.fetch()
    const body = await answer.json()
    body.texts[0].body += '.'
    await route.fulfill({ response: answer, json: body })
  })
  await page.reload()
  await expect(page.getByText('What you see is not what you would approve')).toBeVisible()
  await expect(page.getByRole('radio')).toHaveCount(0)
  await clean(page)
})

test('who has no key is told that the rule wants a signature', async ({ as, clean }, info) => {
  const approver = await as(there(info).approver)
  const { id } = await waiting(approver, there(info).country)
  const { page } = approver
  await page.route(`**/submissions/${id}/dossier`, async (route) => {
    const answer = await route.fetch()
    const body = await answer.json()
    body.submission.signed = true
    await route.fulfill({ response: answer, json: body })
  })
  await page.goto(`/approvals/${id}`)
  await page.getByText('They change it and submit again. Say what.').click()
  await expect(page.getByText('Agreeing takes a security key')).toHaveCount(0)
  await page.getByText('It may be published as it stands here.').click()
  await expect(page.getByText('Register a key under Security; it signs a day later.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Approve', exact: true })).toBeDisabled()
  await clean(page)
})

test('an approver reads the dossier, prints it and signs a decision on exactly its digest', async ({ bearing, clean, shot }, info) => {
  const approver = await bearing(there(info).approver)
  const { id, digest, message_name } = await waiting(approver, there(info).country)
  const { page, register } = approver
  await register('Blue key')
  await page.goto(`/approvals/${id}`)
  await expect(page.getByRole('heading', { level: 1 })).toContainText(message_name)
  for (const title of ['Who speaks, and why', 'To whom', 'Text', 'Where and when', 'Messenger', 'Harm review', 'Overlaps', 'Rule', 'Decision']) {
    await expect(page.getByRole('heading', { level: 2, name: title, exact: true })).toBeVisible()
  }
  await expect(page.getByText(digest.slice(0, 8)).first()).toBeVisible()
  await clean(page)
  await shot(page, 'dossier')
  await page.emulateMedia({ media: 'print' })
  await page.screenshot({ path: `test-results/shots/dossier-print-${info.project.name}.png`, fullPage: true })
  await page.emulateMedia({ media: 'screen' })

  const phone = info.project.name === 'phone'
  await page.getByText(phone ? 'They change it and submit again. Say what.' : 'It may be published as it stands here.').click()
  if (phone) {
    await page.getByRole('button', { name: 'Return', exact: true }).click()
    await expect(page.getByText('Say why.').first()).toBeVisible()
    await page.getByRole('textbox', { name: /Comment/ }).fill('Say who pays for it.')
  } else {
    await page.getByRole('button', { name: /What the state will do itself/ }).click()
    await page.getByRole('option').first().click()
  }
  await expect(page.getByText('Your browser asks for your security key')).toBeVisible()
  const sent = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/decisions'))
  await page.getByRole('button', { name: phone ? 'Return' : 'Approve', exact: true }).click()
  expect((await sent).postDataJSON()).toMatchObject({ digest })
  await expect(page.getByRole('heading', { level: 2, name: 'Decisions' })).toBeVisible()
  await expect(page.getByText('Signed with a security key')).toBeVisible()
  await expect(page.getByRole('radio')).toHaveCount(0)
  if (phone) await expect(page.getByText('Say who pays for it.')).toBeVisible()
  await shot(page, 'dossier-decided')
})

test('what changed in a text from right to left is marked word by word, on screen and on paper', async ({ as, clean, shot }, info) => {
  const approver = await as(there(info).approver)
  const { items: [{ id } = { id: '' }] } = await approver.api.get<{ items: Waiting[] }>('/submissions')
  const { page } = approver
  await page.route(`**/submissions/${id}/dossier`, async (route) => {
    const answer = await route.fetch()
    const body = await answer.json()
    const before = { ...body.texts[0], language: 'fa-AF', direction: 'rtl', title: 'نان و کتاب', body: 'دیروز ۱۲ کودک، کتاب می‌خواندند. نان خوب است.', hashtags: [], link: '' }
    body.earlier = { submission_id: id, number: '1', state: 'returned', digest: body.submission.digest, submitted_at: body.submission.submitted_at, missing: [] }
    body.texts = [{ ...before, body: 'امروز ۱۵ کودک، کتاب‌های Caravan می‌خواندند. نان خوب است.', link_host: '', before }]
    await route.fulfill({ response: answer, json: body })
  })
  await page.goto(`/approvals/${id}`)
  const text = page.getByRole('region', { name: /Dari|Persian/ })
  await expect(text.locator('del')).toHaveText(['دیروز', '۱۲', 'کتاب'])
  await expect(text.locator('ins')).toHaveText(['امروز', '۱۵', 'کتاب‌های', 'Caravan'])
  // The words stand in the order in which they are read, from the right.
  const place = async (said: string) => (await text.getByText(said, { exact: true }).boundingBox())?.x ?? 0
  expect(await place('دیروز')).toBeGreaterThan(await place('امروز'))
  expect(await place('۱۲')).toBeGreaterThan(await place('۱۵'))
  await clean(page)
  await shot(page, 'dossier-difference')
  const paper = await page.request.get(`/api/v1/submissions/${id}/dossier.pdf?language=fa-AF`)
  expect(paper.headers()['content-type']).toBe('application/pdf')
})
