import { useLocation, useNavigate, useSearchParams } from 'react-router'
import type { LogFilter } from '#queries/directory/people.ts'
import { addressParams, type UnreadablePart, withoutUnreadable } from '#table/address/address-params.ts'
import { useUnreadableChoice } from '../parts/unreadable-choice.ts'
import { knownActions } from './log-words.ts'

/** What the address narrows the log to, what of it cannot be read, and how it is changed. */
type LogAddress = {
  readonly filter: LogFilter
  readonly unreadable: readonly UnreadablePart[]
  readonly drop: () => void
  /** Asks for something else in place of what is named; '' for everything. */
  readonly look: (next: Partial<LogFilter>) => void
}

/** Reads `action`, `user_type` with `id`, and `reference` of the address. */
export function useLogFilter(): LogAddress {
  const [address, setAddress] = useSearchParams()
  const { search } = useLocation()
  const navigate = useNavigate()
  const choice = useUnreadableChoice('action', 'What', knownActions)
  const text = (name: string) => address.get(name) ?? ''
  const filter = {
    action: text('action'),
    user_type: text('user_type'),
    id: text('id'),
    reference: text('reference'),
  }
  const unreadable = [...choice.unreadable, ...halfAPerson(search, filter)]
  return {
    filter,
    unreadable,
    drop: () => void navigate({ search: withoutUnreadable(search, unreadable) }, { replace: true }),
    look(next) {
      const wanted = Object.entries({ ...filter, ...next }).filter(([, value]) => value !== '')
      setAddress(Object.fromEntries(wanted), { replace: true })
    },
  }
}

/** An id without its type names nobody, nor does a type alone. */
function halfAPerson(search: string, { user_type, id }: LogFilter): readonly UnreadablePart[] {
  if ((user_type === '') === (id === '')) return []
  const params = addressParams(search).filter(({ name }) => name === 'user_type' || name === 'id')
  return [{ params, reason: 'A person is named by user_type and id together.' }]
}
