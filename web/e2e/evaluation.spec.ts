import { expect, test } from './fixtures'

interface Campaign { id: string; title: string }
interface Campaigns { items: Campaign[] }
interface Deliveries { items: { campaign_id: string }[] }

test.describe('of what is known', () => {
  test('the reach of a campaign is bounds, with what is missing and why', async ({ as, clean, shot }) => {
    const { page, api } = await as('evaluator')
    const posts = await api.get<Deliveries>('/deliveries?state=published&limit=200')
    const id = posts.items[0]?.campaign_id
    await page.goto(`/campaigns/${id}/reach`)
    await expect(page.getByRole('heading', { name: 'How many people' })).toBeVisible()
    await expect(page.getByRole('heading', { name: 'What is missing, and why' })).toBeVisible()
    await clean(page)
    await shot(page, 'reach')
    await page.getByRole('button', { name: 'Show as table' }).first().click()
    await expect(page.getByRole('region', { name: 'People reached' })).toBeVisible()
  })

  test('two countries are compared crude and standardised', async ({ as, clean, shot }) => {
    const { page, api } = await as('evaluator')
    const all = await api.get<Campaigns>('/campaigns?limit=200')
    const id = all.items.find(({ title }) => title === 'Ask first')?.id ?? ''
    await page.goto(`/compare?by=countries&campaigns=${id}&countries=KG,TJ&metric=reach&over=population&ages=${encodeURIComponent('Fergana valley (made up)')}`)
    await expect(page.getByText(/^Standardised: what it would be .* Fergana valley \(made up\): .*14-17/)).toBeVisible()
    await expect(page.getByRole('row', { name: /Tajikistan .*\d – \d.* \d\S* \(\d\S* – \d\S*\)/ })).toBeVisible()
    await clean(page)
    await shot(page, 'standardised')
  })

  test('campaigns are compared by an address, frozen and downloaded', async ({ as, clean, shot }) => {
    const { page, api } = await as('evaluator')
    const posts = await api.get<Deliveries>('/deliveries?state=published&limit=200')
    const used = [...new Set(posts.items.map((d) => d.campaign_id))]
    const all = await api.get<Campaigns>('/campaigns?limit=200')
    const ids = [...used, ...all.items.map(({ id }) => id).filter((id) => !used.includes(id))].slice(0, 3)
    await page.goto('/compare')
    await expect(page.getByRole('heading', { name: 'Choose what to compare' })).toBeVisible()
    await clean(page)
    await page.goto(`/compare?campaigns=${ids.join()}&metric=reach&over=population`)
    await expect(page.getByRole('heading', { name: 'Denominators' })).toBeVisible()
    await clean(page)
    await shot(page, 'compare')
    await page.getByRole('button', { name: 'Freeze this comparison' }).click()
    await expect(page.getByText(/^Frozen on/)).toBeVisible()
    await clean(page)
    await shot(page, 'comparison')
    for (const [name, extension] of [['Download as PDF', 'pdf'], ['Download for Excel', 'xlsx'], ['Download as CSV', 'csv']] as const) {
      const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name }).first().click()])
      expect(file.suggestedFilename()).toMatch(new RegExp(`^report-[0-9a-f]{12}\\.${extension}$`))
    }
    await page.reload()
    await expect(page.getByText(/^Frozen on/)).toBeVisible()
  })

  test('figures are entered with a reason for every gap', async ({ as, clean, shot }) => {
    const { page, api } = await as('evaluator')
    const posts = await api.get<{ items: { campaign_id: string; platform: string }[] }>('/deliveries?state=published&limit=200')
    const id = posts.items.find((d) => d.platform.startsWith('outlet_'))?.campaign_id
    expect(id).toBeDefined()
    await page.goto(`/figures?campaign=${id}`)
    await expect(page.getByRole('table', { name: 'Figures to enter' })).toBeVisible()
    await clean(page)
    await shot(page, 'figures')
    await page.getByRole('textbox', { name: 'Value' }).first().fill('12')
    await page.getByRole('button', { name: 'Keep these figures' }).click()
    await expect(page.getByText('The figures are kept.')).toBeVisible()
    await page.getByRole('button', { name: 'Begin with the open rows' }).click()
    await page.getByRole('button', { name: 'Check the table' }).click()
    await expect(page.getByText(/Give a value of 0 or more|value or/i).first()).toBeVisible()
  })
})
