import { DailyMultiples } from '../../src/chart/DailyMultiples'
import { DotPlot } from '../../src/chart/DotPlot'
import { RangeBar } from '../../src/chart/RangeBar'
import { Page, Section } from '../../src/parts/Page'

const days = (seed: number) => Array.from({ length: 14 }, (_, age) => ({
  age, value: age === 5 && seed === 2 ? null : Math.round(900 * seed * Math.exp(-age / 4) + 40 * ((age * seed) % 5)), flag: age === 8 && seed === 1 ? 'corrected' : undefined,
}))

export function Charts() {
  return (
    <Page title="Reach">
      <Section sheet title="How many people, at least and at most">
        <RangeBar title="Reach of the campaign" ranges={[
          { id: 'all', name: 'All sources', low: 48210, point: 71500, high: 104300, label: 'modelled_independent' },
          { id: 'tg', name: 'Telegram', low: 30100, point: 30100, high: 30100, label: 'reported' },
          { id: 'radio', name: 'Radio Ватан', low: 18000, point: 26000, high: 41000, label: 'estimated' },
        ]} />
      </Section>
      <Section sheet title="Which campaign engages more">
        <DotPlot title="Engagement per person reached" unit="share" sentence="95 % intervals. Campaigns whose intervals overlap are not ranked."
          rows={[
            { id: '1', name: 'Bread and books · TJ', point: 0.081, low: 0.074, high: 0.089, rank: '1 (1–2)', standardised: { point: 0.076, low: 0.07, high: 0.082 } },
            { id: '2', name: 'Айылдагы кеңеш · KG', point: 0.069, low: 0.058, high: 0.081, rank: '2 (1–3)', standardised: { point: 0.071, low: 0.06, high: 0.083 } },
            { id: '3', name: 'صدای صلح · AF', point: 0.041, low: 0.03, high: 0.055, apart: 'another denominator' },
          ]} />
      </Section>
      <Section sheet title="When did it happen">
        <DailyMultiples title="Views added per day of age" series={[{ id: 'tg', name: 'Telegram', days: days(3) }, { id: 'yt', name: 'YouTube', days: days(2) }, { id: 'p', name: 'Portal', days: days(1) }]} />
      </Section>
    </Page>
  )
}
