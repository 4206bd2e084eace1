import type { RouteName } from '#contract/routes.ts'
import { refused } from '../refused.ts'

/** Handlers of calls of the contract that this server does not answer yet. */
export const notYet = handlersOf('openLink', 'setUp', 'setPasswordByLink')

function handlersOf<N extends RouteName>(...names: readonly N[]): Readonly<Record<N, () => never>> {
  const handler = (): never => {
    throw refused('Unimplemented', 'This server does not do this yet.')
  }
  return Object.fromEntries(names.map((name) => [name, handler])) as Record<N, () => never>
}
