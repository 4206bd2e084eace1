import type { Actor } from '#contract/permissions.ts'
import type { NotificationInfo, WebhookInfo } from '#contract/reviews/result.ts'
import { invalid, refused } from '../../../refused.ts'
import type { Plan, RowState } from '../../../rules/change-plan.ts'
import type { Store } from '../../database/open.ts'
import type { ChangeResult } from './change-result.ts'
import { readRuleInput } from './read-rule-input.ts'
import { notThere } from '../certifications/find-certification.ts'

const maxTries = 50
const noFingerprint = Buffer.alloc(0)

type Report = { readonly actor: Actor; readonly certification_id: string; readonly info: WebhookInfo }

/**
 * Writes down what an integration did about a row (veza-api B.10), in whatever phase its certification is: status and
 * message stand in the row, the log has all of them. Throws `Refused`: NotFound, and InvalidArgument for UNKNOWN, which
 * only ever stands in answers.
 */
export async function updateWebhookInfo(
  { prepared, changeResult }: Pick<Store, 'prepared'> & { readonly changeResult: ChangeResult },
  clock: () => Date,
  { actor, certification_id, info }: Report,
): Promise<void> {
  if (info.notification_status === 'UNKNOWN')
    throw invalid('notification_status', 'takes PENDING, SUCCEED or FAILED')
  const { result_id } = info
  for (let tries = 0; tries < maxTries; tries++) {
    const now = clock()
    const { found } = await readRuleInput(
      prepared,
      actor,
      { certification_id, result_id, key: undefined, entries: 1 },
      now,
    )
    if (!found) throw notThere()
    const plan = planReport(found.row, info, now)
    if (
      await changeResult(actor, found, { plan, untilDue: false, key: undefined, fingerprint: noFingerprint })
    )
      return
  }
  throw refused('Aborted', 'This row is being changed by others at the same time. Try again.')
}

function planReport(
  row: RowState,
  { notification_status: status, webhook_info }: WebhookInfo,
  now: Date,
): Plan {
  const others = row.notification_response_infos.filter(
    (one) => one.notification_type !== 'WEBHOOK' || one.webhook_type !== 'GENERIC',
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
