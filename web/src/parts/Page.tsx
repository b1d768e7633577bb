import type { ReactNode } from 'react'
import { useTitle } from './useTitle'
import style from './Page.module.css'

export interface PageProps {
  title: string
  /** One or two sentences on what this screen is for, where it is not plain. */
  lead?: ReactNode
  /** The way up: links, the nearest last. */
  trail?: ReactNode
  /** Beside the title: a state, a clock. */
  aside?: ReactNode
  /** What can be done here: Buttons. */
  actions?: ReactNode
  /** Under the title: a SectionNav. */
  nav?: ReactNode
  children: ReactNode
}

/** One screen: its title, what can be done, and its content. */
export function Page({ title, lead, trail, aside, actions, nav, children }: PageProps) {
  useTitle(title)
  return (
    <div className={style.page}>
      <header className={style.head}>
        <div className={style.words}>
          {trail && <p className={style.trail}>{trail}</p>}
          <div className={style.name}><h1 dir="auto">{title}</h1>{aside}</div>
          {lead && <p className={style.lead}>{lead}</p>}
        </div>
        {actions && <div className={style.actions}>{actions}</div>}
      </header>
      {nav}
      <div className={style.content}>{children}</div>
    </div>
  )
}

export interface SectionProps {
  title?: string
  lead?: ReactNode
  actions?: ReactNode
  /** On a sheet of its own, for things that belong together. */
  sheet?: boolean
  children: ReactNode
}

/** A part of a screen with its heading. */
export function Section({ title, lead, actions, sheet = false, children }: SectionProps) {
  return (
    <section className={sheet ? `${style.section} ${style.sheet}` : style.section}>
      {(title || actions) && (
        <div className={style.head}>
          <div className={style.words}>{title && <h2>{title}</h2>}{lead && <p className={style.lead}>{lead}</p>}</div>
          {actions}
        </div>
      )}
      {children}
    </section>
  )
}

/** A row of filters above a table; wraps on a phone. */
export function Filters({ children }: { children: ReactNode }) {
  return <div className={style.filters} role="search">{children}</div>
}

/** Two columns where there is room: the main one, and what goes with it. */
export function Split({ children, beside }: { children: ReactNode; beside: ReactNode }) {
  return <div className={style.split}><div className={style.main}>{children}</div><aside className={style.beside}>{beside}</aside></div>
}

/** What is known about a thing: terms and their values. */
export function Facts({ of }: { of: (readonly [term: string, value: ReactNode])[] }) {
  return (
    <dl className={style.facts}>
      {of.map(([term, value]) => <div key={term} className={style.fact}><dt>{term}</dt><dd>{value}</dd></div>)}
    </dl>
  )
}
