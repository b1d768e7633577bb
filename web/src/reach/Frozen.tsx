import { useLingui } from '@lingui/react/macro'
import { getRouteApi } from '@tanstack/react-router'
import type { Schema } from '../api/client'
import { useRead } from '../api/queries'
import { Banner } from '../parts/Banner'
import { DownloadLink, Link, LinkButton } from '../parts/Link'
import { Loaded } from '../parts/Loaded'
import { Facts, Page, Section } from '../parts/Page'
import { useFormats } from '../parts/useFormats'
import { useWords } from '../parts/useWords'
import { AnswerView } from './Answer'
import { searchOf } from './question'
import style from './Reach.module.css'

type Comparison = Schema<'Comparison'>

const route = getRouteApi('/staff/compare/$comparisonId')

/** A comparison as it was frozen: the same bytes for whoever reads it. */
export function Frozen() {
  const { t } = useLingui()
  const words = useWords()
  const { comparisonId } = route.useParams()
  const comparison = useRead('/comparisons/{id}', { path: { id: comparisonId } })
  const question = comparison.data?.question
  return (
    <Page title={question ? `${words.term('comparison_metric', question.metric)} · ${words.term('comparison_denominator', question.denominator)}` : t`Frozen comparison`}
      trail={<Link to="/compare">{t`Compare`}</Link>} actions={comparison.data && <Ways of={comparison.data} />}>
      <Loaded of={comparison} shape="form">
        {(c) => (
          <>
            <Seal of={c} />
            <AnswerView of={c.result as Schema<'Answer'>} />
          </>
        )}
      </Loaded>
    </Page>
  )
}

function Ways({ of: { id, question } }: { of: Comparison }) {
  const { t } = useLingui()
  return (
    <div className={style.ways}>
      <LinkButton to="/compare" search={searchOf(question)} icon="refresh">{t`Ask again with today's data`}</LinkButton>
      <DownloadLink href={`/api/v1/comparisons/${id}/table.csv`}>{t`Download as CSV`}</DownloadLink>
    </div>
  )
}

function Seal({ of: c }: { of: Comparison }) {
  const { t } = useLingui()
  const { moment } = useFormats()
  const day = moment(c.created_at)
  const demonstration = (c.result as Schema<'Answer'>).items.some((item) => item.demonstration)
  return (
    <>
      <Banner title={t`Frozen on ${day}`}>{t`It never changes. Whoever opens this address reads the same bytes; later data make another comparison.`}</Banner>
      {demonstration && <Banner tone="warning" title={t`Demonstration`}>{t`Some of these campaigns are made up to show the product.`}</Banner>}
      <Section sheet>
        <Facts of={[
          [t`Digest (SHA-256)`, <code key="digest" className={style.digest}>{c.digest}</code>],
          [t`Version of the data`, <code key="data">{c.data_version}</code>],
          [t`Assumptions`, c.assumption_set],
          [t`Program`, c.program],
        ]} />
      </Section>
    </>
  )
}
