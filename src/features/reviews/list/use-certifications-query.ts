import { useLocation, useNavigate } from 'react-router'
import { withoutUnreadable } from '#table/address/address-params.ts'
import {
  changeCertificationsQuery,
  type CertificationsQuery,
  readCertificationsQuery,
} from './certifications-query.ts'

export type CertificationsQueryState = ReturnType<typeof readCertificationsQuery> & {
  /** Asks for something else: a step that Back undoes, unless it only goes on with a text that is being typed. */
  readonly change: (next: Partial<CertificationsQuery>, typing?: boolean) => void
  /** Takes out of the address what cannot be read, so that the list of the rest is shown. */
  readonly dropUnreadable: () => void
}

/** What the address asks of the list; it lives there and nowhere else. */
export function useCertificationsQuery(): CertificationsQueryState {
  const { search } = useLocation()
  const query = readCertificationsQuery(search)
  const navigate = useNavigate()
  // Drawn at once: a box that is ticked must not show itself unticked until the rest of the page has been drawn.
  const change = (next: Partial<CertificationsQuery>, typing = false) =>
    void navigate({ search: changeCertificationsQuery(search, next) }, { replace: typing, flushSync: true })
  return {
    ...query,
    change,
    dropUnreadable: () => void navigate({ search: withoutUnreadable(search, query.unreadable) }),
  }
}
