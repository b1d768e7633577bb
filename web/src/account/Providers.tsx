import { useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { ask, type Schema } from '../api/client'
import type { Problem } from '../api/problem'
import { useRead } from '../api/queries'
import { Button } from '../parts/Button'
import { ProblemNotice } from '../parts/ProblemNotice'
import { rememberNext } from './next'

/** The ways in over the providers of organisations, where there are any. */
export function Providers({ token = '', next }: { token?: string; next?: string }) {
  const { t } = useLingui()
  const list = useRead('/session/providers')
  const begin = useMutation<Schema<'Begun'>, Problem, string>({
    mutationFn: async (provider_id) => (await ask<Schema<'Begun'>>('post', '/session/provider', { body: { provider_id, token } })).body,
    onSuccess: ({ url }) => { rememberNext(next); location.assign(url) },
  })
  return (
    <>
      {begin.error && <ProblemNotice problem={begin.error} />}
      {list.data?.items.map(({ id, organization }) => (
        <Button key={id} icon="lock" pending={begin.isPending && begin.variables === id} onClick={() => begin.mutate(id)}>{t`Sign in with ${organization}`}</Button>
      ))}
    </>
  )
}
