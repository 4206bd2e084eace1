import { type MouseEvent, Suspense } from 'react'
import { Link, useLocation } from 'react-router'
import type { Certification } from '#contract/reviews/certification.ts'
import { phaseOf } from '#contract/reviews/review-phase.ts'
import { addressParams, searchOf } from '#table/address/address-params.ts'
import { lazyModule } from '#ui/lazy-module.ts'
import { lazyPart } from '#ui/lazy-part.tsx'
import { numberText } from '#ui/number-text.ts'
import { listPathOf } from '../parts/read-address.ts'
import { useReview, useReviewList } from '../state/review-provider.ts'
import { RejectedBeforeToCome } from './rejected-before-to-come.tsx'
import styles from './strip.module.css'

/** Fetched beside the rows, where there is something to compare them with. */
const RejectedBefore = lazyPart(
  lazyModule(
    () => import('./since-last-time.tsx'),
    (module) => module.RejectedBefore,
    { alone: true },
  ),
)
const MoreSinceLastTime = lazyPart(
  lazyModule(
    () => import('./since-last-time.tsx'),
    (module) => module.MoreSinceLastTime,
    { alone: true },
  ),
)

/** A question of a tab, by the parameters of the address that ask it. */
export type TabParams = { readonly params: string }

type Tab = TabParams & {
  readonly label: string
  readonly count: number
  /** The filter that its parameters make. */
  readonly filter: string
}

/**
 * The usual questions as links, each with how many rows it finds in the whole review, which is said where the list is
 * narrowed to some access. What else is filtered stays.
 */
export function Tabs() {
  const { now } = useReview()
  const { certification, query, work, context } = useReviewList()
  // Null where the address cannot be read: then no tab is the present one.
  const since = query.list?.last_time_filter
  const present = query.list ? query.list.mutable_filter : null
  const { pathname, search } = useLocation()
  const {
    total_result_count: all,
    total_complete_count: complete,
    total_signed_off_count: signed,
  } = certification
  const tabs: readonly Tab[] = [
    decisionTab('To decide', 'NONE', all - complete),
    { ...toSignOff, count: complete - signed },
    decisionTab('Accepted', 'ACCEPTED', certification.total_accepted_count),
    decisionTab('Rejected', 'REJECTED', certification.total_rejected_count),
    decisionTab('Fixed', 'FIXED', certification.total_fixed_count),
    { ...signedOff, count: signed },
  ]
  const isCompared = context?.last_time === 'COMPARED'
  // Rows that are still being gathered are no rows yet, not none. The page of a person or a resource has its own numbers.
  const isKnown = phaseOf(certification, now) !== 'searching' && !query.entity
  const isPartOfThem = isKnown && (query.list?.filter ?? since) !== undefined
  const named = (label: string, count: number) => (isKnown ? `${label} ${numberText(count)}` : label)
  const to = (tab?: TabParams) => listPathOf(pathname) + searchWith(search, tab)
  const chosen = (event: MouseEvent<HTMLElement>) => {
    // That opens another window.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    // Where there are no rows yet, they take the focus once they stand and nothing else has it.
    event.currentTarget.blur()
    // Whoever chooses rows goes on with keys.
    work.place.active.focus()
  }
  return (
    <nav aria-label="Rows by decision" className={styles.tabs}>
      <Link to={to()} onClick={chosen} aria-current={present === undefined && !since ? 'true' : undefined}>
        {named('All', all)}
      </Link>
      {isCompared && (
        <Suspense fallback={<RejectedBeforeToCome />}>
          <RejectedBefore to={to} onClick={chosen} />
        </Suspense>
      )}
      {tabs.map((tab) => (
        <Link
          key={tab.label}
          to={to(tab)}
          onClick={chosen}
          aria-current={present === tab.filter ? 'true' : undefined}
        >
          {named(tab.label, tab.count)}
        </Link>
      ))}
      {isPartOfThem && <span className={styles.whole}>{wholeText(certification)}</span>}
      {isCompared && (
        <Suspense fallback={null}>
          <MoreSinceLastTime to={to} onClick={chosen} />
        </Suspense>
      )}
    </nav>
  )
}

function wholeText({ counts_cover }: Pick<Certification, 'counts_cover'>): string {
  return counts_cover === 'all' ? 'Counts for the whole review' : 'Counts for all your rows'
}

function decisionTab(label: string, name: string, count: number): Tab {
  const value = `RESULT_DECISION_${name}`
  return { label, count, params: `decision=${value}`, filter: `decision eq "${value}"` }
}

const decided = ['ACCEPTED', 'REJECTED', 'FIXED'].map((name) => decisionTab('', name, 0))

/** Decided rows that are not signed off yet. */
const toSignOff = {
  label: 'To sign off',
  params: `${decided.map(({ params }) => params).join('&')}&signed_off_state=NOT_SIGNED_OFF`,
  filter: `(${decided.map(({ filter }) => filter).join(' or ')}) and signed_off_state eq "NOT_SIGNED_OFF"`,
}

const signedOff = {
  label: 'Signed off',
  params: 'signed_off_state=SIGNED_OFF',
  filter: 'signed_off_state eq "SIGNED_OFF"',
}

const replaced = new Set([
  'mutable_filter',
  'decision',
  'signed_off_state',
  'notes',
  'reviewers',
  'last_time_filter',
  'last_decision',
  'order_by',
])

/** The present parameters with what reviewers have said, now and last time, replaced by the tab's question. */
function searchWith(search: string, tab: TabParams | undefined): string {
  const params = addressParams(search)
  const order = params.filter(({ name }) => name === 'order_by')
  const others = params.filter(({ name }) => !replaced.has(name))
  const text = [searchOf(others), tab?.params ?? '', searchOf(order)].filter(Boolean).join('&')
  return text && `?${text}`
}
