import type { ReactNode } from 'react'
import { instantText } from '#ui/clock-text.ts'
import { Fact, Facts } from '#ui/facts.tsx'
import { Marked } from '#ui/marked.tsx'
import { numberText } from '#ui/number-text.ts'
import type { Manifest } from './check/manifest.ts'
import { FileList } from './file-list.tsx'
import styles from './verify.module.css'

type Props = {
  readonly manifest: Manifest
  /** Whether somebody who is known has signed it. */
  readonly isSigned: boolean
  readonly zone: string
}

const kinds: Readonly<Record<string, string>> = {
  ACTION_EVENTS: 'Workflow actions',
  FAILURE_IDENTITIES: 'Identities that a cause of failures struck',
  ACCESS_REVIEW: 'Rows of a review',
}

/** What a pack says that it holds. */
export function Contents({ manifest, isSigned, zone }: Props) {
  const { export: made, query, rows, server, files } = manifest
  return (
    <section aria-labelledby="contents" className={styles.part}>
      <h2 id="contents">What the pack says that it holds</h2>
      {!isSigned && <p>No known key has signed this: anybody may have written it.</p>}
      <Facts hasLongNames>
        <TextFact name="What" text={kinds[made.kind] ?? made.kind} />
        <TextFact name="Review" text={query.certification_name || query.certification_id} />
        <TextFact name="Covers" text={query.covers} />
        <TextFact name="Filter" text={query.filter_in_words || noFilter(query)} />
        <TextFact name="Filter in canonical form" text={query.filter} isCode />
        <TextFact name="Filter of what may change" text={query.mutable_filter} isCode />
        <TextFact name="Order" text={query.order_by} isCode />
        {query.range && (
          <Fact name={<Marked text={`Range of ${query.range.field}`} />}>
            <Bound word="from" time={query.range.from} zone={zone} />{' '}
            <Bound word="to" time={query.range.to} zone={zone} />
            {query.range.zone && (
              <>
                {' '}
                (written in <Marked text={query.range.zone} />)
              </>
            )}
          </Fact>
        )}
        <Fact name="Snapshot of">
          <Time time={made.snapshot_at} zone={zone} />
        </Fact>
        <Fact name="Asked for at">
          <Time time={made.created_at} zone={zone} />
        </Fact>
        <Fact name="Made by">
          <Marked text={nameOf(made.made_by)} />
        </Fact>
        <Fact name="Rows">
          {numberText(rows.written)} written, {numberText(rows.counted)} counted
        </Fact>
        <TextFact name="Export" text={made.id} isCode />
        <TextFact
          name="Server"
          text={`Countersign ${server.version}, which names the key ${server.key_id}`}
        />
      </Facts>
      <p className={styles.small}>Times in {zone}, with the exact instant in UTC behind them.</p>
      <FileList files={files} />
    </section>
  )
}

const noFilter = ({ filter, mutable_filter }: Manifest['query']) =>
  filter || mutable_filter ? undefined : 'None: everything that whoever made it may see'

function nameOf({ name, email, id, user_type: type }: Manifest['export']['made_by']): string {
  const more = [email, id, type].filter((text) => text && text !== name)
  return name ? `${name} (${more.join(', ')})` : more.join(', ')
}

type TextFactProps = {
  readonly name: string
  readonly text: string | null | undefined
  readonly isCode?: boolean
}

/** A fact that is left out where there is nothing to say. */
function TextFact({ name, text, isCode = false }: TextFactProps) {
  if (!text) return null
  return (
    <Fact name={name}>
      {isCode ? (
        <code>
          <Marked text={text} />
        </code>
      ) : (
        <Marked text={text} />
      )}
    </Fact>
  )
}

type TimeProps = { readonly time: string; readonly zone: string }

/** An instant for the reader, and as it stands in the pack. */
function Time({ time, zone }: TimeProps): ReactNode {
  return (
    <>
      <Marked text={instantText(time, zone)} />{' '}
      <code className={styles.exact}>
        <Marked text={time} />
      </code>
    </>
  )
}

type BoundProps = { readonly word: string; readonly time: string | null | undefined; readonly zone: string }

function Bound({ word, time, zone }: BoundProps) {
  return time ? (
    <>
      {word} <Time time={time} zone={zone} />
    </>
  ) : (
    `${word} any time`
  )
}
