import type { NavItem } from '../../src/app/navigation'

const item = (to: string, message: string, icon: NavItem['icon'], group: NavItem['group'], bar = false): NavItem =>
  ({ to, label: { id: message, message }, icon, group, bar })

/** As many ways as the whole app has, to see that they fit. */
export const items: NavItem[] = [
  item('/', 'Home', 'home', 'start', true),
  item('/campaigns', 'Campaigns', 'campaigns', 'plan', true),
  item('/audiences', 'Audiences', 'audiences', 'plan'),
  item('/messengers', 'Messengers', 'messengers', 'plan'),
  item('/library', 'Library', 'library', 'plan'),
  item('/coordination', 'Coordination map', 'map', 'plan'),
  item('/approvals', 'Approvals', 'approvals', 'distribute', true),
  item('/channels', 'Channels', 'channels', 'distribute'),
  item('/airings', 'Log offline', 'offline', 'distribute', true),
  item('/figures', 'Figures', 'figures', 'evaluate'),
  item('/surveys', 'Surveys', 'surveys', 'evaluate'),
  item('/compare', 'Compare', 'compare', 'evaluate'),
  item('/people', 'Administration', 'admin', 'manage'),
  item('/audit', 'Audit trail', 'audit', 'manage'),
]
