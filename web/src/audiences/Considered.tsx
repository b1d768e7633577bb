import { useLingui } from '@lingui/react/macro'
import type { Schema } from '../api/client'
import { usePost } from '../api/queries'
import { useSession } from '../app/session'
import { Banner } from '../parts/Banner'
import { Button, Buttons } from '../parts/Button'
import { useDraft } from '../parts/draft'
import { Form } from '../parts/Form'
import { Facts, Section } from '../parts/Page'
import { TextArea } from '../parts/TextField'
import { Time } from '../parts/Time'
import { say } from '../parts/toast'
import { UserText } from '../parts/UserText'
import { useFormats } from '../parts/useFormats'
import { useWords } from '../parts/useWords'

interface ConsideredProps {
  of: Schema<'Audience'>
  etag: string | null
}

/** Why an audience could single people out, and what somebody of safeguarding
 * says of it. Nothing where it could not. */
export function Considered({ of, etag }: ConsideredProps) {
  const { t } = useLingui()
  const words = useWords()
  const { list } = useFormats()
  const judges = useSession().allows('audiences.review')
  if (of.delicate.length === 0) return null
  const why = list(of.delicate.map((reason) => words.term('delicate', reason)))
  return (
    <Section title={t`A delicate audience`} lead={t`Somebody of safeguarding, who did not write it, says how these people can be addressed. Whoever changes the audience asks for that anew.`} sheet>
      {of.reviewed_at === null && <Banner tone="warning" title={t`Nobody has looked at it yet`}>{t`A message to these people cannot be put before a country until then.`}</Banner>}
      <Facts of={[
        [t`Why`, why],
        ...(of.reviewed_at === null ? [] : [[t`What they say`, <UserText block>{of.review}</UserText>] as const, [t`Looked at`, <Time at={of.reviewed_at} />] as const]),
      ]} />
      {judges && <Judgement key={of.version} of={of} etag={etag} />}
    </Section>
  )
}

function Judgement({ of, etag }: ConsideredProps) {
  const { t } = useLingui()
  const draft = useDraft({ review: of.review })
  const consider = usePost('/audiences/{id}/review')
  const send = () => consider.mutate({ params: { path: { id: of.id } }, body: draft.value, etag }, { onSuccess: () => say(t`Your word is kept.`) })
  return (
    <Form problem={consider.error} onSubmit={send}>
      <TextArea label={t`How they can be addressed`} required hint={t`What keeps them from being singled out, and what a message to them must not say.`} {...draft.bind('/review')} />
      <Buttons><Button type="submit" look="primary" pending={consider.isPending}>{t`Keep it`}</Button></Buttons>
    </Form>
  )
}
