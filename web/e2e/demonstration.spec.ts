import { expect, people, test } from './fixtures'

test('everybody of the demonstration has a home that fits the screen', async ({ as, clean, shot }) => {
  for (const who of Object.keys(people) as (keyof typeof people)[]) {
    const { page } = await as(who)
    await page.goto('/')
    await expect(page.getByRole('heading', { level: 1, name: 'Home' })).toBeVisible()
    await clean(page)
    await shot(page, `home-${who}`)
  }
})
