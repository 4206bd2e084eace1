import { permissions } from '#contract/permissions.ts'
import { useSession } from '#queries/session/session.ts'

const exporters: readonly string[] = permissions['activity:export'].roles

/** Why the person here may not take the log away as a file, in words for them; undefined where they may. */
export function useExportRefusal(): string | undefined {
  const session = useSession()
  if (!session || session.actor.roles.some((role) => exporters.includes(role))) return undefined
  return 'Auditors and admins take the log away as a file. Ask an admin for the role of an auditor.'
}
