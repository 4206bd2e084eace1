import { type ComponentType, type ReactNode, Suspense } from 'react'
import { useOutletContext } from 'react-router'
import { Dialog } from '#ui/dialog.tsx'
import type { LazyModule } from '#ui/lazy-module.ts'
import { lazyPart } from '#ui/lazy-part.tsx'
import { Skeleton } from '#ui/skeleton.tsx'

/** What stands where a screen will be while its code is on its way. */
export function Loading() {
  return <Skeleton label="Loading" rows={12} />
}

type LazyRoute = { readonly Component: () => Promise<ComponentType> }

/** Milliseconds for which the screen before stays while the next one's code is on its way. */
const maxWaitMs = 1_000

/**
 * A screen of the router whose code is fetched when somebody goes there. The fetch never fails as far as the router can
 * see, which would remember a failure for good: what cannot be fetched says so in the screen's own place.
 */
export function lazyScreen(code: LazyModule<ComponentType>): LazyRoute {
  const Screen = lazyPart(code, (panel) => (
    <>
      <title>Not loaded · Countersign</title>
      {panel}
    </>
  ))
  return whenFetched(code, () => (
    <Suspense fallback={<Loading />}>
      <Screen />
    </Suspense>
  ))
}

/** The same for a drawer over a screen, which hands its outlet how to close it. */
export function lazyDrawer(title: string, code: LazyModule<ComponentType>): LazyRoute {
  const Drawer = lazyPart(code, (panel) => <EmptyDrawer title={title}>{panel}</EmptyDrawer>)
  return whenFetched(code, () => (
    <Suspense>
      <Drawer />
    </Suspense>
  ))
}

function whenFetched(code: LazyModule<unknown>, Component: ComponentType): LazyRoute {
  const wait = () => new Promise((done) => setTimeout(done, maxWaitMs))
  return {
    Component: async () => {
      await Promise.race([code.fetch(), wait()])
      return Component
    },
  }
}

function EmptyDrawer({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const { close } = useOutletContext<{ readonly close: () => void }>()
  return (
    <Dialog look="drawer" title={title} onClose={close}>
      {children}
    </Dialog>
  )
}
