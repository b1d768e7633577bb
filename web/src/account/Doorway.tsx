import type { ReactNode } from 'react'
import { useLingui } from '@lingui/react/macro'
import { chooseLanguage, useLanguage } from '../app/language'
import { Logo } from '../app/Logo'
import { languages } from '../words/languages'
import style from './Doorway.module.css'

export interface DoorwayProps {
  title: string
  lead?: string
  foot?: string
  children: ReactNode
}

/** The frame of screens for people who are not signed in. */
export function Doorway({ title, lead, foot, children }: DoorwayProps) {
  return (
    <div className={style.doorway}>
      <header className={style.top}>
        <span className={style.brand}><Logo size={32} /> Caravan</span>
        <LanguageSwitch />
      </header>
      <main className={style.main}>
        <div className={style.sheet}>
          <h1>{title}</h1>
          {lead && <p className={style.lead}>{lead}</p>}
          {children}
        </div>
        {foot && <p className={style.foot}>{foot}</p>}
      </main>
    </div>
  )
}

function LanguageSwitch() {
  const { t } = useLingui()
  const present = useLanguage()
  return (
    <nav aria-label={t`Language`} className={style.languages}>
      {languages.map(({ tag, native, dir }) => (
        <button key={tag} type="button" lang={tag} dir={dir} aria-pressed={tag === present.tag} onClick={() => { void chooseLanguage(tag) }}>{native}</button>
      ))}
    </nav>
  )
}
