import { type Role, roles } from '#contract/permissions.ts'
import { Checkbox, CheckboxGroup } from '#ui/checkbox.tsx'
import { Hint } from '#ui/hint.tsx'
import { VisuallyHidden } from '#ui/visually-hidden.tsx'
import { roleMeaning } from './people-words.ts'

type Props = {
  readonly chosen: readonly Role[]
  readonly onChoose: (chosen: readonly Role[]) => void
  /** Whether a heading above says already what they are. */
  readonly hasHeading?: boolean
}

/** The roles that somebody is to have, each with what it means. */
export function RoleChoice({ chosen, onChoose, hasHeading = false }: Props) {
  return (
    <CheckboxGroup legend={hasHeading ? <VisuallyHidden>Roles</VisuallyHidden> : 'Roles'}>
      {roles.map((role) => (
        <Checkbox
          key={role}
          checked={chosen.includes(role)}
          onChange={(isChosen) =>
            onChoose(roles.filter((each) => (each === role ? isChosen : chosen.includes(each))))
          }
        >
          <strong>{role}</strong> {roleMeaning(role)}
        </Checkbox>
      ))}
      {chosen.includes('auditor') && chosen.length > 1 && (
        <Hint>An auditor with another role audits what they do themselves. The account log marks it.</Hint>
      )}
      {chosen.length === 0 && <Hint>Somebody without a role cannot sign in.</Hint>}
    </CheckboxGroup>
  )
}
