import type pg from 'pg'
import type { UserKey } from '#contract/people.ts'
import { insertPerson, insertSession } from '#testing/insert-session.ts'

type Client = Pick<pg.Client, 'query'>

/** Gives somebody of a running server a session; returns its cookie. */
export async function sessionCookie(client: Client, person: UserKey): Promise<string> {
  return `countersign=${await insertSession(client, person)}`
}

/** The same of an auditor, who is made for it. */
export async function auditorCookie(client: Client): Promise<string> {
  const auditor = { user_type: 'localCookieUser', id: 'bench', email: 'bench@example.com', name: 'Bench' }
  await insertPerson(client, { ...auditor, roles: ['auditor'] })
  return await sessionCookie(client, auditor)
}
