import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '#server/store/embedded/embedded.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where tests may create databases: DATABASE_URL, or an embedded PostgreSQL of this run. */
    postgresUrl: string
  }
}

/** Brings up one PostgreSQL for all server tests of a run, unless DATABASE_URL names one. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env['DATABASE_URL']
  if (given) {
    project.provide('postgresUrl', given)
    return undefined
  }
  const dataDir = await mkdtemp(join(tmpdir(), 'countersign-test-'))
  const quiet = () => undefined
  const embedded = await startEmbedded({ dataDir, log: { info: quiet, warn: quiet } })
  const { host, port, user, password, database } = embedded.config
  const login = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`
  project.provide(
    'postgresUrl',
    `postgresql://${login}@/${database}?host=${encodeURIComponent(host)}&port=${port}`,
  )
  return async () => {
    await embedded.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}
