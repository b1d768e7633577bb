import { msg } from '@lingui/core/macro'

/** What the program itself says, in letters and on paper, where it says what
 * no screen does: words.go finds it in the catalogues by its English. */
export const program = [
  msg`A decision is overdue`,
  msg`Something waits for your decision`,
  msg`Something waits for your decision until {due}.`,
  msg`Your organisation should have decided on something by {due} and has not. Please see to it that somebody decides.`,
  msg`What it is about is shown after you sign in. This letter does not say, because others may read it.`,
  msg`A sealed identity of your organisation`,
  msg`A custodian asks to open a sealed identity. Another one has to agree.`,
  msg`A second custodian has agreed that a sealed identity is opened.`,
  msg`A sealed identity was opened.`,
  msg`A custodian opens a sealed identity alone, because of a threat to life. Another one has to look at it within a day.`,
  msg`Page {page} of {pages}`,
  msg`Digest`,
  msg`Version`,
  msg`Submitted`,
  msg`To be decided by`,
  msg`Budget`,
  msg`Baseline`,
  msg`Target`,
  msg`Measure of the national plan`,
  msg`Kind of programme`,
  msg`Citations`,
  msg`Prevention`,
  msg`Days`,
  msg`Conditions`,
  msg`Nobody has decided yet.`,
  msg`What was put in is underlined; what was taken out is struck through.`,
  msg`Found in the text`,
]
