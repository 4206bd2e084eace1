import type { ActionEvent } from '#contract/activity/action-event.ts'
import type { EventNews, NewEvents } from '#contract/activity/event-news.ts'

/** What has become of a list since it was read. */
export type ListNews = {
  /** So many events that match are new; `capped`: at least so many. */
  readonly count: number
  readonly capped: boolean
  /** Some that were stored before have changed, and are not shown as they are now. */
  readonly changed: boolean
}

/** Of a list that has just been read. */
export const noNews: ListNews = { count: 0, capped: false, changed: false }

type Options = {
  /** Where the events were stored up to when the list was read. */
  readonly position: string
  /** Asks the server what is new, and whether any have changed after `seen`. */
  readonly ask: (seen: string) => Promise<NewEvents>
  /** Puts events that have changed into their places. */
  readonly put: (changed: readonly ActionEvent[]) => void
  readonly show: (news: ListNews) => void
  /** Milliseconds between two questions. */
  readonly pauseMs?: number
}

/** Keeps what is known of one list. `catchUp` asks for what may have been missed; `stop` ends it. */
export type ListNewsKeeper = {
  readonly onNews: (news: EventNews) => void
  readonly catchUp: () => void
  readonly stop: () => void
}

/** Begins to keep what becomes of a list. Asks the server at most every `pauseMs`, however much is stored. */
export function keepListNews({ position, ask, put, show, pauseMs = 3000 }: Options): ListNewsKeeper {
  let news = noNews
  let seen = position
  let wanted = false
  let stopped = false
  let timer: ReturnType<typeof setTimeout> | undefined

  const change = (next: Partial<ListNews>) => {
    news = { ...news, ...next }
    if (!stopped) show(news)
  }

  async function count(): Promise<void> {
    wanted = false
    const before = seen
    const answer = await ask(before).catch(() => undefined)
    // Whoever could not be asked is asked at the next news, or when the stream is back.
    if (!answer || stopped) return
    const { count: counted, capped, changed } = answer
    change({ count: counted, capped, changed: news.changed || changed })
    // News that came meanwhile are newer.
    if (seen === before) seen = answer.position
  }

  function wake(): void {
    wanted = true
    if (timer !== undefined || stopped) return
    void count()
    timer = setTimeout(() => {
      timer = undefined
      if (wanted) wake()
    }, pauseMs)
  }

  return {
    onNews({ added, changed, more_changed, missed, position: now }) {
      if (missed) return wake()
      seen = now
      if (changed.length > 0) put(changed)
      if (more_changed) change({ changed: true })
      if (added > 0) wake()
    },
    catchUp: wake,
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}
