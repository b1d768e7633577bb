import { useCallback, useState } from 'react'

type Child<T, K extends string> =
  T extends readonly (infer Item)[] ? Item : K extends keyof T ? T[K] : never

/** The JSON pointers into T. */
export type Pointer<T> =
  T extends readonly (infer Item)[] ? `/${number}` | `/${number}${Pointer<NonNullable<Item>>}`
    : T extends object ? { [K in keyof T & string]: `/${K}` | `/${K}${Pointer<NonNullable<T[K]>>}` }[keyof T & string]
      : never

/** What stands at a pointer in T. */
export type At<T, P extends string> =
  P extends `/${infer K}/${infer Rest}` ? At<NonNullable<Child<T, K>>, `/${Rest}`>
    : P extends `/${infer K}` ? Child<T, K> : never

/** A document being edited. */
export interface Draft<T> {
  value: T
  /** Whether anything was edited since the draft began or was reset. */
  changed: boolean
  /** What a field needs: where it stands, what it holds, how to change it. */
  bind<P extends Pointer<T> & string>(pointer: P): { pointer: P; value: At<T, P>; onChange: (value: At<T, P>) => void }
  set<P extends Pointer<T> & string>(pointer: P, value: At<T, P>): void
  /** Begins anew, from what was saved. */
  reset(value: T): void
}

/** Keeps the document behind a form. The form on the screen is the document
 * that is sent, and problems come back with the same pointers. */
export function useDraft<T extends object>(initial: T): Draft<T> {
  const [value, setValue] = useState(initial)
  const [changed, setChanged] = useState(false)

  const set = useCallback((pointer: string, next: unknown) => {
    setValue((before) => put(before, parts(pointer), next) as T)
    setChanged(true)
  }, [])

  return {
    value,
    changed,
    set,
    bind: (pointer) => ({ pointer, value: get(value, pointer) as never, onChange: (next) => set(pointer, next) }),
    reset(next) { setValue(next); setChanged(false) },
  }
}

/** What stands at a JSON pointer (RFC 6901); undefined where nothing does. */
export function get(document: unknown, pointer: string): unknown {
  return parts(pointer).reduce<unknown>((at, key) => (at as Record<string, unknown> | null | undefined)?.[key], document)
}

function parts(pointer: string): string[] {
  return pointer.split('/').slice(1).map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
}

function put(at: unknown, [key, ...rest]: string[], value: unknown): unknown {
  if (key === undefined) return value
  if (Array.isArray(at)) return at.map((item, i) => (String(i) === key ? put(item, rest, value) : item))
  const record = (at ?? {}) as Record<string, unknown>
  return { ...record, [key]: put(record[key], rest, value) }
}
