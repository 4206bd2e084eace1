import { type ComponentType, type ReactNode, Suspense, use, useSyncExternalStore } from 'react'
import { Dialog } from './dialog.tsx'
import { type LazyModule, lazyModule } from './lazy-module.ts'
import { OpeningDialog } from './opening-dialog.tsx'
import { PartFailure } from './part-failure.tsx'

/** Puts the panel that stands in a part's place into what the part would have stood in; gets the part's own props. */
type Frame<P> = (panel: ReactNode, props: P) => ReactNode

/**
 * A component whose code is fetched when it is first drawn, or in idle time before that. Suspends until the code is
 * here. Where it cannot be fetched, `frame` holds a panel that says why and tries again, and the rest of the page
 * goes on.
 */
export function lazyPart<P extends object>(
  code: LazyModule<ComponentType<P>>,
  frame: Frame<P> = (panel) => panel,
): ComponentType<P> {
  return function LazyPart(props: P) {
    const state = useSyncExternalStore(code.subscribe, code.getState)
    if (state instanceof Promise) return <Suspended until={state} />
    if (state.kind === 'failed') return frame(<PartFailure why={state.why} onRetry={code.fetch} />, props)
    const Part = state.value
    return <Part {...props} />
  }
}

/** Stands where the code will be. A component of its own: one that has suspended by `use` must call it again when it is done. */
function Suspended({ until }: { readonly until: Promise<unknown> }) {
  use(until)
  return null
}

type DialogOptions = {
  readonly look?: 'box' | 'drawer'
  /** As of a `lazyModule`: whether no other code shares its file or what that needs. */
  readonly alone?: boolean
}

type Closable = { readonly onClose: (done: boolean) => void }

/**
 * A `lazyPart` that is a dialog. While its code is on its way, an empty dialog of that title is open and takes the
 * keys; where it cannot be fetched, a dialog says so.
 */
export function lazyDialog<M, P extends Closable>(
  title: string,
  get: () => Promise<M>,
  pick: (module: M) => ComponentType<P>,
  { look = 'box', alone = true }: DialogOptions = {},
): ComponentType<P> {
  const Part = lazyPart(lazyModule(get, pick, { alone }), (panel, { onClose }) => (
    <Dialog title={title} look={look} onClose={() => onClose(false)}>
      {panel}
    </Dialog>
  ))
  return function LazyDialog(props: P) {
    return (
      <Suspense fallback={<OpeningDialog title={title} look={look} onClose={() => props.onClose(false)} />}>
        <Part {...props} />
      </Suspense>
    )
  }
}
