import { value } from '../envelopes.ts'
import type { Route } from '../route.ts'
import { CertificationParams, OWN } from './certification-calls.ts'
import { GroupedPositions, GroupsQuery } from './result-groups.ts'

/** The route of the groups of a list of rows, apart from those that the first view calls. */
export const resultGroupRoutes = {
  listGroups: {
    method: 'GET',
    path: `${OWN}/groups`,
    summary:
      'The groups of a list of rows with their counts, and the ids of its rows in the order of the groups',
    permission: 'reviews:read',
    documented: false,
    params: CertificationParams,
    query: GroupsQuery,
    reply: value(GroupedPositions),
  },
} as const satisfies Record<string, Route>
