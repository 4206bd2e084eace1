import * as z from 'zod/mini'
import { ExportRef } from './export-job.ts'
import type { Route } from './route.ts'

/** The media type of a pack. */
export const packType = 'application/zip'

/** A key that manifests of packs are signed with (Ed25519): `key_id` is the first 16 digits of the SHA-256 of its DER (SPKI). */
export const SigningKey = z.looseObject({
  key_id: z.string(),
  /** In PEM. */
  public_key: z.string(),
  created_at: z.string(),
  /** When another one took its place; null for the one that signs. */
  replaced_at: z.nullable(z.string()),
})
export type SigningKey = z.output<typeof SigningKey>

/** What proves that an export is whole, of events and of reviews alike. */
export const exportPackRoutes = {
  downloadPack: {
    method: 'GET',
    path: '/app/v1/exports/{export_id}/pack',
    summary:
      'A finished export as a zip: its files, a manifest of them (rows, hashes, filter, instant, who) and its signature',
    permission: 'exports:read',
    documented: false,
    params: ExportRef,
    reply: { kind: 'file', types: [packType] },
  },
  listExportKeys: {
    method: 'GET',
    path: '/app/v1/export-key',
    summary: 'The public keys by which manifests of exports are verified, the newest first; that one signs',
    permission: 'public',
    documented: false,
    reply: z.looseObject({ values: z.array(SigningKey) }),
  },
} as const satisfies Record<string, Route>
