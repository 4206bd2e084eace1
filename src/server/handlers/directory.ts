import { isDots, isEmail } from '#contract/text.ts'
import { sameUser, type UserKey } from '#contract/people.ts'
import { pageSizes } from '#contract/envelopes.ts'
import type { Role } from '#contract/permissions.ts'
import { addressOf, type MadeLink } from '../auth/one-time-links.ts'
import { refuseDemo } from '../auth/refuse-demo.ts'
import { withoutEmptyRoles } from '../directory/collect-people.ts'
import type { Directory, Place } from '../directory/directory.ts'
import { readDirectoryText } from '../directory/read-directory-text.ts'
import { invalid, Refused, refused } from '../refused.ts'
import type { Call, Handlers } from './handlers.ts'
import type { PageTokens } from './page-tokens.ts'

type DirectoryHandlers = Pick<
  Handlers,
  | 'listDirectory'
  | 'findPerson'
  | 'addPerson'
  | 'setRoles'
  | 'deactivatePerson'
  | 'activatePerson'
  | 'makePasswordLink'
  | 'resetSecondFactors'
  | 'listSessionsOf'
  | 'endSessionsOf'
  | 'untieIdentity'
  | 'previewDirectory'
  | 'importDirectory'
  | 'listAccountLog'
>

/** The handlers of people as admins manage them. `publicUrl` is where links lead; without it they lead to a path. */
export function directoryHandlers(
  directory: Directory,
  tokens: PageTokens,
  publicUrl: string | undefined,
): DirectoryHandlers {
  const shownLink = ({ token, expires }: MadeLink) => ({
    url: addressOf(publicUrl ?? '', 'password', token),
    expires_at: expires.toISOString(),
  })
  return {
    ...readers(directory, tokens),
    ...fileHandlers(directory),

    async addPerson({ body }, call) {
      mayChangeRights(call)
      const { email, name, user_type = 'localCookieUser', id = email, roles, local_account = false } = body
      if (!isEmail(email))
        throw invalid('email', 'must be an email address, with no character that cannot be seen')
      if (isDots(id)) throw invalid('id', 'is one that no address can hold')
      if (isDots(user_type)) throw invalid('user_type', 'is one that no address can hold')
      const person = { user_type, id, email, name, roles, hasLocalAccount: local_account }
      const added = await directory.add(person, call.actor)
      return { value: { person: added.person, ...(added.link ? { link: shownLink(added.link) } : {}) } }
    },

    async setRoles({ params, body: { roles, seen, own } }, call) {
      mayChangeRights(call)
      refuseAccident(params, own, call)
      const { person, token } = await directory.setRoles(params, { roles, seen }, call.actor)
      const expires = call.actor.via === 'session' ? call.actor.session?.expires_at : undefined
      if (token !== undefined && expires !== undefined) call.setSession(token, new Date(expires))
      return { value: person }
    },

    async deactivatePerson({ params, body: { own } }, call) {
      mayChangeRights(call)
      refuseAccident(params, own, call)
      const value = await directory.deactivate(params, call.actor)
      if (sameUser(call.actor.user, params)) call.endSession()
      return { value }
    },

    async activatePerson({ params }, call) {
      mayChangeRights(call)
      return { value: await directory.activate(params, call.actor) }
    },

    async makePasswordLink({ params }, call) {
      mayChangeRights(call)
      return { value: shownLink(await directory.makePasswordLink(params, call.actor)) }
    },

    async resetSecondFactors({ params }, call) {
      mayChangeRights(call)
      return { value: await directory.resetSecondFactors(params, call.actor) }
    },

    async untieIdentity({ params }, call) {
      mayChangeRights(call)
      return { value: await directory.untie(params, call.actor) }
    },

    async endSessionsOf({ params }, call) {
      refuseDemo(call.actor)
      return { value: { ended: await directory.endSessions(params, call.actor) } }
    },
  }
}

function readers(
  directory: Directory,
  tokens: PageTokens,
): Pick<DirectoryHandlers, 'listDirectory' | 'findPerson' | 'listSessionsOf' | 'listAccountLog'> {
  return {
    async listDirectory({ query: { search, role, page_token } }, { actor }) {
      const use = {
        actor: actor.id,
        call: 'listDirectory',
        filter: JSON.stringify([search, role]),
        order: '',
      }
      const after = page_token ? tokens.open(page_token, use) : undefined
      const { rows, next } = await directory.list({ search, role, after, limit: pageSizes.usual })
      return pageOf(rows, next && tokens.seal(next, use))
    },

    async findPerson({ params }) {
      const person = await directory.find(params)
      if (!person) throw refused('NotFound', 'There is no such person in the directory.')
      return { value: person }
    },

    listSessionsOf: async ({ params }) => pageOf(await directory.listSessions(params), undefined),

    async listAccountLog({ query: { action, user_type, id, reference, page_token } }, { actor }) {
      if ((user_type === undefined) !== (id === undefined))
        throw invalid(id === undefined ? 'id' : 'user_type', 'is needed beside the other: both name a person')
      const person = user_type !== undefined && id !== undefined ? { user_type, id } : undefined
      const filter = JSON.stringify([action, user_type, id, reference])
      const use = { actor: actor.id, call: 'listAccountLog', filter, order: '' }
      const after: Place | undefined = page_token ? tokens.open(page_token, use) : undefined
      const entries = { action, person, reference: reference?.toUpperCase() }
      const { rows, next } = await directory.listLog({ ...entries, after, limit: pageSizes.usual })
      return pageOf(rows, next && tokens.seal(next, use))
    },
  }
}

function fileHandlers(directory: Directory): Pick<DirectoryHandlers, 'previewDirectory' | 'importDirectory'> {
  const read = async ({ file: text, role }: { file: string; role?: Role | undefined }) => {
    const { people, ...rest } = await readDirectoryText(text)
    const wanted = ({ line, person }: (typeof people)[number]) => ({
      line,
      person: withoutEmptyRoles(person),
    })
    return { ...rest, people: role ? people.map(wanted) : people, role, text }
  }
  return {
    async previewDirectory({ body }, { actor }) {
      refuseDemo(actor)
      return { value: await directory.preview(await read(body), actor) }
    },

    async importDirectory({ body }, call) {
      mayChangeRights(call)
      return { value: await directory.import(await read(body), body.preview, call.actor) }
    },
  }
}

function pageOf<Row>(rows: readonly Row[], token: string | undefined) {
  return { values: [...rows], next_page_token: token ?? '', has_more: token !== undefined }
}

/** What gives or takes rights is no account's of the demonstration, and takes a fresh proof. Throws `Refused` otherwise. */
function mayChangeRights(call: Call): void {
  refuseDemo(call.actor)
  call.requireFreshProof()
}

/** Refuses what somebody does to themselves without saying that they mean it. */
function refuseAccident(person: UserKey, own: boolean | undefined, { actor }: Call): void {
  if (own === true || !sameUser(actor.user, person)) return
  throw new Refused({
    code: 'FailedPrecondition',
    reason: 'OWN_ACCOUNT',
    message: 'This is your own account. Nothing was changed.',
    resolution: 'If you mean yourself, say so: own must be true.',
  })
}
