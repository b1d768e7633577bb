import { useLingui } from '@lingui/react/macro'
import { asksKeys } from '../account/key'
import { Banner } from '../parts/Banner'
import { LinkButton } from '../parts/Link'
import { useFormats } from '../parts/useFormats'

/** Says why somebody cannot agree: the rule wants signatures, and they have no
 * key that signs here. */
export function Unsigned({ from }: { from: string | null }) {
  const { t } = useLingui()
  const { moment } = useFormats()
  const title = t`Agreeing takes a security key`
  if (!asksKeys()) return <Banner tone="warning" title={title}>{t`The rule asks for a signature, and this browser cannot ask security keys.`}</Banner>
  if (from === null) {
    return (
      <Banner tone="warning" title={title} action={<LinkButton to="/security">{t`Security`}</LinkButton>}>
        {t`The rule asks for a signature. Register a key under Security; it signs a day later.`}
      </Banner>
    )
  }
  const since = moment(from)
  return <Banner tone="warning" title={title}>{t`The rule asks for a signature. Your key signs from ${since}.`}</Banner>
}
