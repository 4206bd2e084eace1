import type { UserKey } from '#contract/people.ts'
import { counted } from '#std/counted.ts'
import type { ChangedPerson } from '../../store/reviews/people/change-people.ts'

/** How many people a line names; who is beyond that is counted. */
const shown = 10

/** What there is to tell of people whom a change of the directory took something from: a line a kind. */
export function changeNotes(changed: readonly ChangedPerson[]): readonly string[] {
  const losers = changed.filter(({ lost }) => lost.length > 0)
  const accounts = changed.filter(({ demo }) => demo)
  const lost = losers.map((person) => `${keyOf(person)} (${person.lost.join(', ')})`)
  return [
    ...(losers.length > 0
      ? [`${counted(losers.length, 'person', 'people')} lost a role that they had: ${listed(lost)}.`]
      : []),
    ...(accounts.length > 0
      ? [
          `${counted(accounts.length, 'person', 'people')} of the demonstration became real, and the page no longer offers to sign in as them: ${listed(accounts.map(keyOf))}.`,
        ]
      : []),
  ]
}

function keyOf({ user_type, id }: UserKey): string {
  return `${user_type} ${id}`
}

function listed(names: readonly string[]): string {
  const more = names.length - shown
  return `${names.slice(0, shown).join(', ')}${more > 0 ? ` and ${more.toLocaleString('en')} more` : ''}`
}
