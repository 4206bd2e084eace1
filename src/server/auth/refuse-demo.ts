import type { Actor } from '#contract/permissions.ts'
import { Refused } from '../refused.ts'

/**
 * Refuses what outlives a demonstration (people, roles, keys, the deny list, delegations, settings, passwords, second
 * factors) to its accounts, and to whoever came in by the open entrance without proving who they are. Throws `Refused`
 * PermissionDenied (403, reason DEMO_ACCOUNT), in words that the page shows.
 */
export function refuseDemo(actor: Actor): void {
  const unproven = actor.via === 'session' && actor.session?.method === 'entrance'
  if (actor.demo !== true && !unproven) return
  throw new Refused({
    code: 'PermissionDenied',
    reason: 'DEMO_ACCOUNT',
    message:
      'Accounts of the demonstration change nothing that outlives it: people, roles, keys, the deny list, delegations, settings, passwords.',
    resolution: 'Sign in as somebody real. The first admin is made by: npm run users -- add-admin',
  })
}
