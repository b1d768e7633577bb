import '../../src/style/index.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { createRoot } from 'react-dom/client'
import { makeQueryClient } from '../../src/api/queries'
import { LanguageProvider, switchLanguage } from '../../src/app/language'
import { Frame } from '../../src/app/Shell'
import { meQuery, type Me } from '../../src/app/session'
import { Toasts } from '../../src/parts/Toasts'
import { loadScreenWords } from '../../src/words/catalogues'
import { interfaceLanguage, type LanguageTag } from '../../src/words/languages'
import { items } from './items'
import { Charts } from './Charts'
import { Fields } from './Fields'
import { Rows } from './Rows'
import { Words } from './Words'

const me: Me = {
  user_id: '1', name: 'Madina Rahimova', email: 'madina@orien.example', by_provider: false, second_factor: false, by_key: false, lacks_factor: false, password_alone: false,
  organization: { id: 'o', kind: 'media_ngo', name: 'Orien Media', country: 'TJ' },
  roles: ['planner', 'translator'], may: [],
}

const pages = { rows: Rows, fields: Fields, charts: Charts, words: Words }

async function begin() {
  const wanted = new URLSearchParams(location.search)
  await switchLanguage(interfaceLanguage(wanted.get('lang') ?? 'en').tag as LanguageTag)
  await loadScreenWords()
  document.documentElement.dataset.theme = wanted.get('theme') ?? 'light'
  const Content = pages[(wanted.get('page') ?? 'rows') as keyof typeof pages]
  const queries = makeQueryClient(() => {})
  queries.setQueryData(meQuery.queryKey, me)
  const root = createRootRoute({
    component: () => <LanguageProvider><Frame session={{ ...me, allows: () => true }} items={items}><Content /></Frame><Toasts /></LanguageProvider>,
  })
  const router = createRouter({ routeTree: root, history: createMemoryHistory({ initialEntries: ['/'] }) })
  const place = document.getElementById('app')
  if (place) createRoot(place).render(<QueryClientProvider client={queries}><RouterProvider router={router as never} /></QueryClientProvider>)
}

void begin()
