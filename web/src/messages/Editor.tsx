import { useLingui } from '@lingui/react/macro'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import { ask, type Answer, type Schema } from '../api/client'
import { asProblem, type Problem } from '../api/problem'
import { useRead } from '../api/queries'
import { Icon } from '../parts/Icon'
import { BareLink, Link } from '../parts/Link'
import { Loaded } from '../parts/Loaded'
import { Page } from '../parts/Page'
import { Finder } from '../parts/Select'
import { StateChip } from '../parts/StateChip'
import { SectionNav } from '../parts/Tabs'
import { UserText } from '../parts/UserText'
import { useLanguageChoices } from './choices'
import { useLanguageName } from './useLanguageName'
import { useMessageDocument, type Message } from './useMessage'
import { Writing } from './Writing'
import style from './Editor.module.css'

export type Variant = Schema<'Variant'>

const route = getRouteApi('/staff/messages/$messageId/write/$language')

/** Writes a message in one language: the original beside it, what there is to
 * look at beside its line, and how it would appear. */
export function Editor() {
  const { t } = useLingui()
  const { messageId, language } = route.useParams()
  const name = useLanguageName()
  const document = useMessageDocument(messageId)
  const message = document.data?.body
  const state = message?.cells.find((c) => c.language === language)?.state ?? 'empty'
  return (
    <Page title={name(language)} aside={message && <StateChip of="variant" state={state} />}
      trail={message && <><Link to={`/campaigns/${message.campaign_id}/messages` as string}>{t`Messages`}</Link> / <Link to="/messages/$messageId" params={{ messageId }}><bdi>{message.title}</bdi></Link></>}
      nav={message && <Languages of={message} />}>
      <Loaded of={document} shape="form">{({ body }) => <Texts key={language} message={body} language={language} />}</Loaded>
    </Page>
  )
}

/** The languages that the message has, and the way to another. */
function Languages({ of: message }: { of: Message }) {
  const { t } = useLingui()
  const name = useLanguageName()
  const navigate = useNavigate()
  const have = message.cells.map((c) => c.language)
  const others = useLanguageChoices().filter(({ id }) => !have.includes(id))
  return (
    <div className={style.languages}>
      <SectionNav label={t`Languages`}>
        {have.map((language) => (
          <BareLink key={language} to="/messages/$messageId/write/$language" params={{ messageId: message.id, language }}>{name(language)}</BareLink>
        ))}
      </SectionNav>
      {others.length > 0 && (
        <div className={style.another}>
          <Finder label={t`Add a language`} choices={others} value={null} key={have.join()}
            onChange={(language) => { if (language) void navigate({ to: '/messages/$messageId/write/$language', params: { messageId: message.id, language } }) }} />
        </div>
      )}
    </div>
  )
}

/** Reads the text of a language; one that is not written yet is null. */
export function useVariant(messageId: string, language: string) {
  return useQuery<Answer<Variant> | null, Problem>({
    queryKey: ['messages', '/messages/{id}/variants/{language}', messageId, language],
    queryFn: async ({ signal }) => {
      try {
        return await ask<Variant>('get', '/messages/{id}/variants/{language}', { params: { path: { id: messageId, language } }, signal })
      } catch (thrown) {
        if (asProblem(thrown).status === 404) return null
        throw thrown
      }
    },
  })
}

function Texts({ message, language }: { message: Message; language: string }) {
  const variant = useVariant(message.id, language)
  const foreign = language !== message.source_language
  return (
    <div className={foreign ? `${style.desk} ${style.beside}` : style.desk}>
      {foreign && <Source message={message} />}
      {variant.data === null
        ? <Writing message={message} language={language} saved={null} />
        : <Loaded of={variant} shape="form">{(saved) => <Writing message={message} language={language} saved={saved} />}</Loaded>}
    </div>
  )
}

/** The original, for reading. */
function Source({ message }: { message: Message }) {
  const { t } = useLingui()
  const name = useLanguageName()
  const { data } = useRead('/messages/{id}/variants', { path: { id: message.id } })
  const original = data?.items.find((v) => v.language === message.source_language)
  const of = name(message.source_language)
  return (
    <details className={style.source} open>
      <summary><Icon name="down" size={16} /> <span>{t`Original: ${of}`}</span></summary>
      {data && (original
        ? (
          <div className={style.original}>
            {original.title && <h2><UserText lang={original.language}>{original.title}</UserText></h2>}
            <UserText lang={original.language} block>{original.body}</UserText>
            {original.link && <p><bdi dir="ltr">{original.link}</bdi></p>}
            {original.hashtags.length > 0 && <p><UserText lang={original.language}>{original.hashtags.map((tag) => `#${tag.replace(/^#/, '')}`).join(' ')}</UserText></p>}
          </div>
        )
        : <p className={style.missing}>{t`The original is not written yet.`}</p>)}
    </details>
  )
}
