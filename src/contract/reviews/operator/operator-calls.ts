import { page, value } from '../../envelopes.ts'
import type { Route } from '../../route.ts'
import { ChangedCertification } from '../certification.ts'
import { CertificationParams, OWN } from '../certification-calls.ts'
import { CertificationLogEntry, Ending, EndInput, ReviewerStanding } from './ending.ts'

/** Our own routes for whoever runs a certification: who is late, and ending it before its due date (docs/decisions/0048). */
export const operatorRoutes = {
  listReviewers: {
    method: 'GET',
    path: `${OWN}/reviewers`,
    summary:
      'Who reviews rows of a certification, their open rows and last activity, for who sees all of it; who is late comes first',
    permission: 'reviews:read',
    documented: false,
    params: CertificationParams,
    reply: page(ReviewerStanding),
  },
  getEnding: {
    method: 'GET',
    path: `${OWN}/ending`,
    summary: 'What ending a certification now would do to its rows, for whoever runs it; ends nothing',
    permission: 'reviews:run',
    documented: false,
    params: CertificationParams,
    reply: value(Ending),
  },
  endCertification: {
    method: 'POST',
    path: `${OWN}:end`,
    summary:
      'Move the due date of a certification in progress to now; refused where that would come to something else than was seen',
    permission: 'reviews:run',
    documented: false,
    params: CertificationParams,
    body: EndInput,
    reply: value(ChangedCertification),
  },
  listCertificationLog: {
    method: 'GET',
    path: `${OWN}/log`,
    summary: 'What was done to a certification as a whole and why, oldest first, for who sees all of it',
    permission: 'reviews:read',
    documented: false,
    params: CertificationParams,
    reply: page(CertificationLogEntry),
  },
} as const satisfies Record<string, Route>
