import type { ReactNode } from 'react'
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components/Tabs'
import style from './Tabs.module.css'

export interface TabsProps {
  label: string
  tabs: { id: string; label: string; content: ReactNode }[]
  value?: string
  onChange?: (id: string) => void
}

/** Several views of one thing in one place. Views with an address of their
 * own are a SectionNav. */
export function Tabs({ label, tabs, value, onChange }: TabsProps) {
  return (
    <AriaTabs selectedKey={value} onSelectionChange={onChange && ((key) => onChange(String(key)))} className={style.tabs}>
      <TabList aria-label={label} className={style.row}>
        {tabs.map((tab) => <Tab key={tab.id} id={tab.id} className={style.tab}>{tab.label}</Tab>)}
      </TabList>
      {tabs.map((tab) => <TabPanel key={tab.id} id={tab.id} className={style.panel}>{tab.content}</TabPanel>)}
    </AriaTabs>
  )
}

/** The screens below one thing, as a row of links: give it BareLinks. */
export function SectionNav({ label, children }: { label: string; children: ReactNode }) {
  return <nav aria-label={label} className={`${style.row} ${style.links}`}>{children}</nav>
}
