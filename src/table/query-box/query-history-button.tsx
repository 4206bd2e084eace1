import { type KeyboardEvent, useEffect, useRef, useSyncExternalStore } from 'react'
import { flushSync } from 'react-dom'
import { inWords } from '#scim/in-words.ts'
import { Button, IconButton } from '#ui/button.tsx'
import { Foreign } from '#ui/foreign.tsx'
import { Popover } from '#ui/popover.tsx'
import styles from './query-history.module.css'
import { queryLimit, type QueryHistory } from './query-history.ts'
import { parseFilter } from './rewrite-filter.ts'

type Props = {
  readonly history: QueryHistory
  /** Puts a text into the box, where it can be changed and applied. */
  readonly onPick: (text: string) => void
}

/** A button that shows the queries that have been applied, to be taken up again or taken out. */
export function QueryHistoryButton({ history, onPick }: Props) {
  return (
    <Popover label="Queries of before" trigger="History" icon="clock">
      {(close) => (
        <HistoryList
          history={history}
          onPick={(text) => {
            close()
            onPick(text)
          }}
        />
      )}
    </Popover>
  )
}

function HistoryList({ history, onPick }: Props) {
  const { texts, kept } = useSyncExternalStore(history.subscribe, history.read)
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => focusAt(list.current, 0), [])

  /** The focus goes to the entry that comes to its place. */
  function remove(text: string, at: number) {
    flushSync(() => history.remove(text))
    focusAt(list.current, Math.min(at, texts.length - 2))
  }

  return (
    <div ref={list} className={styles.history}>
      <p className={styles.note} tabIndex={-1}>
        {texts.length === 0
          ? 'No query of yours has been applied here yet.'
          : `The last ${queryLimit} that you have applied in this browser, newest first.`}
        {!kept && ' This browser does not keep them: they are gone when the page is closed.'}
      </p>
      {texts.length > 0 && (
        <>
          <ol>
            {texts.map((text, at) => (
              <li key={text}>
                <button
                  type="button"
                  data-query
                  className={styles.query}
                  onClick={() => onPick(text)}
                  onKeyDown={(event) => move(event, list.current)}
                >
                  <code>
                    <Foreign text={text} />
                  </code>
                  <span className={styles.note}>
                    <Foreign text={wordsOf(text)} />
                  </span>
                </button>
                <IconButton
                  icon="close"
                  label={`Take out query ${at + 1}`}
                  onClick={() => remove(text, at)}
                />
              </li>
            ))}
          </ol>
          <Button
            onClick={() => {
              flushSync(history.clear)
              focusAt(list.current, -1)
            }}
          >
            Clear the history
          </Button>
        </>
      )}
    </div>
  )
}

/** What a query says, for people to read. */
function wordsOf(text: string): string {
  const filter = parseFilter(text)
  return filter ? inWords(filter) : 'This text is no filter any more.'
}

/** Moves with the arrow keys from query to query. */
function move(event: KeyboardEvent, list: HTMLElement | null): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (step === undefined || !list) return
  const queries = queriesIn(list)
  const at = queries.findIndex((query) => query.parentElement?.contains(document.activeElement))
  focusAt(list, Math.max(0, Math.min(at + step, queries.length - 1)))
  event.preventDefault()
}

/** Gives the focus to a query of the list, to its words where there is none. */
function focusAt(list: HTMLElement | null, at: number): void {
  if (list) (queriesIn(list)[at] ?? list.querySelector('p'))?.focus()
}

function queriesIn(list: HTMLElement): readonly HTMLElement[] {
  return [...list.querySelectorAll<HTMLElement>('[data-query]')]
}
