import { useLingui } from '@lingui/react/macro'
import { Facts, Section } from '../parts/Page'
import { useCampaign } from './useCampaign'

/** What the campaign wants, for whom, and how. */
export function Plan() {
  const { t } = useLingui()
  const { campaign } = useCampaign()
  return (
    <Section title={t`Goal`} sheet>
      <Facts of={[[t`What it wants to change`, campaign.goal.statement], [t`Indicator`, campaign.goal.indicator], [t`Target`, campaign.goal.target]]} />
    </Section>
  )
}
