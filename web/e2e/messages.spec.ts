import { expect, test, type Person } from './fixtures'

const texts = {
  'ru': { title: 'Хлеб и книги', body: 'Азиз вернулся домой и открыл мастерскую.\n\nПриходи учиться: вечером, бесплатно.' },
  'ky': { title: 'Нан жана китеп', body: 'Азиз үйүнө кайтып келип, устакана ачты.\n\nКел, үйрөн: кечинде, бекер.' },
  'uz-Cyrl': { title: 'Нон ва китоб', body: 'Азиз уйига қайтиб, устахона очди.\n\nКел, ўрган: кечқурун, бепул.' },
  'tg-Cyrl': { title: 'Нон ва китоб', body: 'Азиз ба хона баргашт ва устохона кушод.\n\nБиё, омӯз: бегоҳӣ, ройгон.' },
  'fa-AF': { title: 'نان و کتاب', body: 'عزیز به خانه برگشت و کارگاهی باز کرد.\n\nبیا یاد بگیر: شب‌ها، رایگان.' },
} as const

type Tag = keyof typeof texts

/** The campaign of the demonstration that waits for approval. */
async function campaignOf({ api }: Person): Promise<string> {
  const { items } = await api.get<{ items: { id: string; title: string }[] }>('/campaigns')
  const found = items.find(({ title }) => title === 'Our street') ?? items[0]
  if (!found) throw new Error('the demonstration has no campaign')
  return found.id
}

/** A message with every text, written past the screens. */
async function written(planner: Person, title: string): Promise<string> {
  const { id } = await planner.api.post<{ id: string }>('/messages', {
    campaign_id: await campaignOf(planner), title, type: 'alternative_narrative', approach: 'positive', components: ['belonging'], source_language: 'ru',
  })
  for (const [language, text] of Object.entries(texts)) {
    await planner.api.post(`/messages/${id}/variants`, { language, ...text, back_translation: language === 'ru' ? '' : 'Aziz came home and opened a workshop. Come and learn.' })
  }
  return id
}

test('a message is written in five languages', async ({ as, clean, shot }) => {
  const planner = await as('planner')
  const { page } = planner
  await page.goto(`/campaigns/${await campaignOf(planner)}/messages`)
  await expect(page.getByRole('heading', { name: 'Messages' })).toBeVisible()
  await clean(page)
  await shot(page, 'messages-matrix')
  await page.getByRole('link', { name: 'New message' }).first().click()
  await expect(page.getByLabel('Title')).toBeVisible()
  await clean(page)
  await shot(page, 'messages-brief')
  await page.getByLabel('Title').fill('Workshop')
  await page.getByText('Belonging', { exact: true }).click()
  await page.getByRole('button', { name: 'Save and write' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Russian' })).toBeVisible()
  const address = page.url().replace(/[^/]+$/, '')
  for (const [language, text] of Object.entries(texts)) {
    await page.goto(address + language)
    await page.getByLabel('Title').fill(text.title)
    await page.getByRole('textbox', { name: 'Text', exact: true }).fill(text.body)
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(page.getByText(/^Written by Aigul/)).toBeVisible()
  }
  const area = page.getByRole('textbox', { name: 'Text', exact: true })
  await expect(area).toHaveAttribute('dir', 'rtl')
  await expect(area).toHaveAttribute('lang', 'fa-AF')
  await expect(page.locator('article [dir=rtl]')).toContainText('عزیز به خانه برگشت')
  await clean(page)
  await shot(page, 'messages-editor')
})

test('what is hidden or in another script is said beside its line', async ({ as, clean, shot }) => {
  const planner = await as('planner')
  const { page } = planner
  const id = await written(planner, 'Lint')
  await page.goto(`/messages/${id}/write/fa-AF`)
  const area = page.getByRole('textbox', { name: 'Text', exact: true })
  await area.fill('نان و كتاب\nرایگان\u200b است')
  await expect(page.getByRole('button', { name: /Hidden character U\+200B · line 2/ })).toBeVisible()
  await expect(page.getByRole('button', { name: /Letter of another keyboard U\+0643/ })).toBeVisible()
  await clean(page)
  await shot(page, 'messages-lint')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByRole('alert')).toContainText('characters that must not be there')
  await page.goto(`/messages/${id}/write/tg-Cyrl`)
  await page.getByRole('textbox', { name: 'Text', exact: true }).fill('Aziz ba khona bargasht')
  await expect(page.getByRole('button', { name: /Another script/ })).toBeVisible()
})

test('what was not saved waits on the device, and two who write at once lose nothing', async ({ as, shot }) => {
  const planner = await as('planner')
  const { page } = planner
  const id = await written(planner, 'Conflict')
  await page.goto(`/messages/${id}/write/ky`)
  const area = page.getByRole('textbox', { name: 'Text', exact: true })
  await area.fill('Азиз үйүнө келди.')
  await page.reload()
  await expect(page.getByText('This was not saved yet')).toBeVisible()
  await expect(area).toHaveValue('Азиз үйүнө келди.')
  const evaluator = await as('evaluator')
  await evaluator.page.goto(`/messages/${id}/write/ky`)
  await expect(evaluator.page.getByText(/^Written by Aigul/)).toBeVisible()
  await expect(evaluator.page.getByRole('button', { name: 'Save', exact: true })).toHaveCount(0)
  const answer = await page.request.put(`/api/v1/messages/${id}/variants/ky`, {
    data: { title: 'Нан', body: 'Азиз кайтып келди.', link: '', hashtags: [], back_translation: '' }, headers: { 'If-Match': '"1"' },
  })
  expect(answer.status()).toBe(200)
  await expect(page.getByText('Yours, not saved')).toBeVisible()
  await expect(page.getByText('Азиз кайтып келди.')).toBeVisible()
  await shot(page, 'messages-conflict')
  await page.getByRole('button', { name: 'Go on with mine' }).click()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeDisabled()
})

test('texts are passed, frozen and reviewed by a second person; an edit voids them', async ({ as, clean, shot }) => {
  const planner = await as('planner')
  const reviewer = await as('reviewer')
  const { page } = planner
  const id = await written(planner, 'Freeze')
  for (const language of ['ky', 'uz-Cyrl', 'tg-Cyrl', 'fa-AF'] satisfies Tag[]) {
    await reviewer.page.goto(`/messages/${id}/write/${language}`)
    await reviewer.page.getByRole('button', { name: 'It reads well: pass it' }).click()
    await expect(reviewer.page.getByText(/^Read and passed by/)).toBeVisible()
  }
  await page.goto(`/messages/${id}`)
  await clean(page)
  await shot(page, 'messages-message')
  await page.getByRole('button', { name: 'Freeze the texts' }).click()
  await expect(page.getByRole('heading', { name: 'Version 1' })).toBeVisible()
  await expect(page.getByText('Another person has to review it')).toBeVisible()
  await reviewer.page.goto(page.url())
  await reviewer.page.getByRole('button', { name: 'Review' }).click()
  await reviewer.page.getByRole('button', { name: 'Yes, it can be submitted' }).click()
  await expect(reviewer.page.getByText('Reviewed', { exact: true }).first()).toBeVisible()
  await clean(reviewer.page)

  await page.goto(`/messages/${id}/write/ru`)
  await page.getByRole('textbox', { name: 'Text', exact: true }).fill('Азиз вернулся домой и открыл большую мастерскую.\n\nПриходи учиться: вечером, бесплатно.')
  await expect(page.getByText('Saving voids the frozen version')).toBeVisible()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeDisabled()
  await page.goto(`/messages/${id}`)
  await expect(page.getByText('Void: edited since')).toBeVisible()
  await page.getByRole('button', { name: 'Freeze the texts' }).click()
  await expect(page.getByRole('heading', { name: 'Version 2' })).toBeVisible()
  await expect(page.locator('ins')).toHaveText('большую ')
  await clean(page)
  await shot(page, 'messages-version')
})
