import { useEffect, useState } from 'react'
import type { SigningKey } from '#contract/export-pack.ts'
import { useExportKeys } from '#queries/exports/export-keys.ts'
import { type KnownKey, readPublicKey } from './check/public-keys.ts'

/** The keys of the server that the page comes from. */
export type ServerKeys = {
  /** As the server tells of them, also those that this browser cannot read. */
  readonly listed: readonly SigningKey[]
  /** Undefined until they are here. */
  readonly keys: readonly KnownKey[] | undefined
  /** Whether they could not be read. */
  readonly hasFailed: boolean
  readonly retry: () => void
}

/** Reads the keys of this server; one that this browser cannot read is left out. */
export function useServerKeys(): ServerKeys {
  const { value, failure, retry } = useExportKeys()
  const [keys, setKeys] = useState<readonly KnownKey[]>()
  useEffect(() => {
    let isLeft = false
    if (value)
      void readAll(value).then((read) => {
        if (!isLeft) setKeys(read)
      })
    return () => {
      isLeft = true
    }
  }, [value])
  return { listed: value ?? noKeys, keys, hasFailed: failure !== undefined && keys === undefined, retry }
}

const noKeys: readonly SigningKey[] = []

async function readAll(list: readonly SigningKey[]): Promise<KnownKey[]> {
  const read = await Promise.allSettled(list.map(({ public_key: pem }) => readPublicKey(pem)))
  return read.flatMap((result, place) =>
    result.status === 'fulfilled'
      ? [{ ...result.value, from: 'server', replacedAt: list[place]?.replaced_at ?? null }]
      : [],
  )
}
