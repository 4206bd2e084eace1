import { type CSSProperties, type ReactNode, useCallback, useSyncExternalStore } from 'react'
import { type ActivePosition, useActivePosition } from '#table/grid/active-position.ts'
import { headerOf } from '#table/grid/group-lines.ts'
import type { RowPlace } from '#table/grid/grid-row.tsx'
import { PlaceholderRow } from '#table/grid/placeholder-row.tsx'
import { isolated } from '#std/isolate.ts'
import { Button } from '#ui/button.tsx'
import { Foreign } from '#ui/foreign.tsx'
import { Muted } from '#ui/muted.tsx'
import { numberText } from '#ui/number-text.ts'
import { mayChangeRows, useReview } from '../state/review-provider.ts'
import type { Counts } from './group-counts.ts'
import { countsText } from './group-words.ts'
import type { AskGroup } from './use-ask-group.ts'
import type { Groups } from './use-groups.ts'

type Props = {
  readonly group: number
  readonly groups: Groups
  readonly asking: AskGroup
  readonly place: RowPlace
  readonly activePosition: ActivePosition
  readonly card: boolean
}

/** The header of a group among the rows: what it is of, its counts, and what can be asked of its rows together. */
export function GroupHeader({ group, groups, asking, place, activePosition, card }: Props) {
  const { lines, all } = groups
  const position = headerOf(group)
  const active = useActivePosition(activePosition, (marked) => marked === position)
  const tree = {
    'aria-level': 1,
    'aria-setsize': all.length,
    'aria-posinset': group + 1,
    'aria-expanded': !lines.isClosed(group),
    'data-mark': 'group',
  } as const
  return (
    <PlaceholderRow place={{ ...place, index: position, active, tree }} card={card}>
      <HeaderLine group={group} groups={groups} card={card}>
        <HeaderButtons group={group} groups={groups} asking={asking} />
      </HeaderLine>
    </PlaceholderRow>
  )
}

type LineProps = Pick<Props, 'group' | 'groups' | 'card'> & { readonly children?: ReactNode }

/** What a header says. Screen readers are told by its row whether the group is open. */
export function HeaderLine({ group, groups, card, children }: LineProps) {
  const { all, lines, nameOf } = groups
  const { type = '', rows = 0 } = all[group] ?? {}
  const counts = useCounts(groups, group)
  const chosen = useChosenIn(groups, group)
  const summary = countsText(rows, counts) + (chosen > 0 ? ` · ${numberText(chosen)} chosen` : '')
  return (
    <div style={card ? onCard : inRow}>
      <span style={words}>
        <span aria-hidden="true">{lines.isClosed(group) ? '▸' : '▾'}</span>{' '}
        <b style={nameStyle}>
          <Foreign text={nameOf(group)} />
        </b>{' '}
        {type !== '' && (
          <Muted>
            <Foreign text={type} />
          </Muted>
        )}{' '}
        {!card && <Muted>· {summary}</Muted>}
      </span>
      {card && <Muted>{summary}</Muted>}
      {children && <span style={card ? { ...buttons, minHeight: 44 } : buttons}>{children}</span>}
    </div>
  )
}

/** How many rows of a group are chosen. */
function useChosenIn({ lines, order }: Groups, group: number): number {
  const { choice } = useReview()
  return useSyncExternalStore(choice.subscribe, () => {
    if (!choice.get()) return 0
    const first = lines.firstOf(group)
    let count = 0
    for (let at = first; at < first + lines.sizeOf(group); at += 1) {
      const id = order.idAt(at)
      if (id !== undefined && choice.standing(id) !== undefined) count += 1
    }
    return count
  })
}

/** The counts of a group as rows change. */
function useCounts({ counts }: Groups, group: number): Counts {
  const subscribe = useCallback((fn: () => void) => counts.subscribe(group, fn), [counts, group])
  return useSyncExternalStore(subscribe, () => counts.of(group))
}

function HeaderButtons({ group, groups, asking }: Pick<Props, 'group' | 'groups' | 'asking'>) {
  const { viewer } = useReview()
  const counts = useCounts(groups, group)
  if (!mayChangeRows(viewer)) return null
  const rest = numberText(counts.none)
  const name = isolated(groups.nameOf(group))
  return (
    <>
      {counts.none > 0 && (
        <>
          <Button
            aria-label={`Accept the ${rest} to decide of ${name}…`}
            onClick={() => asking.ask(group, 'accept')}
          >
            Accept the {rest} to decide…
          </Button>
          <Button
            aria-label={`Reject the ${rest} to decide of ${name}…`}
            onClick={() => asking.ask(group, 'reject')}
          >
            Reject…
          </Button>
        </>
      )}
      <Button look="quiet" aria-label={`Choose the rows of ${name}`} onClick={() => asking.choose(group)}>
        Choose
      </Button>
    </>
  )
}

/** In view also where the table is wider than the window, with the buttons beside the words. */
const inRow: CSSProperties = {
  position: 'sticky',
  left: 16,
  display: 'flex',
  alignItems: 'center',
  gap: 12,
  width: 'fit-content',
  minWidth: 0,
  maxWidth: 'min(100%, 100vw - 32px)',
}
const onCard: CSSProperties = { display: 'flex', flexDirection: 'column', gap: 8, minWidth: 0 }
const words: CSSProperties = {
  flex: '0 1 auto',
  minWidth: 0,
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
}
const nameStyle: CSSProperties = { color: 'var(--text)', fontWeight: 600 }
const buttons: CSSProperties = { display: 'flex', flex: 'none', gap: 6 }
