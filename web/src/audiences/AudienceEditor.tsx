import { useLingui } from '@lingui/react/macro'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { Schema } from '../api/client'
import { useDocument, usePost, usePut } from '../api/queries'
import { useSession } from '../app/session'
import { Allowed } from '../app/states'
import { useDraft } from '../parts/draft'
import { Link } from '../parts/Link'
import { Loaded } from '../parts/Loaded'
import { Page } from '../parts/Page'
import { say } from '../parts/toast'
import { AudienceForm, type Segment } from './AudienceForm'
import { Addressed } from './Addressed'
import { Considered } from './Considered'

type Document = Schema<'Audience'>

const route = getRouteApi('/staff/audiences/$audienceId')

const blank: Segment = {
  segment_name: '', countries: [], admin_areas: [], settlement: '', gender: 'all', age_bands: [], languages: [], life_situations: [],
  prevention_tier: '', push_factors: [], pull_factors: [], influences: [], media_habits: '', insight_evidence: '', persona: '', sizes: [],
}

/** A new audience. */
export function NewAudience() {
  const { t } = useLingui()
  const navigate = useNavigate()
  const { organization } = useSession()
  const draft = useDraft({ ...blank, countries: organization.country ? [organization.country] : [] })
  const define = usePost('/audiences')
  const send = () => define.mutate({ body: draft.value as never }, {
    onSuccess: () => { say(t`The audience is defined.`); void navigate({ to: '/audiences' }) },
  })
  return (
    <Allowed to="audiences.write">
      <Page title={t`Define an audience`} trail={<Link to="/audiences">{t`Audiences`}</Link>}
        lead={t`Begin with why these people are vulnerable and what influences them. There is no field for origin, faith, opinion or any person.`}>
        <AudienceForm draft={draft} problem={define.error} pending={define.isPending} onSubmit={send} saving={t`Define the audience`} />
      </Page>
    </Allowed>
  )
}

/** An audience, and who addresses it. */
export function Audience() {
  const { t } = useLingui()
  const { audienceId } = route.useParams()
  const document = useDocument('/audiences/{id}', { path: { id: audienceId } })
  return (
    <Page title={document.data?.body.segment_name ?? t`Audience`} trail={<Link to="/audiences">{t`Audiences`}</Link>}>
      <Loaded of={document} shape="form">{({ body, etag }) => <><Considered of={body} etag={etag} /><Editor key={body.version} of={body} etag={etag} /><Addressed audience={body.id} /></>}</Loaded>
    </Page>
  )
}

function Editor({ of, etag }: { of: Document; etag: string | null }) {
  const { t } = useLingui()
  const writes = useSession().allows('audiences.write')
  const draft = useDraft(segmentOf(of))
  const save = usePut('/audiences/{id}')
  const send = () => save.mutate({ params: { path: { id: of.id } }, body: draft.value as never, etag }, { onSuccess: () => say(t`Saved.`) })
  return <AudienceForm draft={draft} problem={save.error} pending={save.isPending} onSubmit={send} saving={t`Save the audience`} disabled={!writes} />
}

function segmentOf(of: Document): Segment {
  const names = Object.keys(blank) as (keyof Segment)[]
  return Object.fromEntries(names.map((name) => [name, of[name as keyof Document]])) as unknown as Segment
}
