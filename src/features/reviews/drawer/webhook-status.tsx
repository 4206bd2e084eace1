import type { NotificationInfo, Result } from '#contract/reviews/result.ts'
import { Badge, type Tone } from '#ui/badge.tsx'
import type { IconName } from '#ui/icon.tsx'
import { useReview } from '../state/review-provider.ts'
import styles from './webhook-status.module.css'
import { minuteText } from '#ui/clock-text.ts'
import { Marked } from '#ui/marked.tsx'
import { isolated } from '#std/isolate.ts'

type Look = { readonly label: string; readonly icon: IconName; readonly tone: Tone }

const presentation: Readonly<Partial<Record<string, Look>>> = {
  PENDING: { label: 'Pending', icon: 'clock', tone: 'waiting' },
  SUCCEED: { label: 'Succeeded', icon: 'check', tone: 'done' },
  FAILED: { label: 'Failed', icon: 'alert', tone: 'failed' },
}

type Props = {
  readonly row: Pick<Result, 'notification_status' | 'notification_response_infos'>
}

/** What integrations said about the row; nothing where none was ever told of it. */
export function WebhookStatus({ row }: Props) {
  const { zone } = useReview()
  const { notification_status: status, notification_response_infos: infos } = row
  if (infos.length === 0 && status === 'UNKNOWN') return null
  const look = presentation[status] ?? { label: status, icon: 'circle', tone: 'neutral' }
  return (
    <section>
      <h3>Integrations</h3>
      <p>
        <Badge icon={look.icon} tone={look.tone}>
          {isolated(look.label)}
        </Badge>
      </p>
      <ul>
        {infos.map((info, place) => (
          // oxlint-disable-next-line react/no-array-index-key -- two reports may be alike
          <li key={place} className={info.status === 'FAILED' ? styles.failed : styles.other}>
            <Marked text={infoText(info, zone)} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function infoText(info: NotificationInfo, zone: string): string {
  const { webhook_type, status, error_message, updated_at } = info
  const at = updated_at ? `, ${minuteText(updated_at, zone)}` : ''
  const what = `${isolated(webhook_type)}: ${isolated(presentation[status]?.label ?? status)}${at}`
  return error_message ? `${what}. ${isolated(error_message)}` : what
}
