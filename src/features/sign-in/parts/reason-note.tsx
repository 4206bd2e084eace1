import { Note } from '#ui/step-problem.tsx'
import { reasonWords, referenceIn } from './reasons.ts'

/** What the address says of an earlier try, or of signing out: what happened and what to do. Nothing where it is silent. */
export function ReasonNote({ search }: { readonly search: URLSearchParams }) {
  const reason = search.get('reason')
  if (!reason) return null
  if (reason === 'SIGNED_OUT') return <output>You are signed out.</output>
  const { title, advice } = reasonWords(reason)
  const reference = referenceIn(search)
  return (
    <Note>
      <p role="alert">
        <strong>{title}</strong> {advice}
      </p>
      {reference !== undefined && (
        <p>
          Reference: <code>{reference}</code>
        </p>
      )}
    </Note>
  )
}
