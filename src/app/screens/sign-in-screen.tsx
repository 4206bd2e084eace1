import { Link, useLocation } from 'react-router'
import { SignInPage } from '#features/sign-in/page.tsx'
import { safeTarget } from '#features/sign-in/target.ts'
import { isOnlyReviewer, isSignedOut, verifyPath } from '../session-hint.ts'
import { rememberSession } from '../remember-session.ts'

/** The sign-in page in the frame of the page. */
export function SignInScreen() {
  const to = safeTarget(new URLSearchParams(useLocation().search).get('to'))
  return (
    <SignInPage
      signedOut={isSignedOut()}
      onSignedIn={(session) => {
        rememberSession(session)
        // Loaded anew, not routed: nothing that was read as somebody else stays in memory. Back leads past this page.
        location.replace(isOnlyReviewer() && to.startsWith('/activity/') ? '/' : to)
      }}
    >
      <p>
        Has somebody given you an export? <Link to={verifyPath}>Verify a pack</Link> without signing in.
      </p>
    </SignInPage>
  )
}
