import { useLingui } from '@lingui/react/macro'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useList, useRead } from '../api/queries'
import { useSession } from '../app/session'
import { Button } from '../parts/Button'
import { EmptyState } from '../parts/EmptyState'
import { Loaded } from '../parts/Loaded'
import { Filters, Page } from '../parts/Page'
import { Select } from '../parts/Select'
import { EnterSurvey } from './SurveyForm'
import { OneSurvey } from './SurveyResults'

const route = getRouteApi('/staff/surveys')

/** What people said when they were asked, and what that proves. */
export function Surveys() {
  const { t } = useLingui()
  const { campaign } = route.useSearch()
  const session = useSession()
  const navigate = useNavigate()
  const campaigns = useList('/campaigns', { query: { limit: 200 } })
  const [entering, setEntering] = useState(false)
  const may = campaign !== undefined && session.allows('observations.write')
  return (
    <Page title={t`Surveys`} lead={t`Counts of what people said, and nothing of any person. What may be said of them follows from how they were asked.`}
      actions={may && !entering && <Button look="primary" icon="add" onClick={() => setEntering(true)}>{t`Enter a survey`}</Button>}>
      <Filters>
        <Select label={t`Campaign`} value={campaign} choices={(campaigns.data ?? []).map(({ id, title }) => ({ id, label: title }))}
          onChange={(id) => { setEntering(false); void navigate({ to: '/surveys', search: { campaign: id }, replace: true }) }} />
      </Filters>
      {campaign === undefined && <EmptyState icon="surveys" title={t`Choose a campaign`}>{t`Then its surveys stand here.`}</EmptyState>}
      {campaign !== undefined && entering && <EnterSurvey campaign={campaign} onDone={() => setEntering(false)} />}
      {campaign !== undefined && <Kept campaign={campaign} />}
    </Page>
  )
}

function Kept({ campaign }: { campaign: string }) {
  const { t } = useLingui()
  const reach = useRead('/campaigns/{id}/reach', { path: { id: campaign } }, { follows: ['surveys', 'observations', 'batch'] })
  return (
    <Loaded of={reach} shape="form">{({ surveys }) => (surveys.length === 0
      ? <EmptyState icon="surveys" title={t`Nobody was asked yet`}>{t`Without a survey a campaign can say whom it was shown to and what they did, and nothing about what they think.`}</EmptyState>
      : surveys.map((survey) => <OneSurvey key={survey.id} survey={survey} />))}</Loaded>
  )
}
