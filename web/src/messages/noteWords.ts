import { msg } from '@lingui/core/macro'
import type { MessageDescriptor } from '@lingui/core'
import type { Schema } from '../api/client'

export type Note = Schema<'Note'>

/** What a writer is told about a text, by the code of the note: what is there,
 * and what to do. */
export const noteWords: Record<string, { title: MessageDescriptor; more: MessageDescriptor }> = {
  invalid_utf8: { title: msg`Broken character`, more: msg`It cannot be shown. Delete it.` },
  control_character: { title: msg`Control character`, more: msg`It does not belong in a text. Delete it.` },
  bidi_control: { title: msg`Hidden change of direction`, more: msg`The text may read in another order than it is stored. Delete the character.` },
  invisible_character: { title: msg`Hidden character`, more: msg`It cannot be seen and does nothing here. Delete it.` },
  too_many_marks: { title: msg`Too many marks`, more: msg`No spelling needs so many on one letter.` },
  wrong_script: { title: msg`Another script`, more: msg`Most letters are not of the script of this language. Is it the right language?` },
  missing_letters: { title: msg`Another language?`, more: msg`A text this long would have letters that only this language has.` },
  stray_letter: { title: msg`Letter of another keyboard`, more: msg`It looks alike, but this language has its own. Readers cannot search for it.` },
  apostrophe: { title: msg`Quotation mark for a letter`, more: msg`Uzbek has ʻ after o and g, and ʼ elsewhere.` },
  mixed_script: { title: msg`Two scripts in one word`, more: msg`Some letters only look right. Type the word again.` },
  non_ascii_host: { title: msg`Address that may pass for another`, more: msg`Its letters are not plain ones. Check where it leads.` },
  named_person: { title: msg`Somebody in public life is named`, more: msg`Where the country asks for it, an outside approver looks as well.` },
  named_group: { title: msg`A listed group is named`, more: msg`Say in the citations of the brief who listed it, and when.` },
  missing_citation: { title: msg`Scripture without a source`, more: msg`Add the work and the place to the citations of the brief.` },
  not_religious: { title: msg`Scripture in a message that is not marked`, more: msg`Mark the brief as religious content.` },
  repeats_claim: { title: msg`It begins with their claim`, more: msg`Readers remember what comes first. Begin with what is true, and name the claim later or not at all.` },
  stigma: { title: msg`A people or a faith beside extremism`, more: msg`Readers may hear that the one is the other. Say who did what instead.` },
}

/** The place of a note in a JavaScript string: notes count code points. */
export function rangeOf(note: Note, text: string): { from: number; to: number } {
  const runes = [...text]
  const from = runes.slice(0, note.offset).join('').length
  return { from, to: from + runes.slice(note.offset, note.offset + note.length).join('').length }
}

/** A character by its number, for those that cannot be seen. */
export function signOf(note: Note, text: string): string | undefined {
  const rune = [...text][note.offset]
  const seen = note.length === 1 && ['bidi_control', 'invisible_character', 'control_character', 'stray_letter'].includes(note.code)
  return seen && rune ? `U+${rune.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0') ?? ''}` : undefined
}
