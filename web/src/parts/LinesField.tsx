import { useState } from 'react'
import { TextArea } from './TextField'
import type { FieldProps } from './Form'

export interface LinesFieldProps extends FieldProps {
  value: readonly string[] | null | undefined
  onChange: (value: string[]) => void
}

/** Several short texts, one a line. */
export function LinesField({ value, onChange, ...props }: LinesFieldProps) {
  const [text, setText] = useState((value ?? []).join('\n'))
  // What was typed stays as it is; a value that came from elsewhere replaces it.
  const shown = same(linesOf(text), value ?? []) ? text : (value ?? []).join('\n')
  return <TextArea {...props} rows={2} value={shown} onChange={(next) => { setText(next); onChange(linesOf(next)) }} />
}

function linesOf(text: string): string[] {
  return text.split('\n').map((line) => line.trim()).filter((line) => line !== '')
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((line, i) => line === b[i])
}
