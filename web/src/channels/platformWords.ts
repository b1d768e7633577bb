import { msg } from '@lingui/core/macro'
import type { MessageDescriptor } from '@lingui/core'
import { useLingui } from '@lingui/react/macro'
import { platform as names } from '../words/platforms'

const fields: Record<string, MessageDescriptor> = {
  server: msg`Server`,
  access_token: msg`Access token`,
  bot_token: msg`Token of the bot`,
  channel: msg`Channel`,
  group: msg`Community`,
  application_key: msg`Key of the application`,
  application_id: msg`Identifier of the application`,
  refresh_token: msg`Token to renew access with`,
  sign_in_server: msg`Server where access is allowed`,
  analytics_server: msg`Server that reports come from`,
  application_secret: msg`Secret of the application`,
  access_token_secret: msg`Secret of the access token`,
  fields_parameter: msg`Parameter that asks for fields`,
  administrator_id: msg`Identifier of the administrator who posts`,
  webhook_url: msg`Address that answers the platform, such as your site`,
  application_password: msg`Application password`,
  page: msg`Page`,
  account: msg`Number of the account`,
  phone_number_id: msg`Identifier of the sending number`,
  group_id: msg`Identifier of the group`,
  template: msg`Template, where one is approved`,
  template_language: msg`Language of the template, such as ru`,
  privacy: msg`Who sees what is published`,
  room: msg`Room`,
  version: msg`Version of the interface`,
  client_key: msg`Key of the application`,
  client_secret: msg`Secret of the application`,
  host: msg`Mail server`,
  port: msg`Port`,
  username: msg`User name`,
  password: msg`Password`,
  tls: msg`Encryption`,
  from_address: msg`Sender address`,
  from_name: msg`Sender name`,
  list_address: msg`List address`,
  list_id: msg`Identifier of the list`,
  unsubscribe_url: msg`Page to unsubscribe`,
  unsubscribe_address: msg`Address to unsubscribe`,
  bounce_domain: msg`Domain for returns`,
  dkim_domain: msg`Domain of the signature`,
  dkim_selector: msg`Selector of the signature`,
  dkim_key: msg`Key of the signature`,
  list_number: msg`Number of the list`,
  sms_sender: msg`Sender, a number or up to 11 Latin letters`,
  smsc_host: msg`Server of the operator (SMSC)`,
  system_id: msg`Name that the operator knows us by`,
  system_type: msg`System type`,
  mount: msg`Mount, such as /live`,
  route: msg`Route of the gateway`,
  report_url: msg`Address for delivery reports`,
}

/** The reader's words for platforms and for what their forms ask. The name of
 * a brand is the same in every language. */
export function usePlatformWords() {
  const { i18n } = useLingui()
  return {
    platform: (name: string) => { const words = names[name]; return words ? i18n._(words) : name.charAt(0).toUpperCase() + name.slice(1) },
    field: (name: string) => { const words = fields[name]; return words ? i18n._(words) : name.replaceAll('_', ' ') },
  }
}
