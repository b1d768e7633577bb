import { expect, test } from './fixtures'

test('safeguarding enters whom a person can be pointed to, and the police stay last', async ({ as, clean, shot }, info) => {
  const { page } = await as('planner')
  await page.goto('/referrals')
  await expect(page.getByRole('heading', { level: 1, name: 'Referral directory' })).toBeVisible()
  const police = `A station, ${info.project.name}`
  const listeners = `Listeners, ${info.project.name}`
  for (const name of [police, listeners]) {
    await page.getByRole('button', { name: 'New service' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Who helps' }).fill(name)
    if (name === police) {
      await dialog.getByRole('button', { name: /With what/ }).click()
      await page.getByRole('option', { name: 'Police' }).click()
    }
    await dialog.getByRole('textbox', { name: 'How to reach them' }).fill('A demonstration: nobody answers here')
    await dialog.getByRole('textbox', { name: 'Source' }).fill('Invented for the demonstration')
    await dialog.getByRole('group', { name: /Last checked/ }).getByRole('spinbutton').first().pressSequentially('01022026')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByText(name)).toBeVisible()
  }
  const text = await page.getByRole('main').innerText()
  expect(text.indexOf(listeners)).toBeLessThan(text.indexOf(police))
  await clean(page)
  await shot(page, 'referrals')
})
