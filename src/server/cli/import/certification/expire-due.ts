import { log } from '../../command.ts'
import { expireOverdue } from '../../../reviews/expire.ts'
import type { Store } from '../../../store/database/open.ts'
import { certificationStore } from '../../../store/reviews/certifications/certification-store.ts'

/**
 * Brings about what the due time of certifications brings, as the server does each minute: what new rows are compared with is
 * what was decided in the end.
 */
export async function expireDue(store: Store): Promise<void> {
  const clock = () => new Date()
  await expireOverdue(certificationStore(store, clock, log), clock())
}
