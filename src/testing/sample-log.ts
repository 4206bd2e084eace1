/** Who acts in the sample log of the page "Workflow Parameters Reference", and who is assigned there. */
export const preview = {
  user_type: 'localCookieUser',
  id: 'e5aeaaf6-5d7a-4982-aa61-d0e6dea612a5',
  email: 'cookie@cookie.ai',
  name: 'preview-auth0',
}
export const docs = {
  user_type: 'localCookieUser',
  id: '299d63c2-8edb-4ed1-a725-e56d84d956b7',
  email: 'aallen@veza.com',
  name: 'docs',
}

/** That log, word for word. */
export const sampleLog = [
  {
    action: 'REVIEWER_ASSIGNED',
    user: preview,
    time: '2022-09-20T17:50:06.939577367Z',
    reviewer_detail: { old_reviewers: [], new_reviewers: [docs] },
  },
  {
    action: 'DECISION',
    user: preview,
    time: '2022-09-20T17:50:21.424281596Z',
    decision_detail: { decision: 'RESULT_DECISION_ACCEPTED', note: 'OK' },
  },
  {
    action: 'DECISION',
    user: preview,
    time: '2022-09-20T17:50:44.381372987Z',
    decision_detail: { decision: 'RESULT_DECISION_FIXED', note: '' },
  },
  {
    action: 'NOTE_ADDED',
    user: preview,
    time: '2022-09-20T17:52:14.773114900Z',
    note: 'updating the note',
  },
]
