import type { Session } from '#contract/session/session.ts'
import { useClient } from '../provider.tsx'
import { useReading } from '../reading.ts'
import { sessionQuery } from './session.ts'

/** Who the reader is; undefined until it is known. Shares its answer with `readSession`. */
export function useSession(): Session | undefined {
  return useReading(sessionQuery(useClient())).value
}
