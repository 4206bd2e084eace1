import { useEffect, useState } from 'react'
import type { ActionEventList } from '#queries/activity/action-events.ts'
import { useListNews } from '#queries/activity/use-list-news.ts'
import { type Sortable, useSortableCount } from '#queries/activity/use-sortable-count.ts'
import { Button } from '#ui/button.tsx'
import { numberText } from '#ui/number-text.ts'
import { Announcement } from '#ui/visually-hidden.tsx'
import styles from './new-events.module.css'

type Props = {
  readonly list: ActionEventList
  /** When the list was read. */
  readonly asOf: number
  /** Whether more match than were counted for the status line. */
  readonly capped: boolean
  /** Reads the list again from the start. */
  readonly refresh: () => void
  /** Told how many match, counted further where `capped`. */
  readonly onSortable: (sortable: Sortable) => void
}

/** Milliseconds between two sentences for screen readers. */
const sayEveryMs = 10_000

/** `37 new`: what has become of the list since it was read. Nothing moves before the reader presses it. */
export function NewEvents({ list, asOf, capped, refresh, onSortable }: Props) {
  const { count, capped: atLeast, changed } = useListNews(list, asOf)
  useSortable(list, capped, onSortable)
  const texts = [
    ...(count > 0 ? [`${atLeast ? 'at least ' : ''}${numberText(count)} new`] : []),
    ...(changed ? ['some changed'] : []),
  ]
  const text = texts.join(' · ')
  const spoken = useSeldom(text === '' ? '' : `Since this list was read: ${text}.`)
  return (
    <>
      {text !== '' && (
        <Button
          look="quiet"
          icon="refresh"
          className={styles.button}
          data-tip={tipOf(count > 0, changed)}
          onClick={refresh}
        >
          {text}
        </Button>
      )}
      <Announcement>{spoken}</Announcement>
    </>
  )
}

function tipOf(isNew: boolean, changed: boolean): string {
  const sentences = [
    ...(isNew ? ['Matching events have been stored since this list was read.'] : []),
    ...(changed ? ['Events have changed, and some of these may not be shown as they are now.'] : []),
    'Press to read the list again from its start.',
  ]
  return sentences.join(' ')
}

/** Counts further where the usual count stopped, for whoever shows by which columns can be sorted. */
function useSortable(list: ActionEventList, capped: boolean, onSortable: Props['onSortable']): void {
  const { value, failure } = useSortableCount(list, capped)
  const { filter, cause, message } = list
  useEffect(() => {
    if (capped && (value || failure))
      onSortable({ of: { filter, cause, message }, count: { value, failure } })
  }, [capped, value, failure, filter, cause, message, onSortable])
}

/** A text as it was at most `sayEveryMs` ago. */
function useSeldom(text: string): string {
  const [spoken, setSpoken] = useState({ text: '', at: 0 })
  useEffect(() => {
    if (text === spoken.text) return undefined
    const say = () => setSpoken({ text, at: Date.now() })
    const timer = setTimeout(say, Math.max(0, spoken.at + sayEveryMs - Date.now()))
    return () => clearTimeout(timer)
  }, [text, spoken])
  return spoken.text
}
