import type pg from 'pg'
import type { WorkflowUser } from '#contract/people.ts'
import { connect } from '#server/store/database/connect.ts'
import { importCertification } from './certification.ts'
import type { RowToDecide } from './deciding-client.ts'
import { sessionCookie } from './session-cookie.ts'
import { type Build, end, freePort, runCommand, startProgram } from './program.ts'

const rows = 50_000
/** The server lets one person ask a hundred times a second; so many decide that none reaches it. */
const reviewers = Array.from({ length: 16 }, (_, at): WorkflowUser => {
  const name = `bench${at}`
  return { user_type: 'localCookieUser', id: name, email: `${name}@example.com`, name }
})

/** The server of a build, with a certification whose rows are undecided. */
export type DecisionServer = {
  readonly url: string
  readonly dataDir: string
  readonly certification: string
  /** Rows that nobody was given yet, so many of them, each with its reviewer. */
  readonly takeRows: (count: number) => readonly (RowToDecide & { readonly reviewer: WorkflowUser })[]
  readonly openClient: () => Promise<pg.Client>
  /** How many rows were given out, and how many entries of the log say that one was changed. */
  readonly counts: () => Promise<{ readonly taken: number; readonly logged: number }>
  readonly close: () => Promise<void>
}

/** Makes the data with the build's own commands, starts its server, and signs the reviewers in. */
export async function startDecisionServer(build: Build, dataDir: string): Promise<DecisionServer> {
  await runCommand(build, dataDir, 'demo', ['--events', '20', '--rows', '40'])
  // Not by opening the store, which would bring the tables of another build up to date.
  const database = await connect({ dataDir, applicationName: 'countersign bench', log: quiet })
  await database.pool.query(
    `INSERT INTO person (user_type, id, email, name, roles, demo)
     SELECT user_type, id, email, name, '{reviewer}', false FROM jsonb_populate_recordset(null::person, $1)`,
    [JSON.stringify(reviewers)],
  )
  const reviewerOf = (at: number) => reviewers[at % reviewers.length]?.email ?? ''
  const certification = await importCertification(build, dataDir, { rows, name: 'Rows', reviewerOf })
  const { child, url } = await startProgram(dataDir, await freePort(), build)
  const cookies = new Map<string, string>()
  for (const person of reviewers) cookies.set(person.id, await sessionCookie(database.pool, person))
  const { rows: assigned } = await database.pool.query<{ result_id: number; id: string }>(
    `SELECT result_id, user_id AS id FROM result_reviewer WHERE ${ofCertification} ORDER BY result_id`,
    [certification],
  )
  let next = 0
  return {
    url,
    dataDir,
    certification,
    openClient: () => database.openClient('countersign bench'),
    takeRows: (count) =>
      assigned.slice(next, (next += count)).map(({ result_id, id }) => {
        const reviewer = reviewers.find((person) => person.id === id)
        const cookie = cookies.get(id)
        if (!reviewer || !cookie) throw new Error(`row ${result_id} is for somebody else`)
        return { result_id, reviewer, cookie }
      }),
    counts: async () => {
      const counted = await database.pool.query<{ count: number }>(
        `SELECT count(*)::integer AS count FROM result_log WHERE version > 1 AND ${ofCertification}`,
        [certification],
      )
      return { taken: next, logged: counted.rows[0]?.count ?? 0 }
    },
    close: async () => {
      await end(child, 'SIGTERM')
      await database.close()
    },
  }
}

const ofCertification = 'certification = (SELECT number FROM certification WHERE certification_id = $1)'
const quiet = { info: () => undefined, warn: () => undefined }
