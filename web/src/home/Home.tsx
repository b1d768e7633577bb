import { useLingui } from '@lingui/react/macro'
import { openTo } from '../app/navigation'
import { navigation } from '../app/routes'
import { useSession } from '../app/session'
import { Icon } from '../parts/Icon'
import { BareLink } from '../parts/Link'
import { Page } from '../parts/Page'
import { useWords } from '../parts/useWords'
import style from './Home.module.css'

/** Where a person begins: everything that is theirs to open. */
export function Home() {
  const { t, i18n } = useLingui()
  const words = useWords()
  const session = useSession()
  const roles = session.roles.map((role) => words.term('role', role)).join(' · ')
  return (
    <Page title={t`Home`} lead={<><bdi>{session.organization.name}</bdi> · {roles}</>}>
      <ul className={style.ways}>
        {openTo(navigation, session).filter((item) => item.to !== '/').map((item) => (
          <li key={item.to}>
            <BareLink to={item.to} className={style.way}><Icon name={item.icon} />{i18n._(item.label)}<Icon name="next" size={16} /></BareLink>
          </li>
        ))}
      </ul>
    </Page>
  )
}
