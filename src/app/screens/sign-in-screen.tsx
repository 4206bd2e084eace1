import { Link, useLocation } from 'react-router'
import type { Session } from '#contract/session/session.ts'
import { Enrolment } from '#features/settings/security/enrolment.tsx'
import { SetPasswordPage } from '#features/sign-in/links/set-password.tsx'
import { SetUpPage } from '#features/sign-in/links/set-up.tsx'
import { tellOthers } from '#features/sign-in/parts/news.ts'
import { SignInPage } from '#features/sign-in/page.tsx'
import { SignedInPage } from '#features/sign-in/signed-in.tsx'
import { targetIn } from '#features/sign-in/target.ts'
import { useLinkToken } from '../link-token.ts'
import { rememberSession } from '../remember-session.ts'
import { isOnlyReviewer, verifyPath } from '../session-hint.ts'

const enrolment = (onDone: (session: Session | undefined) => void, onOther?: () => void) => (
  <Enrolment onDone={onDone} onOther={onOther} />
)

/** The pages by which people come in, in the frame of the page. */
export function SignInScreen() {
  const { pathname, search: written } = useLocation()
  const search = new URLSearchParams(written)
  const to = targetIn(search)
  const token = useLinkToken(pathname.startsWith('/set-'))
  const goTo = (target: string) => (session: Session | undefined) => {
    if (session) rememberSession(session)
    tellOthers()
    // Loaded anew, not routed: nothing that was read as somebody else stays in memory. Back leads past this page.
    location.replace(isOnlyReviewer() && target.startsWith('/activity/') ? '/' : target)
  }
  if (pathname === '/signed-in') return <SignedInPage search={search} />
  if (pathname === '/set-up')
    return <SetUpPage key={token} token={token} onSignedIn={goTo('/')} enrolment={enrolment} />
  if (pathname === '/set-password')
    return <SetPasswordPage key={token} token={token} onSignedIn={goTo('/')} enrolment={enrolment} />
  return (
    <SignInPage
      to={to}
      search={search}
      // Opened by a page that waits for it in another tab.
      onSignedIn={goTo(search.has('again') ? '/signed-in' : to)}
      enrolment={enrolment}
    >
      <p>
        Has somebody given you an export? <Link to={verifyPath}>Verify a pack</Link> without signing in.
      </p>
    </SignInPage>
  )
}
