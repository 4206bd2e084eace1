import { type Role, roles } from '#contract/permissions.ts'
import { Hint } from '#ui/hint.tsx'
import { VisuallyHidden } from '#ui/visually-hidden.tsx'
import { roleMeaning } from './people-words.ts'
import styles from './people.module.css'

type Props = {
  readonly chosen: readonly Role[]
  readonly onChoose: (chosen: readonly Role[]) => void
  /** Whether a heading above says already what they are. */
  readonly hasHeading?: boolean
}

/** The roles that somebody is to have, each with what it means. */
export function RoleChoice({ chosen, onChoose, hasHeading = false }: Props) {
  return (
    <fieldset className={styles.choices}>
      <legend>{hasHeading ? <VisuallyHidden>Roles</VisuallyHidden> : 'Roles'}</legend>
      {roles.map((role) => (
        <label key={role} className={styles.check}>
          <input
            type="checkbox"
            checked={chosen.includes(role)}
            onChange={(event) =>
              onChoose(roles.filter((each) => (each === role ? event.target.checked : chosen.includes(each))))
            }
          />
          <span>
            <strong>{role}</strong> {roleMeaning(role)}
          </span>
        </label>
      ))}
      {chosen.includes('auditor') && chosen.length > 1 && (
        <Hint>An auditor with another role audits what they do themselves. The account log marks it.</Hint>
      )}
      {chosen.length === 0 && <Hint>Somebody without a role cannot sign in.</Hint>}
    </fieldset>
  )
}
