/** A piece of a text: kept, or there only before or after. */
export interface Piece { kind: 'same' | 'gone' | 'new'; text: string }

const most = 1_500

/** What changed between two texts, word by word. Texts that are too long to
 * compare are shown one after the other. */
export function difference(before: string, after: string): Piece[] {
  const a = words(before)
  const b = words(after)
  if (a.length > most || b.length > most) return joined([{ kind: 'gone', text: before }, { kind: 'new', text: after }])
  const length = table(a, b)
  const pieces: Piece[] = []
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      pieces.push({ kind: 'same', text: a[i++] ?? '' })
      j++
    } else if (j >= b.length || (i < a.length && at(length, i + 1, j) >= at(length, i, j + 1))) pieces.push({ kind: 'gone', text: a[i++] ?? '' })
    else pieces.push({ kind: 'new', text: b[j++] ?? '' })
  }
  return joined(pieces)
}

/** Words with their joiners and marks, blanks, and single signs. */
function words(text: string): string[] { return text.match(/[\p{L}\p{M}\p{N}\p{Cf}]+|\s+|./gsu) ?? [] }

function at(length: number[][], i: number, j: number): number { return length[i]?.[j] ?? 0 }

/** The length of the longest common run of words from each place on. */
function table(a: string[], b: string[]): number[][] {
  const length = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0))
  for (let i = a.length - 1; i >= 0; i--) {
    const row = length[i] as number[]
    for (let j = b.length - 1; j >= 0; j--) row[j] = a[i] === b[j] ? at(length, i + 1, j + 1) + 1 : Math.max(at(length, i + 1, j), at(length, i, j + 1))
  }
  return length
}

function joined(pieces: Piece[]): Piece[] {
  const out: Piece[] = []
  for (const piece of pieces) {
    const last = out.at(-1)
    if (last?.kind === piece.kind) last.text += piece.text
    else if (piece.text !== '') out.push({ ...piece })
  }
  return out
}
