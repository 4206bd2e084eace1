import type { ReviewListQuery } from './review-positions.ts'

const review = (certification_id: string) => ['review', certification_id] as const
const row = (certification_id: string, result_id: number) =>
  [...review(certification_id), 'row', result_id] as const

/** The cache keys of one certification. */
export const reviewKeys = {
  certification: (certification_id: string) => [...review(certification_id), 'certification'] as const,
  context: (certification_id: string) => [...review(certification_id), 'context'] as const,
  reviewerInfos: (certification_id: string) => [...review(certification_id), 'reviewer-infos'] as const,
  standing: (certification_id: string) => [...review(certification_id), 'standing'] as const,
  positions: (certification_id: string, list: ReviewListQuery) =>
    [...review(certification_id), 'positions', list] as const,
  row,
  history: (certification_id: string, result_id: number) =>
    [...row(certification_id, result_id), 'history'] as const,
} as const

/** The cache keys of the list of certifications, and of what a new one is made from. */
export const certificationKeys = {
  list: ['certifications'],
  workflows: ['workflows'],
  snapshots: (workflow_id: string) => ['snapshots', workflow_id] as const,
  people: (search: string) => ['people', search] as const,
} as const

/** The cache keys of what whoever runs a certification asks about its end. */
export const endingKeys = {
  ending: (certification_id: string) => [...review(certification_id), 'ending'] as const,
  reviewers: (certification_id: string) => [...review(certification_id), 'reviewers'] as const,
  log: (certification_id: string) => [...review(certification_id), 'log'] as const,
} as const

/** The cache keys of what has become of access since the certification before. */
export const lastTimeKeys = {
  sinceLastTime: (certification_id: string, version: string) =>
    [...review(certification_id), 'since last time', version] as const,
  gone: (certification_id: string, shown: number) => [...review(certification_id), 'gone', shown] as const,
} as const

/** The cache keys of a person or a resource of a certification, and of what the peers of a row's person hold. */
export const entityKeys = {
  entity: (certification_id: string, node: string, type: string, id: string) =>
    [...review(certification_id), 'entity', node, type, id] as const,
  peers: (certification_id: string, result_id: number) =>
    [...row(certification_id, result_id), 'peers'] as const,
} as const
