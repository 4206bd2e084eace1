import { exportPackRoutes, type SigningKey } from '#contract/export-pack.ts'
import { useClient } from '../provider.tsx'
import { type Reading, useReading } from '../reading.ts'

/** The public keys that this server signs exports with, the newest first. Nobody has to be signed in. */
export function useExportKeys(): Reading<readonly SigningKey[]> {
  const client = useClient()
  return useReading({
    queryKey: ['export-keys'],
    queryFn: async ({ signal }) => (await client.call(exportPackRoutes.listExportKeys, {}, signal)).values,
  })
}
