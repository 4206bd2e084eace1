import { lazyModule } from '#ui/lazy-module.ts'

const code = lazyModule(
  () => import('./read-list-query.ts'),
  (module) => module,
)

/** What reads and writes the parameters of the tab's address; not needed for the plain list, so fetched on demand. */
export function codec() {
  return code.load()
}
