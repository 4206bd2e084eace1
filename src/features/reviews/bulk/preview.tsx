import type { ReactNode } from 'react'
import type { Bulk } from '#contract/reviews/bulk.ts'
import { Fact, Facts } from '#ui/facts.tsx'
import { FormParts } from '#ui/form.tsx'
import { Hint } from '#ui/hint.tsx'
import { numberText } from '#ui/number-text.ts'
import { minuteText } from '#ui/clock-text.ts'
import { decisionLook } from '../parts/decision-presentation.ts'
import { actionOf, leftOutText, rowsText } from './bulk-words.ts'
import { FoldedRows } from './folded-rows.tsx'
import { WrittenFacts } from './written-facts.tsx'

type Props = {
  readonly bulk: Bulk
  readonly zone: string
  /** Rows that are left out because changes of them are not saved, by name. */
  readonly unsaved: readonly string[]
  /** What can be chosen besides. */
  readonly children?: ReactNode
}

/** What a bulk change would do: the rows by their decisions now, whose they are, and which are left out and why. */
export function PreviewNumbers({ bulk, zone, unsaved, children }: Props) {
  const { to_change, others, replaced_notes, decisions, left_out } = bulk
  const action = actionOf(bulk)
  return (
    <>
      {action === 'sign off' && to_change > 0 && (
        <p>
          After this only an admin can change these decisions
          {others > 0 && ', those of other reviewers included'}.
        </p>
      )}
      {replaced_notes > 0 && (
        <p>
          <strong>{replacedText(replaced_notes, to_change)}</strong> The history of a row keeps it, and Undo
          brings it back.
        </p>
      )}
      {to_change > 0 && (
        <Facts>
          {decisions.map(({ of, rows }) => (
            <Fact key={of} name={`${decisionLook(of).label} now`}>
              {numberText(rows)}
            </Fact>
          ))}
          <WrittenFacts bulk={bulk} saysNone />
          {others > 0 && (
            <>
              <Fact name="Your own rows">{numberText(to_change - others)}</Fact>
              <Fact name="Rows of other reviewers">{numberText(others)}</Fact>
            </>
          )}
        </Facts>
      )}
      {to_change > 0 && (
        <FoldedRows of={bulk} part={{ outcome: 'WAITING' }} text={`The ${rowsText(to_change)}`} />
      )}
      {left_out.length > 0 && (
        <FormParts label="Left out">
          {left_out.map(({ of, rows }) => (
            <FoldedRows
              key={of}
              of={bulk}
              part={{ left_out: of }}
              text={`Left out: ${leftOutText(of, rows, 'you')}.`}
            />
          ))}
        </FormParts>
      )}
      {unsaved.length > 0 && (
        <Hint>
          Not counted here and left alone, because their changes are not saved: {unsaved.join('; ')}.
        </Hint>
      )}
      {children}
      {bulk.state === 'PREVIEWED' && to_change > 0 && (
        <Hint>This holds until {minuteText(bulk.expires_at, zone)}. Nothing has been changed yet.</Hint>
      )}
    </>
  )
}

/** `155 of these rows have another note now, which is replaced.` */
function replacedText(replaced: number, total: number): string {
  const which =
    replaced === total
      ? total === 1
        ? 'This row has'
        : 'All of these rows have'
      : replaced === 1
        ? '1 of these rows has'
        : `${numberText(replaced)} of these rows have`
  return `${which} another note now, which is replaced.`
}
