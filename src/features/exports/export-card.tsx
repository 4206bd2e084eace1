import { Link } from 'react-router'
import type { OwnExport } from '#contract/own-exports.ts'
import type { ExportTarget } from '#queries/exports/export-request.ts'
import { isOpen } from '#queries/exports/own-exports.ts'
import { instantText } from '#ui/clock-text.ts'
import { Button } from '#ui/button.tsx'
import { ButtonRow } from '#ui/button-row.tsx'
import { Fact, Facts } from '#ui/facts.tsx'
import { Foreign } from '#ui/foreign.tsx'
import { Muted } from '#ui/muted.tsx'
import { Announcement } from '#ui/visually-hidden.tsx'
import { ExportState, useStatus } from './export-state.tsx'
import { identityOrder, statePresentation } from './export-words.ts'
import { QueryTexts } from './query-texts.tsx'
import { nameOfExport, targetOfExport } from './request-of-export.ts'
import styles from './exports.module.css'

type Props = {
  readonly made: OwnExport
  readonly zone: string
  readonly listOf: (target: ExportTarget) => string
  readonly wordsOf: (target: ExportTarget) => readonly string[]
  readonly onStop: (made: OwnExport) => void
  readonly onAgain: (made: OwnExport) => void
}

/** One export: what it is of, how far it is, its files. */
export function ExportCard({ made, zone, listOf, wordsOf, onStop, onAgain }: Props) {
  const name = nameOfExport(made)
  const target = targetOfExport(made)
  const status = useStatus(made)
  return (
    <li className={styles.card}>
      <h2>
        <Foreign text={name} /> <Muted>as {made.format}</Muted>
      </h2>
      <Announcement>{isOpen(made) ? '' : `${name}: ${statePresentation(status).label}`}</Announcement>
      <div className={styles.of}>
        <Facts>
          <Fact name="Filter">
            <QueryTexts
              target={target}
              words={wordsOf(target)}
              cause_message={made.cause_message ?? undefined}
              whole={made.whole ?? undefined}
            />
          </Fact>
          <Fact name="Order">
            {target.kind === 'identities' ? identityOrder : <code>{made.order_by}</code>}
          </Fact>
        </Facts>
        <Muted isSmall>
          Asked for {instantText(made.created_at, zone)}
          {made.finished_at !== null && ` · ended ${instantText(made.finished_at, zone)}`}
        </Muted>
      </div>
      <ExportState made={made} zone={zone} />
      <ButtonRow>
        {isOpen(made) ? (
          <Button onClick={() => onStop(made)}>Cancel …</Button>
        ) : (
          <Button onClick={() => onAgain(made)}>Export again …</Button>
        )}
        <Link to={listOf(target)}>Show the list</Link>
      </ButtonRow>
    </li>
  )
}
