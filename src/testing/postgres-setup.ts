import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '#server/store/embedded/embedded.ts'
import { createTemplateDatabase, dropDatabase } from './test-database.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where tests may create databases: DATABASE_URL, or an embedded PostgreSQL of this run. */
    postgresUrl: string
    /** The database that theirs are copies of. */
    templateDatabase: string
  }
}

/** Brings up one PostgreSQL for all server tests of a run, unless DATABASE_URL names one, and the template in it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['DATABASE_URL']
  const { url, stop } = given ? { url: given, stop: undefined } : await startOwn()
  const template = await createTemplateDatabase(url)
  project.provide('postgresUrl', url)
  project.provide('templateDatabase', template)
  return stop ?? (() => dropDatabase(url, template))
}

async function startOwn() {
  const dataDir = await mkdtemp(join(tmpdir(), 'countersign-test-'))
  const quiet = () => undefined
  const embedded = await startEmbedded({ dataDir, log: { info: quiet, warn: quiet } })
  const { host, port, user, password, database } = embedded.config
  const login = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`
  return {
    url: `postgresql://${login}@/${database}?host=${encodeURIComponent(host)}&port=${port}`,
    stop: async () => {
      await embedded.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
