import type { OwnExport } from '#contract/own-exports.ts'
import { filesOf } from '#queries/exports/files.ts'
import { isOpen } from '#queries/exports/own-exports.ts'
import { useServerTime } from '#queries/use-server-time.ts'
import { Badge } from '#ui/badge.tsx'
import { instantText } from '#ui/clock-text.ts'
import { CopyButton } from '#ui/copy-button.tsx'
import { Fact, Facts } from '#ui/facts.tsx'
import { Foreign } from '#ui/foreign.tsx'
import { sizeText } from '#ui/number-text.ts'
import { progressText, rowsText, statePresentation, statusAt } from './export-words.ts'
import styles from './exports.module.css'

type Props = { readonly made: OwnExport; readonly zone: string }

/** How far an export is, and once it is finished its files. */
export function ExportState({ made, zone }: Props) {
  const status = useStatus(made)
  const { label, tone, icon } = statePresentation(status)
  return (
    <div className={styles.state}>
      <p className={styles.line}>
        <Badge tone={tone} icon={icon}>
          {label}
        </Badge>
        <span>{stateText({ ...made, status }, zone)}</span>
      </p>
      {made.error_message !== null && (
        <p className={styles.problem}>
          <Foreign text={made.error_message} />
        </p>
      )}
      {made.withheld !== null && (
        <p className={styles.problem}>
          <Foreign text={made.withheld} />
        </p>
      )}
      {status === 'FINISHED' && made.withheld === null && <Files made={made} zone={zone} />}
    </div>
  )
}

/** The state of an export now: it expires by the clock. */
export function useStatus(made: OwnExport): string {
  const now = useServerTime((at) => {
    const ends = made.expires_at === null ? Number.NaN : Date.parse(made.expires_at)
    return made.status === 'FINISHED' && ends > at ? ends : undefined
  })
  return statusAt(made, now)
}

function stateText(made: OwnExport, zone: string): string {
  const time = (at: string | null) => (at === null ? '' : instantText(at, zone))
  if (isOpen(made)) return progressText(made)
  if (made.status === 'FINISHED') return `Kept until ${time(made.expires_at)}`
  if (made.status === 'EXPIRED') return `Its files were kept until ${time(made.expires_at)} and are gone.`
  return made.finished_at === null ? '' : `Ended ${time(made.finished_at)}`
}

function Files({ made, zone }: Props) {
  const { row_count, bytes, sha256, history, guarded_cells, cut_cells } = made
  return (
    <>
      <p className={styles.links}>
        {filesOf(made).map(({ label, href }) => (
          <a key={label} href={href} download>
            {label}
          </a>
        ))}
      </p>
      <Facts>
        {made.snapshot_at !== null && <Fact name="As of">{instantText(made.snapshot_at, zone)}</Fact>}
        {made.whole === false && (
          <Fact name="Covers">Only the rows that you may see; rows of others are not in it</Fact>
        )}
        {row_count !== null && bytes !== null && (
          <Fact name="Holds">
            {rowsText(row_count)}, {sizeText(bytes)}
            {history && `; history: ${rowsText(history.row_count)}, ${sizeText(history.bytes)}`}
          </Fact>
        )}
        {sha256 !== null && <Hash name="SHA-256" hash={sha256} />}
        {history && <Hash name="SHA-256 of the history" hash={history.sha256} />}
        {Boolean(guarded_cells) && (
          <Fact name="Guarded cells">
            {guarded_cells}, with an apostrophe before what a spreadsheet would run; JSONL in the pack has
            them as they are
          </Fact>
        )}
        {Boolean(cut_cells) && <Fact name="Cut cells">{cut_cells}, longer than a spreadsheet takes</Fact>}
      </Facts>
    </>
  )
}

function Hash({ name, hash }: { readonly name: string; readonly hash: string }) {
  return (
    <Fact name={name}>
      <span className={styles.hash}>
        <code>{hash}</code>
        <CopyButton label={`Copy ${name}`} text={() => hash} />
      </span>
    </Fact>
  )
}
