import { type ReactNode, Suspense, useState } from 'react'
import type { Certification } from '#contract/certification.ts'
import { phaseOf } from '#contract/review-phase.ts'
import { useAnyNotified } from '#queries/use-row.ts'
import { lazyModule } from '#ui/lazy-module.ts'
import { lazyDialog, lazyPart } from '#ui/lazy-part.tsx'
import { Announcer } from './announcer.tsx'
import { storedColumns, storedKeyboard, storeColumns, storeKeyboard } from './browser-choice.ts'
import { reviewColumns, usualColumns } from './columns.ts'
import { ChangesBar } from './changes-bar.tsx'
import { ReviewHeader } from './header.tsx'
import { mayChangeRows, type ReviewKit } from './kit.ts'
import { KitProvider } from './kit-context.ts'
import { NoRows } from './no-rows.tsx'
import type { RowAround } from './row-around.ts'
import { StatusLine } from './status-line.tsx'
import { ReviewTable } from './table.tsx'
import { Tabs } from './tabs.tsx'
import { ToolbarPlace } from './toolbar-place.tsx'
import { useActive } from './use-active.ts'
import { useActs } from './use-acts.ts'
import type { QuestionState } from './use-question.ts'
import { useReviewKeys } from './use-review-keys.ts'
import type { ReviewState } from './use-review-state.ts'
import styles from './view.module.css'

/** Fetched beside the rows, not before them: nobody filters what is not there yet. */
const Toolbar = lazyPart(
  lazyModule(
    () => import('./toolbar.tsx'),
    (module) => module.Toolbar,
    { alone: true },
  ),
)
const DeedDialog = lazyDialog(
  'Row of a review',
  () => import('./deed-dialog.tsx'),
  (module) => module.DeedDialog,
)
const HelpDialog = lazyDialog(
  'Keys',
  () => import('./help-dialog.tsx'),
  (module) => module.HelpDialog,
)

type Props = {
  readonly review: ReviewState & Pick<ReviewKit, 'reader'>
  readonly certification: Certification
  readonly question: QuestionState
  readonly zone: string
  /** The id of the row that is open over the list. */
  readonly openRow: number | undefined
  readonly onOpen: (result_id: number) => void
  /** The row that is open over the list, given what its buttons and keys do. */
  readonly renderRowPage: (view: Pick<RowAround, 'act' | 'said' | 'letters'>) => ReactNode
}

/** The screen of one review, drawn. */
export function ReviewView(props: Props) {
  const { review, certification, question, zone, openRow, onOpen } = props
  const { rows, pending, reader, matches, now, context } = review
  const [chosen, setChosen] = useState(storedColumns)
  const [keyboard, setKeyboard] = useState(storedKeyboard)
  const [help, setHelp] = useState(false)
  const place = useActive(rows, openRow)
  const acts = useActs(review, keyboard.moveOn ? place.moveTo : undefined)
  const { act } = acts

  const open = (position: number) => {
    const id = rows.idAt(position)
    if (id !== undefined) onOpen(id)
  }
  const onActive = (deed: Parameters<typeof act>[0]) => () => {
    const id = rows.idAt(place.active.get())
    if (id !== undefined) act(deed, id)
  }
  const letters = {
    j: () => place.moveTo(place.active.get() + 1),
    k: () => place.moveTo(place.active.get() - 1),
    a: onActive('accept'),
    r: onActive('reject'),
    n: onActive('note'),
    s: onActive('sign off'),
    u: pending.undo,
    o: () => open(place.active.get()),
    '/': focusFilters,
    '?': () => setHelp(true),
  }
  useReviewKeys(keyboard.letters ? letters : noKeys)

  const attributes = context?.attributes
  const columns = reviewColumns({ zone, attributes, decides: mayChangeRows(reader) })
  const usual = usualColumns(attributes, useAnyNotified(rows.store))
  const visibility = { ...usual, ...chosen }
  const { filter, mutable_filter } = question.list ?? {}
  const filtered = filter !== undefined || mutable_filter !== undefined
  const kit: ReviewKit = { store: rows.store, pending, reader, now, matches, act }
  return (
    <div className={styles.view}>
      <ReviewHeader certification={certification} context={context} now={now} zone={zone} />
      <Tabs
        certification={certification}
        asked={mutable_filter}
        counted={question.list?.filter === undefined}
      />
      <Suspense fallback={<ToolbarPlace />}>
        <Toolbar
          question={question}
          attributes={attributes}
          zone={zone}
          columns={columns}
          visibility={visibility}
          usual={usual}
          onVisibility={(next) => {
            storeColumns(next)
            setChosen(next)
          }}
          onHelp={() => setHelp(true)}
        />
      </Suspense>
      <StatusLine rows={rows} moved={review.moved} filtered={filtered} zone={zone}>
        <ChangesBar
          certification_id={certification.certification_id}
          store={rows.store}
          pending={pending}
          reader={reader}
          now={now}
          zone={zone}
          onOpen={onOpen}
        />
      </StatusLine>
      <KitProvider value={kit}>
        <ReviewTable
          rows={rows}
          columns={columns}
          visibility={visibility}
          order={question.searches.filter.order}
          orders={columns.flatMap(({ orderBy }) => orderBy ?? [])}
          onOrder={(order) => question.change({ order })}
          active={place.active}
          onActive={place.setActive}
          onOpen={open}
          openRow={openRow}
          emptySlot={
            <NoRows
              question={question}
              rows={rows}
              filtered={filtered}
              phase={phaseOf(certification, now)}
              error_reason={certification.error_reason}
            />
          }
        />
        {props.renderRowPage({ act, said: acts.said, letters: keyboard.letters })}
        {acts.asking && (
          <Suspense>
            <DeedDialog
              {...acts.asking}
              store={rows.store}
              pending={pending}
              reader={reader}
              zone={zone}
              onClose={acts.closeAsking}
            />
          </Suspense>
        )}
      </KitProvider>
      <Announcer pending={pending} said={acts.said} />
      {help && (
        <Suspense>
          <HelpDialog
            choice={keyboard}
            onChange={(next) => {
              storeKeyboard(next)
              setKeyboard(next)
            }}
            onClose={() => setHelp(false)}
          />
        </Suspense>
      )}
    </div>
  )
}

const noKeys = {}

function focusFilters() {
  document.querySelector<HTMLElement>('fieldset[aria-label$="filters"] button')?.focus()
}
