import type pg from 'pg'
import type { UserKey, WorkflowUser } from '#contract/people.ts'
import type { PersonProblem } from '#contract/reviews/assignment.ts'
import { type Directory, personKey } from './assign-reviewers.ts'
import { mayBeGivenRows, personProblem } from '../people/person-problem.ts'

type Row = WorkflowUser & {
  readonly problem: PersonProblem | null
  readonly manager_type: string | null
  readonly manager_id: string | null
}
type Delegation = {
  readonly original_type: string
  readonly original_id: string
  readonly delegate_type: string
  readonly delegate_id: string
}

// Of people with one address those come first who may be given rows, then those who can sign in.
const columns = `user_type, id, email, name, manager_type, manager_id, ${personProblem} AS problem`
const order = `ORDER BY NOT ${mayBeGivenRows}, cardinality(roles) = 0, user_type, id`

/** A directory, and all the people in it whom it can name. */
type ReadDirectory = Directory & { readonly everybody: readonly WorkflowUser[] }

/** Reads from the directory what can matter for these references (mail addresses or ids) and people. */
export async function readDirectory(
  client: pg.ClientBase,
  references: readonly string[],
  users: readonly UserKey[],
): Promise<ReadDirectory> {
  const { rows: delegations } = await client.query<Delegation>('SELECT * FROM delegation ORDER BY 1, 2, 3, 4')
  const named = await peopleOf(client, references)
  const related = await peopleByKey(client, [
    ...users,
    ...named.flatMap(managerKey),
    ...delegations.map(toKey),
  ])
  const byReference = new Map<string, Row>()
  for (const person of named.toReversed()) byReference.set(person.id, person)
  for (const person of named.toReversed())
    if (person.email !== '') byReference.set(person.email.toLowerCase(), person)
  const byKey = new Map([...related, ...named].map((person) => [personKey(person), person]))
  return {
    everybody: [...byKey.values()],
    find: (reference) => plain(byReference.get(reference.toLowerCase()) ?? byReference.get(reference)),
    managerOf: (user) => {
      const [manager] = byKey.get(personKey(user)) ? [byKey.get(personKey(user))].flatMap(managerKey) : []
      return manager && plain(byKey.get(personKey(manager)))
    },
    problemOf: (user) => {
      const person = byKey.get(personKey(user))
      return person ? (person.problem ?? undefined) : 'UNKNOWN'
    },
    delegatesOf: (user) =>
      delegations
        .filter(
          ({ original_type, original_id }) => original_type === user.user_type && original_id === user.id,
        )
        .flatMap((delegation) => plain(byKey.get(personKey(toKey(delegation)))) ?? []),
  }
}

async function peopleOf(client: pg.ClientBase, references: readonly string[]): Promise<Row[]> {
  const { rows } = await client.query<Row>(
    `SELECT ${columns} FROM person
     WHERE lower(email) = ANY (SELECT lower(r) FROM unnest($1::text[]) AS r) OR id = ANY ($1::text[]) ${order}`,
    [references.filter((reference) => reference !== '')],
  )
  return rows
}

async function peopleByKey(client: pg.ClientBase, keys: readonly UserKey[]): Promise<Row[]> {
  const { rows } = await client.query<Row>(
    `SELECT ${columns} FROM person
     WHERE (user_type, id) IN (SELECT * FROM unnest($1::text[], $2::text[]))`,
    [keys.map((key) => key.user_type), keys.map((key) => key.id)],
  )
  return rows
}

function managerKey(person: Row | undefined): UserKey[] {
  if (!person || person.manager_type === null || person.manager_id === null) return []
  return [{ user_type: person.manager_type, id: person.manager_id }]
}

function toKey({ delegate_type, delegate_id }: Delegation): UserKey {
  return { user_type: delegate_type, id: delegate_id }
}

function plain(person: Row | undefined): WorkflowUser | undefined {
  if (!person) return undefined
  const { user_type, id, email, name } = person
  return { user_type, id, email, name }
}
