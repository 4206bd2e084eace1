import { useLocation, useNavigate } from 'react-router'
import { addressParams, type UnreadablePart, withoutUnreadable } from '#table/address/address-params.ts'

/** What of an address cannot be read, and how it is taken out of it. */
export type UnreadableChoice = {
  readonly unreadable: readonly UnreadablePart[]
  readonly drop: () => void
}

/**
 * Reads whether the parameter `name` of the address, called `title` on the page, is one of `values`. A list is not shown
 * without what its link asks for; an empty parameter asks for nothing.
 */
export function useUnreadableChoice(
  name: string,
  title: string,
  values: readonly string[],
): UnreadableChoice {
  const { search } = useLocation()
  const navigate = useNavigate()
  const params = addressParams(search).filter(
    (param) => param.name === name && param.value !== '' && !values.includes(param.value),
  )
  const reason = `${title} has no such value. It is one of ${values.join(', ')}.`
  const unreadable = params.length > 0 ? [{ params, reason }] : []
  return {
    unreadable,
    drop: () => void navigate({ search: withoutUnreadable(search, unreadable) }, { replace: true }),
  }
}
