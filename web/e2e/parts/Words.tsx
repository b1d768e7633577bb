import { Problem } from '../../src/api/problem'
import { Banner } from '../../src/parts/Banner'
import { Button } from '../../src/parts/Button'
import { EmptyState } from '../../src/parts/EmptyState'
import { Unread } from '../../src/parts/Loaded'
import { Facts, Page, Section } from '../../src/parts/Page'
import { ProgressBar } from '../../src/parts/Progress'
import { Skeleton } from '../../src/parts/Skeleton'
import { StateChip } from '../../src/parts/StateChip'
import { Tags } from '../../src/parts/TagPicker'
import { Time, WallTime } from '../../src/parts/Time'
import { UserText } from '../../src/parts/UserText'
import { states, type Stateful } from '../../src/words/states'

export function Words() {
  return (
    <Page title="States and words">
      <Section title="Every state">
        {(Object.keys(states) as Stateful[]).map((of) => (
          <p key={of} className="flow">{Object.keys(states[of]).map((state) => <span key={state}><StateChip of={of} state={state} /> </span>)}</p>
        ))}
      </Section>
      <Section title="Facts" sheet>
        <Facts of={[
          ['Created', <Time key="t" at="2026-11-24T03:30:00Z" />], ['First broadcast', <WallTime key="w" time={{ local: '2027-03-21T19:30', zone: 'Asia/Kabul' }} />],
          ['Themes', <Tags key="g" of={['Peace', 'Empathy']} />], ['Owner', 'Orien Media'],
        ]} />
        <UserText block lang="fa-AF">{'صلح از خانه آغاز می‌شود.\nهر کس می‌تواند یک قدم بردارد — حتی با یک SMS.'}</UserText>
        <UserText block lang="tg-Cyrl">{'Сулҳ аз хона оғоз мешавад.\nҲар кас қадаме гузошта метавонад.'}</UserText>
        <ProgressBar label="Sent" done={132} of={240} />
      </Section>
      <Banner title="This campaign is shared with the Ministry of Culture.">They see it read-only until you submit it.</Banner>
      <Banner tone="warning" title="The access to Telegram expires in 3 days." action={<Button small>Connect again</Button>} />
      <Unread problem={new Problem({ status: 503, code: 'unavailable', retryAfter: 5, requestId: '0192-77' })} retry={() => {}} />
      <Unread problem={new Problem({ status: 403, code: 'forbidden' })} />
      <EmptyState icon="campaigns" title="No campaign yet" action={<Button look="primary" icon="add">Plan a campaign</Button>}>Campaigns that you plan stand here with their state, country and reach.</EmptyState>
      <Skeleton />
    </Page>
  )
}
