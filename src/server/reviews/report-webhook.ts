import type { Actor } from '#contract/permissions.ts'
import type { NotificationInfo, WebhookInfo } from '#contract/reviews/result.ts'
import { runs } from '#contract/reviews/review-rules.ts'
import { invalid, notThere, refused } from '../refused.ts'
import type { Plan, RowState } from '../rules/change-plan.ts'
import type { RowStore } from './row-store.ts'
import { untilUndisturbed } from './until-undisturbed.ts'

const noFingerprint = Buffer.alloc(0)

type Report = { readonly actor: Actor; readonly certification_id: string; readonly info: WebhookInfo }

/**
 * Stores what an integration reports about a row (veza-api B.10), in any phase of its certification. The row shows
 * the last status and message; its log keeps all. Throws `Refused`: NotFound, PermissionDenied for somebody who does
 * not run the certification, and InvalidArgument for the status UNKNOWN, which only answers have.
 */
export async function reportWebhook(
  rows: Pick<RowStore, 'readRuleInput' | 'writeChange'>,
  clock: () => Date,
  { actor, certification_id, info }: Report,
): Promise<void> {
  if (info.notification_status === 'UNKNOWN')
    throw invalid('notification_status', 'takes PENDING, SUCCEED or FAILED')
  const target = { certification_id, result_id: info.result_id, key: undefined, entries: 1 }
  await untilUndisturbed(async () => {
    const now = clock()
    const { input } = await rows.readRuleInput(actor, target, now)
    if (!input) throw notThere()
    if (!runs(input.actor))
      throw refused(
        'PermissionDenied',
        'Only who runs a review reports what integrations did about its rows.',
      )
    const plan = planReport(input.row, info, now)
    const change = { plan, untilDue: false, key: undefined, fingerprint: noFingerprint }
    return (await rows.writeChange(actor, input, change)) || undefined
  })
}

function planReport(
  row: RowState,
  { notification_status: status, webhook_info }: WebhookInfo,
  now: Date,
): Plan {
  const others = row.notification_response_infos.filter(
    (info) => info.notification_type !== 'WEBHOOK' || info.webhook_type !== 'GENERIC',
  )
  const report: NotificationInfo = {
    notification_type: 'WEBHOOK',
    webhook_type: 'GENERIC',
    status,
    error_message: status === 'FAILED' ? webhook_info : '',
    updated_at: now.toISOString(),
    webhook_info: { info: webhook_info },
  }
  const note = webhook_info === '' ? status : `${status}: ${webhook_info}`
  return {
    row: { ...row, notification_status: status, notification_response_infos: [...others, report] },
    entries: [{ action: 'WEBHOOK_STATUS', detail: { note } }],
  }
}
