import './style/index.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { attend } from './api/attendance'
import { ask, keepDoor } from './api/client'
import { makeQueryClient } from './api/queries'
import { makeDoorkeeper } from './app/door'
import { beginLanguage } from './app/language'
import { makeRouter } from './app/router'
import { forget, meQuery } from './app/session'
import { beginTheme } from './app/theme'

async function begin(place: HTMLElement) {
  beginTheme()
  await beginLanguage()
  const queries = makeQueryClient(forget)
  const router = makeRouter(queries)
  keepDoor(makeDoorkeeper(queries))
  attend(document, () => { if (queries.getQueryData(meQuery.queryKey)) void ask('get', '/me').catch(() => undefined) })
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  )
}

const place = document.getElementById('app')
if (place) void begin(place)
