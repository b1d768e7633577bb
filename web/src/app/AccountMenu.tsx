import { useLingui } from '@lingui/react/macro'
import { useId, useReducer } from 'react'
import { Icon, type IconName } from '../parts/Icon'
import { role as roleWords } from '../words/roles'
import { languages } from '../words/languages'
import { chooseLanguage, useLanguage } from './language'
import { useSignOut, type Session } from './session'
import { chooseTheme, theme } from './theme'
import style from './AccountMenu.module.css'

/** Who is signed in, and what they may change about the app itself. The
 * browser's own popover keeps the first load small. */
export function AccountMenu({ session, small = false }: { session: Session; small?: boolean }) {
  const { t, i18n } = useLingui()
  const id = useId()
  const { name } = session
  const roles = session.roles.map((role) => (roleWords[role] ? i18n._(roleWords[role]) : role)).join(' · ')
  return (
    <>
      <button type="button" popoverTarget={id} className={small ? style.small : style.person} aria-label={t`Account of ${name}`}>
        <span className={style.initials} aria-hidden="true">{initials(name)}</span>
        {!small && <span className={style.words}><span className={style.name}><bdi>{name}</bdi></span><small>{roles}</small></span>}
        {!small && <Icon name="up" size={16} />}
      </button>
      <div id={id} popover="auto" className={small ? `${style.panel} ${style.below}` : style.panel}>
        <p className={style.head}><bdi>{name}</bdi><small>{roles}</small></p>
        <Entries />
      </div>
    </>
  )
}

function Entries() {
  const { t } = useLingui()
  const language = useLanguage()
  const signOut = useSignOut()
  const [, redraw] = useReducer((n: number) => n + 1, 0)
  const dark = theme() === 'dark'
  return (
    <>
      <ul aria-label={t`Language`} className={style.list}>
        {languages.map((each) => (
          <Entry key={each.tag} label={each.native} lang={each.tag} chosen={each.tag === language.tag} onPress={() => { void chooseLanguage(each.tag) }} />
        ))}
      </ul>
      <ul aria-label={t`Account`} className={style.list}>
        <Entry label={dark ? t`Light colours` : t`Dark colours`} icon={dark ? 'light' : 'dark'} onPress={() => { chooseTheme(dark ? 'light' : 'dark'); redraw() }} />
        <Entry label={t`Sign out`} icon="signOut" onPress={() => signOut.mutate()} />
      </ul>
    </>
  )
}

function Entry({ label, lang, icon, chosen, onPress }: { label: string; lang?: string; icon?: IconName; chosen?: boolean; onPress: () => void }) {
  return (
    <li>
      <button type="button" className={style.entry} aria-pressed={chosen} onClick={onPress}>
        <span lang={lang}>{label}</span>
        {(icon ?? chosen) && <Icon name={icon ?? 'check'} size={18} />}
      </button>
    </li>
  )
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  // The non-joiner keeps two Arabic letters from being written as one word.
  return [words[0], words.length > 1 ? words.at(-1) : ''].map((word) => [...(word ?? '')][0] ?? '').join('\u200C').toLocaleUpperCase()
}
