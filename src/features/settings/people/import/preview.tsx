import type { DirectoryChanges } from '#contract/session/people-calls.ts'
import { counted } from '#std/counted.ts'
import { Foreign } from '#ui/foreign.tsx'
import { Hint } from '#ui/hint.tsx'
import { SettingsSection } from '../../parts/section.tsx'
import { nameOf } from '../people-words.ts'
import styles from './import.module.css'

/** What a file changes, in numbers that add up. */
export function changesText({ lines, added, changed, unchanged, rejected }: DirectoryChanges): string {
  const numbers = [
    `${added.toLocaleString('en')} added`,
    `${changed.toLocaleString('en')} changed`,
    `${unchanged.toLocaleString('en')} unchanged`,
    `${rejected.toLocaleString('en')} rejected`,
  ]
  return `Of ${counted(lines, 'line')}: ${numbers.join(', ')}`
}

/** What a file would change, person by person, and which of its lines are wrong. */
export function Preview({ changes }: { readonly changes: DirectoryChanges }) {
  const { people, problems, added, changed, rejected, without_role } = changes
  return (
    <SettingsSection title="What changes">
      <output>{changesText(changes)}.</output>
      {without_role > 0 && (
        <Hint>
          {counted(without_role, 'person has', 'people have')} no role after it, and cannot sign in.
        </Hint>
      )}
      {people.length > 0 && <ChangeTable people={people} />}
      {added + changed > people.length && (
        <Hint>The first {people.length} are named, those who lose a role before all others.</Hint>
      )}
      {problems.length > 0 && (
        <>
          <h3>Lines that are left out</h3>
          <ul className={styles.problems} aria-label="Lines that are left out">
            {problems.map(({ line, field, error }) => (
              <li key={`${line} ${field}`}>
                Line {line}: {field} {error}
              </li>
            ))}
          </ul>
          {rejected > problems.length && <Hint>The first {problems.length} are named.</Hint>}
        </>
      )}
    </SettingsSection>
  )
}

function ChangeTable({ people }: Pick<DirectoryChanges, 'people'>) {
  return (
    <table className={styles.table} aria-label="Changes">
      <thead>
        <tr>
          <th scope="col">Person</th>
          <th scope="col">Change</th>
          <th scope="col">Roles lost</th>
          <th scope="col">Roles gained</th>
          <th scope="col">Other changes</th>
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <tr key={`${person.user_type}/${person.id}`}>
            <th scope="row">
              <Foreign text={nameOf(person)} />
            </th>
            <td>{person.change === 'ADDED' ? 'added' : 'changed'}</td>
            <td className={styles.lost}>{person.roles_lost.join(', ')}</td>
            <td>{person.roles_gained.join(', ')}</td>
            <td>{person.fields.join(', ')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
