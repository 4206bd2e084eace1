import { type ReactNode, Suspense, useState } from 'react'
import type { Certification } from '#contract/reviews/certification.ts'
import { phaseOf } from '#contract/reviews/review-phase.ts'
import { runs } from '#contract/reviews/review-rules.ts'
import { useAnyNotified } from '#queries/reviews/use-row.ts'
import { lazyModule } from '#ui/lazy-module.ts'
import { lazyDialog, lazyPart } from '#ui/lazy-part.tsx'
import { OpeningDialog } from '#ui/opening-dialog.tsx'
import { Announcer } from './announcer.tsx'
import { storedColumns, storedKeyboard, storeColumns, storeKeyboard } from './browser-choice.ts'
import { reviewColumns, usualColumns } from '../table/columns.ts'
import { ChangesBar } from './changes-bar.tsx'
import { ReviewHeader } from './header.tsx'
import { mayChangeRows, type ReviewContext } from '../table/review-context.ts'
import { ReviewContextProvider } from '../table/use-review-context.ts'
import { NoRows } from './no-rows.tsx'
import { NoticeBar } from './notice-bar.tsx'
import { RowActionDialog } from '../decide/row-action-dialog.tsx'
import { coversOf, mayIncludeOthers } from '../filters/others.ts'
import { OthersToggle } from '../filters/others-toggle.tsx'
import type { DrawerContext } from '../drawer/drawer-context.ts'
import { StatusLine } from './status-line.tsx'
import { ReviewTable } from '../table/table.tsx'
import { Tabs } from './tabs.tsx'
import { ToolbarPlace } from './toolbar-place.tsx'
import type { ListQueryState } from '../filters/use-list-query.ts'
import type { ReviewState } from './use-review-state.ts'
import { useRowWork } from '../table/use-row-work.ts'
import styles from './view.module.css'

/** Fetched beside the rows, not before them: nobody filters what is not there yet. */
const Toolbar = lazyPart(
  lazyModule(
    () => import('./toolbar.tsx'),
    (module) => module.Toolbar,
    { alone: true },
  ),
)
const HelpDialog = lazyDialog(
  'Keys',
  () => import('./help-dialog.tsx'),
  (module) => module.HelpDialog,
)

type Props = {
  readonly review: ReviewState & Pick<ReviewContext, 'viewer'>
  readonly certification: Certification
  readonly query: ListQueryState
  readonly zone: string
  /** The id of the row that is open over the list. */
  readonly openRow: number | undefined
  readonly onOpen: (result_id: number) => void
  /** Gives up a row that is on its way: the list stays. */
  readonly onCancelOpen: () => void
  /** The row that is open over the list, given what its buttons and keys do. */
  readonly renderRowPage: (
    view: Pick<DrawerContext, 'act' | 'undo' | 'actByKey' | 'covers' | 'said' | 'letters'>,
  ) => ReactNode
}

/** The screen of one review, drawn. */
export function ReviewView(props: Props) {
  const { review, certification, query, zone, openRow, onOpen } = props
  const { rows, pending, viewer, matches, now, context } = review
  const [chosen, setChosen] = useState(storedColumns)
  const [keyboard, setKeyboard] = useState(storedKeyboard)
  const [help, setHelp] = useState(false)
  const withOthers = query.includeOthers && mayIncludeOthers(viewer)
  const covers = coversOf(viewer, withOthers)
  const onHelp = () => setHelp(true)
  const work = useRowWork(review, { openRow, onOpen, keyboard, onHelp, covers })
  const { place, act, undo, actByKey, opening, asking } = work
  const said = work.notice?.text ?? ''

  const attributes = context?.attributes
  const columns = reviewColumns({ zone, attributes, decides: mayChangeRows(viewer) })
  const usual = usualColumns(attributes, useAnyNotified(rows.store))
  const visibility = { ...usual, ...chosen }
  const { filter, mutable_filter } = query.list ?? {}
  const filtered = filter !== undefined || mutable_filter !== undefined
  const shared: ReviewContext = { store: rows.store, pending, viewer, now, matches, act }
  return (
    <div className={styles.view}>
      <ReviewHeader
        certification={certification}
        context={context}
        covered={withOthers || !runs(viewer) ? 'all' : 'own'}
        now={now}
        zone={zone}
      />
      <Tabs
        certification={certification}
        asked={query.list ? mutable_filter : null}
        counted={query.list !== undefined && filter === undefined}
        onChosen={place.active.focus}
      />
      <Suspense fallback={<ToolbarPlace />}>
        <Toolbar
          query={query}
          attributes={attributes}
          zone={zone}
          columns={columns}
          visibility={visibility}
          usual={usual}
          onVisibility={(next) => {
            storeColumns(next)
            setChosen(next)
          }}
          onHelp={onHelp}
        />
      </Suspense>
      <StatusLine rows={rows} moved={review.moved} filtered={filtered} zone={zone}>
        <ChangesBar
          certification_id={certification.certification_id}
          store={rows.store}
          pending={pending}
          viewer={viewer}
          now={now}
          zone={zone}
          onOpen={opening.open}
          covers={covers}
          withOthers={withOthers}
        />
        <OthersToggle certification={certification} context={context} viewer={viewer} query={query} />
      </StatusLine>
      <ReviewContextProvider value={shared}>
        <ReviewTable
          rows={rows}
          columns={columns}
          visibility={visibility}
          order={query.searches.filter.order}
          orders={columns.flatMap(({ orderBy }) => orderBy ?? [])}
          onOrder={(order) => query.change({ order })}
          place={place}
          onOpen={work.open}
          keys={work.keys}
          openRow={openRow}
          emptySlot={
            <NoRows
              query={query}
              rows={rows}
              filtered={filtered}
              phase={phaseOf(certification, now)}
              error_reason={certification.error_reason}
            />
          }
        />
        <NoticeBar notice={work.notice} place={place} />
        {props.renderRowPage({ act, undo, actByKey, covers, said, letters: keyboard.letters })}
        {opening.id !== undefined && (
          <OpeningDialog
            look="drawer"
            title="Row of a review"
            onClose={() => {
              opening.cancel()
              props.onCancelOpen()
            }}
          />
        )}
        {asking && (
          <RowActionDialog
            {...asking}
            key={`${asking.action} ${asking.id}`}
            store={rows.store}
            pending={pending}
            viewer={viewer}
            now={now}
            zone={zone}
            onClose={work.closeAsking}
          />
        )}
      </ReviewContextProvider>
      <Announcer pending={pending} said={said} />
      {help && (
        <HelpDialog
          choice={keyboard}
          onChange={(next) => {
            storeKeyboard(next)
            setKeyboard(next)
          }}
          onClose={() => setHelp(false)}
        />
      )}
    </div>
  )
}
