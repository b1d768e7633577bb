import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { asProblem, type Problem } from '../api/problem'
import { Button } from './Button'
import { EmptyState } from './EmptyState'
import { ProblemNotice } from './ProblemNotice'
import { Skeleton, type SkeletonProps } from './Skeleton'
import { useProblemWords } from './useProblemWords'

interface Reading<T> {
  data: T | undefined
  error: Problem | null
  refetch: () => unknown
}

export interface LoadedProps<T> {
  /** What useRead, useList or useDocument returned. */
  of: Reading<T>
  /** Drawn instead when the list has no rows. */
  empty?: ReactNode
  shape?: SkeletonProps['shape']
  children: (data: T) => ReactNode
}

/** What was read, or in its place that it is being read, that it could not
 * be, that it is not for this person, or that there is nothing. */
export function Loaded<T>({ of, empty, shape, children }: LoadedProps<T>) {
  const { data, error, refetch } = of
  if (data === undefined) return error ? <Unread problem={asProblem(error)} retry={refetch} /> : <Skeleton shape={shape} />
  if (empty && Array.isArray(data) && data.length === 0) return empty
  return (
    <>
      {error && <Unread problem={asProblem(error)} retry={refetch} />}
      {children(data)}
    </>
  )
}

/** Why something could not be read. */
export function Unread({ problem, retry }: { problem: Problem; retry?: () => unknown }) {
  const { t } = useLingui()
  const words = useProblemWords()
  if (problem.status === 403) return <EmptyState icon="lock" title={t`Not yours to open`}>{words.problem(problem)}</EmptyState>
  if (problem.status === 404) return <EmptyState icon="search" title={t`Not found`}>{words.problem(problem)}</EmptyState>
  return (
    <ProblemNotice problem={problem}>
      {retry && <p><Button small icon="refresh" onClick={() => { retry() }}>{t`Try again`}</Button></p>}
    </ProblemNotice>
  )
}
