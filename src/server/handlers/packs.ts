import { type exportPackRoutes, packType } from '#contract/export-pack.ts'
import type { Actor } from '#contract/permissions.ts'
import type { Backend } from '../backend.ts'
import { Refused } from '../refused.ts'
import type { Handlers } from './handlers.ts'

type PackHandlers = Pick<Handlers, keyof typeof exportPackRoutes>
type Packs = Pick<Backend, 'exports' | 'reviewExports' | 'listExportKeys'>

/** Packs of exports, and the keys by which their manifests are verified. */
export function packHandlers(backend: Packs): PackHandlers {
  return {
    async downloadPack({ params }, { actor }) {
      return { type: packType, ...(await openPack(backend, params.export_id, actor)) }
    },

    listExportKeys: async () => ({ values: [...(await backend.listExportKeys())] }),
  }
}

/** An id does not say what it is an export of; each kind answers an id of the other like one that does not exist. */
async function openPack({ exports, reviewExports }: Packs, id: string, actor: Actor) {
  try {
    return await exports.openPack(id, actor)
  } catch (error) {
    if (error instanceof Refused && error.problem.code === 'NotFound')
      return await reviewExports.openPack(id, actor)
    throw error
  }
}
