import { createServer, type IncomingMessage } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { expect, test } from './fixtures'

/** A server of Mastodon, as far as access to an account is concerned. Whoever
 * comes to allow it does, or does not. */
async function mastodon() {
  let willing = true
  let challenge: string | null = null
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    const json = (status: number, body: object) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    switch (url.pathname) {
      case '/oauth/authorize': {
        challenge = url.searchParams.get('code_challenge')
        const back = new URL(url.searchParams.get('redirect_uri') ?? '')
        back.searchParams.set('state', url.searchParams.get('state') ?? '')
        back.searchParams.set(willing ? 'code' : 'error', willing ? 'once' : 'access_denied')
        response.writeHead(302, { location: back.toString() }).end()
        return
      }
      case '/oauth/token':
        void read(request).then((form) => {
          const right = form.get('code') === 'once' && form.get('client_secret') === 'hush' && challenge !== null && form.has('code_verifier')
          return right ? json(200, { access_token: 'of the owner', token_type: 'Bearer' }) : json(400, { error: 'invalid_grant' })
        })
        return
      case '/api/v1/accounts/verify_credentials':
        if (request.headers.authorization !== 'Bearer of the owner') return json(401, { error: 'The access token is invalid' })
        return json(200, { id: '7', acct: 'osh_daily', url: 'https://social.example/@osh_daily', followers_count: 1280 })
      case '/api/v2/instance': return json(200, { configuration: {} })
      default: return json(404, { error: 'Record not found' })
    }
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    refuse: () => { willing = false },
    close: () => new Promise((done) => server.close(done)),
  }
}

async function read(request: IncomingMessage) {
  let text = ''
  for await (const part of request) text += String(part)
  return new URLSearchParams(text)
}

test('the owner of an account lets it be used, at its platform', async ({ as, shot, clean }, info) => {
  const platform = await mastodon()
  const { page } = await as('administrator')
  const name = `Osh daily ${info.project.name}`
  await page.goto('/channels')
  await page.getByRole('button', { name: 'Connect a channel' }).first().click()
  const form = page.getByRole('dialog', { name: 'Connect a channel' })
  await form.getByRole('button', { name: /Platform/ }).click()
  await page.getByRole('option', { name: 'Mastodon' }).click()
  await form.getByRole('textbox', { name: 'Name' }).fill(name)
  await form.getByRole('textbox', { name: 'Server' }).fill(platform.address)
  await expect(form.getByText('Leave it empty to get it at the platform afterwards.')).toBeVisible()
  await form.getByRole('textbox', { name: 'Key of the application' }).fill('caravan')
  await form.getByLabel('Secret of the application').fill('hush')
  for (const [field, value] of [['Countries', 'Kyrgyzstan'], ['Languages', 'Kyrgyz']] as const) {
    await form.getByRole('button', { name: new RegExp(field) }).first().click()
    await page.getByRole('option', { name: value, exact: true }).click()
    await page.keyboard.press('Escape')
  }
  await form.getByRole('textbox', { name: 'Why a second account' }).fill(name)
  await form.getByRole('button', { name: 'Connect', exact: true }).click()

  await page.getByRole('button', { name }).click()
  const card = page.getByRole('dialog', { name })
  await expect(card.getByText('No access')).toBeVisible()
  await card.getByRole('button', { name: 'Get access at the platform' }).click()
  await expect(page.getByText('The account answers.')).toBeVisible()
  await expect(page.getByText('osh_daily')).toBeVisible()
  await clean(page)
  await shot(page, 'access')
  await page.goBack()
  await page.goForward()
  await expect(page.getByText('Begin again from the channel.')).toBeVisible()
  await page.getByRole('link', { name: 'To the channels' }).click()
  await page.getByRole('button', { name }).click()
  await expect(card.getByText('No access')).toBeHidden()

  platform.refuse()
  await card.getByRole('button', { name: 'Get access at the platform' }).click()
  await expect(page.getByText('The platform did not let the account be used.')).toBeVisible()
  await platform.close()
})
