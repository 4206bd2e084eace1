import { useEffect } from 'react'
import { tellOthers } from './parts/news.ts'
import { ReasonNote } from './parts/reason-note.tsx'
import { SignInLayout } from './parts/layout.tsx'

/** Where a sign-in in another window ends: it tells the page that waits to look again, and closes. */
export function SignedInPage({ search }: { readonly search: URLSearchParams }) {
  const hasFailed = search.has('reason')
  useEffect(() => {
    if (hasFailed) return
    tellOthers()
    window.close()
  }, [hasFailed])
  return (
    <SignInLayout title={hasFailed ? 'Not signed in' : 'You are signed in'}>
      <ReasonNote search={search} />
      <p>
        {hasFailed ? (
          'Close this window and try again on the page that you came from.'
        ) : (
          <>
            The page that you came from goes on. You can close this window, or <a href="/">go on here</a>.
          </>
        )}
      </p>
    </SignInLayout>
  )
}
