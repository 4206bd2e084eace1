import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { type Actor, holds, type Role, roles } from '#contract/permissions.ts'
import type { Session } from '#contract/session/session.ts'

// Of this file alone: these modules remember who is signed in and what a tab has not sent.
vi.resetModules()
const { reportUnsent } = await import('#decisions/outbox/unwritten.ts')
const { sessionHint } = await import('./early-data.ts')
const { followAccount } = await import('./follow-account.ts')
const { rememberSession } = await import('./remember-session.ts')
const { putOffSignIn, sessionEnd, sessionIsBack } = await import('./session-end.ts')
const { askToSignIn, askWhoseItIs, isOnlyReviewer, isNobody, mayOpenSession, setLeaving, signInHere } =
  await import('./session-hint.ts')

/** What a browser gives a page; Node has neither. */
function openBrowser(at: string) {
  const kept = new Map<string, string>()
  const left: string[] = []
  const forgotten: string[] = []
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
  })
  const { pathname, search, hash } = new URL(at, 'http://127.0.0.1')
  vi.stubGlobal('location', {
    pathname,
    search,
    hash,
    replace: (to: string) => left.push(to),
    reload: () => left.push('again'),
  })
  vi.stubGlobal('sessionStorage', { clear: () => forgotten.push('reasons') })
  vi.stubGlobal('document', { querySelector: () => null })
  return { kept, left, forgotten }
}

afterEach(() => {
  vi.unstubAllGlobals()
  sessionIsBack()
})

/** What a page gives that has a dialog open, in which somebody has written this. */
const dialogWith = (text: string) => () => ({ value: text })
const user = { user_type: 'localCookieUser', id: 'ada', email: '', name: 'Ada' }
const sessionAs = (held: readonly Role[]): Session => ({
  actor: { id: 'ada', name: 'Ada', roles: [...held], user },
  capabilities: { mode: 'local' },
  demo: false,
})
const everySet = Array.from({ length: 2 ** roles.length }, (_, bits) =>
  roles.filter((_role, place) => bits & (1 << place)),
)

test('the activity log is offered to exactly those whom the server lets read it', () => {
  openBrowser('/')
  for (const held of everySet.filter(({ length }) => length > 0)) {
    rememberSession(sessionAs(held))
    const actor: Actor = { id: 'ada', name: 'Ada', user, roles: held, via: 'session' }
    expect(!isOnlyReviewer(), held.join()).toBe(holds(actor, 'activity:read'))
  }
})

describe('a session that is missing', () => {
  test.each([undefined, 'yes'])('is opened by the page where it remembers %s', (hint) => {
    const { kept, left } = openBrowser('/reviews')
    if (hint) kept.set(sessionHint, hint)
    expect(mayOpenSession()).toBe(true)
    expect(left).toEqual([])
  })

  test('leads to the sign-in page and back where somebody has signed in', () => {
    const { left } = openBrowser('/reviews/c-1?decision=none&q=a%2Fb#x')
    rememberSession(sessionAs(['auditor']))
    expect(mayOpenSession()).toBe(false)
    askToSignIn()
    expect(left).toEqual(['/sign-in?to=%2Freviews%2Fc-1%3Fdecision%3Dnone%26q%3Da%252Fb%23x'])
    expect(left).toEqual([signInHere()])
  })

  test('is not opened again after signing out, which also forgets the reasons that were given', () => {
    const { left, forgotten } = openBrowser('/')
    rememberSession(sessionAs(['reviewer']))
    expect(forgotten).toEqual([])
    rememberSession(undefined)
    expect(forgotten).toEqual(['reasons'])
    expect(isNobody()).toBe(true)
    expect(mayOpenSession()).toBe(false)
    askToSignIn()
    expect(left).toEqual(['/sign-in?to=%2F'])
  })

  test('forgets what was written when somebody else signs in, and keeps it for the same person', () => {
    const { forgotten } = openBrowser('/')
    rememberSession(sessionAs(['reviewer']))
    rememberSession(sessionAs(['operator', 'reviewer']))
    expect(forgotten).toEqual([])
    const other = {
      ...sessionAs(['reviewer']),
      actor: { ...sessionAs(['reviewer']).actor, user: { ...user, id: 'ben' } },
    }
    rememberSession(other)
    expect(forgotten).toEqual(['reasons'])
  })

  test('leads nowhere from the sign-in page itself', () => {
    const { left } = openBrowser('/sign-in?to=%2F')
    rememberSession(undefined)
    expect(mayOpenSession()).toBe(false)
    askToSignIn()
    expect(left).toEqual([])
  })
})

test('T08 the sign-in page takes nobody away from changes that are not sent, nor from what they are writing', () => {
  const { left } = openBrowser('/reviews')
  rememberSession(sessionAs(['reviewer']))
  reportUnsent(left, { unsent: 1, stored: 1 })
  askToSignIn()
  reportUnsent(left, { unsent: 0, stored: 0 })
  expect(sessionEnd.get()).toEqual({ why: 'signed out', isPutOff: false })
  sessionIsBack()
  vi.stubGlobal('document', { querySelector: dialogWith('Left the te') })
  askToSignIn()
  expect(left).toEqual([])
  expect(sessionEnd.get()?.why).toBe('signed out')
  vi.stubGlobal('document', { querySelector: () => null })
  askToSignIn()
  expect(left).toEqual(['/sign-in?to=%2Freviews'])
})

test('T08 what is refused while somebody signs out leads nowhere', () => {
  const { left } = openBrowser('/reviews')
  setLeaving(true)
  askToSignIn()
  expect(left).toEqual([])
  setLeaving(false)
  askToSignIn()
  expect(left).toEqual(['/sign-in?to=%2Freviews'])
})

/** A page of ana that follows the account of the browser, and what becomes of it as another tab leaves `account`. */
function followed(at: string, occasion: 'storage' | 'visibilitychange' = 'storage') {
  const browser = openBrowser(at)
  const heard = new EventTarget()
  vi.stubGlobal('addEventListener', heard.addEventListener.bind(heard))
  rememberSession(sessionAs(['reviewer']))
  const stop = followAccount()
  onTestFinished(stop)
  const change = (account: string) => {
    browser.kept.set(sessionHint, account)
    heard.dispatchEvent(new Event(occasion))
  }
  return { ...browser, change }
}

test.each(['storage', 'visibilitychange'] as const)(
  'T13 a page on which nothing is open never becomes somebody else’s unasked (%s)',
  (occasion) => {
    const { left, forgotten, change } = followed('/reviews', occasion)
    change('reviewer localCookieUser ben')
    expect(sessionEnd.get()).toEqual({ why: 'other account', isPutOff: false })
    putOffSignIn()
    vi.stubGlobal('document', { querySelector: dialogWith('Left the te') })
    // They sign out again: who sits there now is not known either.
    change('out')
    askToSignIn()
    expect(sessionEnd.get()?.why).toBe('other account')
    expect([left, forgotten]).toEqual([[], []])
  },
)

test('T13 of what the server refuses because another person is signed in the page’s own person is always asked', () => {
  const { left } = openBrowser('/reviews')
  askWhoseItIs()
  expect(sessionEnd.get()).toEqual({ why: 'other account', isPutOff: false })
  expect(left).toEqual([])
})

test('T13 on the pages where people sign in nobody is asked', () => {
  const { left, change } = followed('/sign-in')
  change('reviewer localCookieUser ben')
  expect(left).toEqual(['again'])
  askWhoseItIs()
  expect(left).toEqual(['again', 'again'])
  expect(sessionEnd.get()).toBeUndefined()
})

test('T08 a tab on which nothing is open is loaded again where the same person signs in in another role', () => {
  const { left, forgotten, change } = followed('/reviews')
  change('operator localCookieUser ada')
  expect(left).toEqual(['again'])
  expect(forgotten).toEqual([])
})

test('T08 a tab in which somebody wrote forgets it when they sign out in another', () => {
  const { left, forgotten, change } = followed('/reviews')
  change('out')
  expect(left).toEqual(['again'])
  expect(forgotten).toEqual(['reasons'])
})

test.each([
  ['out', 'signed out'],
  ['operator localCookieUser ben', 'other account'],
])('T08 whoever is writing in a dialog is asked first where another tab leaves %s', (now, why) => {
  const { kept, left, forgotten } = openBrowser('/reviews')
  const heard = new EventTarget()
  vi.stubGlobal('addEventListener', heard.addEventListener.bind(heard))
  vi.stubGlobal('document', { querySelector: dialogWith('Left the te') })
  rememberSession(sessionAs(['reviewer']))
  const stop = followAccount()
  // As the other tab leaves it.
  kept.set(sessionHint, now)
  heard.dispatchEvent(new Event('storage'))
  expect(left).toEqual([])
  expect(forgotten).toEqual([])
  expect(sessionEnd.get()).toEqual({ why, isPutOff: false })
  stop()
})

describe('while a decision is in the memory of this tab alone', () => {
  test('T08 another account in another tab loads nothing again: its person is asked', () => {
    const { kept, left } = openBrowser('/reviews')
    const heard = new EventTarget()
    vi.stubGlobal('addEventListener', heard.addEventListener.bind(heard))
    rememberSession(sessionAs(['reviewer']))
    const stop = followAccount()
    heard.dispatchEvent(new Event('storage'))
    expect(left).toEqual([])
    reportUnsent(left, { unsent: 2, stored: 1 })
    kept.set(sessionHint, 'out')
    heard.dispatchEvent(new Event('storage'))
    expect(left).toEqual([])
    expect(sessionEnd.get()?.why).toBe('signed out')
    reportUnsent(left, { unsent: 0, stored: 0 })
    stop()
  })
})
