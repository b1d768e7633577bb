import { useLingui } from '@lingui/react/macro'
import { useRead } from '../api/queries'
import { openTo } from '../app/navigation'
import { navigation } from '../app/routes'
import { useSession } from '../app/session'
import { Icon } from '../parts/Icon'
import { BareLink } from '../parts/Link'
import { Loaded } from '../parts/Loaded'
import { Page, Section } from '../parts/Page'
import { useWords } from '../parts/useWords'
import { Ahead } from './Ahead'
import { Needs } from './Needs'
import style from './Home.module.css'

const follows = ['reveals', 'submissions', 'messages', 'deliveries', 'messengers', 'campaigns', 'audiences', 'partnerships']

/** Where a person begins: what needs them now, then the week ahead. */
export function Home() {
  const { t } = useLingui()
  const words = useWords()
  const session = useSession()
  const reading = useRead('/home', {}, { follows })
  const roles = session.roles.map((role) => words.term('role', role)).join(' · ')
  return (
    <Page title={t`Home`} lead={<><bdi>{session.organization.name}</bdi> · {roles}</>}>
      <Loaded of={reading}>
        {(home) => (
          <>
            <Needs of={home} />
            {home.ahead && <Ahead of={home.ahead} />}
          </>
        )}
      </Loaded>
      <Ways />
    </Page>
  )
}

/** Everything that is theirs to open. */
function Ways() {
  const { t, i18n } = useLingui()
  const session = useSession()
  return (
    <Section title={t`Everything else`}>
      <ul className={style.ways}>
        {openTo(navigation, session).filter((item) => item.to !== '/').map((item) => (
          <li key={item.to}>
            <BareLink to={item.to} className={style.way}><Icon name={item.icon} />{i18n._(item.label)}<Icon name="next" size={16} /></BareLink>
          </li>
        ))}
      </ul>
    </Section>
  )
}
