import { expect, test } from 'vitest'
import { csvOf } from './csv'
import type { Campaign } from './useCampaign'

test('a title cannot become a formula, and commas and quotes survive', () => {
  const row = {
    id: '1', title: '=HYPERLINK("x")', public_name: 'Bread, books', goal: { statement: '' }, countries: [{ country: 'KG', state: 'live' }],
    starts_on: '2027-03-01', ends_on: '2027-05-31', state_involvement: '', evaluation_design: '', demonstration: false,
  } as unknown as Campaign
  expect(csvOf([row]).split('\r\n')[1]).toBe(`1,"'=HYPERLINK(""x"")","Bread, books",,KG:live,2027-03-01,2027-05-31,,,false`)
})
