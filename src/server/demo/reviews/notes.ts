/** What reviewers of the demonstration write. */
export const rejectNotes: readonly string[] = [
  'Changed department in March, no longer needed.',
  'Only needed for the migration, which is over.',
  'Read access is enough; please take the write role away.',
  'Nicht mehr im Team.',
  'Left the project “Aurora” — remove.',
  'Contract ended.',
]
export const acceptNotes: readonly string[] = [
  'On call for this system.',
  'Checked with the owner, still needed until June.',
  'Ok.',
  'Backup for Ada during the release.',
]
export const questions: readonly string[] = [
  'Asked the team lead whether this is still used.',
  'Why does a contractor hold this?\nWaiting for an answer from procurement.',
  '¿Sigue siendo necesario?',
]
export const hookErrors: readonly string[] = [
  'ServiceNow answered 503; the ticket could not be created.',
  'Jira: project ACCESS does not allow this issue type.',
]
