import { type ComponentType, type ReactNode, use, useSyncExternalStore } from 'react'
import { Dialog } from './dialog.tsx'
import { type LazyModule, lazyModule } from './lazy-module.ts'
import { PartFailure } from './part-failure.tsx'

/** Puts the panel that stands in a part's place into what the part would have stood in; gets the part's own props. */
type Frame<P> = (panel: ReactNode, props: P) => ReactNode

/**
 * A component whose code is fetched when it is first drawn, or before that in idle time. Suspends until it is here;
 * where it cannot be fetched, a panel that tries again stands in its place and nothing else of the page breaks.
 */
export function lazyPart<P extends object>(
  code: LazyModule<ComponentType<P>>,
  frame: Frame<P> = (panel) => panel,
): ComponentType<P> {
  return function LazyPart(props: P) {
    const state = useSyncExternalStore(code.subscribe, code.getState)
    const loaded = state instanceof Promise ? use(state) : state
    if (loaded.kind === 'failed') return frame(<PartFailure why={loaded.why} onRetry={code.fetch} />, props)
    const Part = loaded.value
    return <Part {...props} />
  }
}

/** The same for a dialog: where its code cannot be fetched, a dialog of that title says so. */
export function lazyDialog<M, P extends { readonly onClose: (done: boolean) => void }>(
  title: string,
  get: () => Promise<M>,
  pick: (module: M) => ComponentType<P>,
): ComponentType<P> {
  return lazyPart(lazyModule(get, pick, { alone: true }), (panel, { onClose }) => (
    <Dialog title={title} onClose={() => onClose(false)}>
      {panel}
    </Dialog>
  ))
}
