import { expect, test } from './fixtures'

test('home is where a person begins', async ({ staff: page, clean, shot }) => {
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1, name: 'Home' })).toBeVisible()
  await clean(page)
  await shot(page, 'home')
})

test('an address without a screen says so', async ({ staff: page, clean }) => {
  await page.goto('/caravanserai')
  await expect(page.getByRole('heading', { level: 1, name: 'There is no such page' })).toBeVisible()
  await clean(page)
  await page.getByRole('link', { name: 'To the start' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Home' })).toBeVisible()
})

test('a lost connection is said, and so is its return', async ({ staff: page, context }) => {
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1, name: 'Home' })).toBeVisible()
  await context.setOffline(true)
  await expect(page.getByText('No connection.')).toBeVisible()
  await context.setOffline(false)
  await expect(page.getByText('No connection.')).toBeHidden()
})

test('colours follow the choice of the person', async ({ staff: page, clean }) => {
  await page.goto('/')
  await page.getByRole('button', { name: /^Account of/ }).locator('visible=true').click()
  await page.getByRole('button', { name: 'Dark colours' }).locator('visible=true').click()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await clean(page)
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
})

test('the content is the first thing that the keyboard finds', async ({ staff: page }) => {
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1, name: 'Home' })).toBeVisible()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.locator('#content')).toBeFocused()
})
