import { createHash } from 'node:crypto'
import { isIP } from 'node:net'
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import * as z from 'zod/mini'
import { personId, sameUser, type UserKey, type WorkflowUser } from '#contract/people.ts'
import type { PasskeyStore, StoredPasskey } from './accounts.ts'

/** For which host passkeys are made and asked, and at which origin. */
export type RelyingParty = { readonly id: string; readonly origin: string }

/**
 * The relying party of a server at this origin; undefined where its host is an address and no name: browsers make no passkeys
 * there.
 */
export function relyingPartyOf(origin: string): RelyingParty | undefined {
  const { hostname } = new URL(origin)
  return isIP(hostname) !== 0 || hostname.startsWith('[') ? undefined : { id: hostname, origin }
}

/** What the browser of a person needs to make a passkey. */
export async function newPasskeyOptions(passkeys: PasskeyStore, party: RelyingParty, person: WorkflowUser) {
  const there = await passkeys.findPasskeys(person)
  const options = await generateRegistrationOptions({
    rpName: 'Countersign',
    rpID: party.id,
    userName: person.email || person.id,
    userDisplayName: person.name,
    userID: new Uint8Array(createHash('sha256').update(personId(person)).digest()),
    excludeCredentials: there.map(listed),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
  await passkeys.keepChallenge(options.challenge, person)
  return options
}

/** What a browser needs to prove a passkey: one of a person, or any of its own. */
export async function passkeyOptions(
  passkeys: PasskeyStore,
  party: RelyingParty,
  person: UserKey | undefined,
) {
  const theirs = person ? (await passkeys.findPasskeys(person)).map(listed) : []
  const options = await generateAuthenticationOptions({
    rpID: party.id,
    allowCredentials: theirs,
    userVerification: 'required',
  })
  await passkeys.keepChallenge(options.challenge, person)
  return options
}

const listed = ({ id, transports }: StoredPasskey) => ({ id, transports: [...transports] })

/**
 * The passkey that a browser made for a person in answer to a challenge of theirs; undefined for any other answer. The
 * challenge is used up either way.
 */
export async function madePasskey(
  passkeys: PasskeyStore,
  party: RelyingParty,
  person: UserKey,
  answer: unknown,
): Promise<StoredPasskey | undefined> {
  const expectedChallenge = await challengeOf(passkeys, answer)
  if (expectedChallenge?.person === 'anybody' || !expectedChallenge) return undefined
  if (!sameUser(expectedChallenge.person, person)) return undefined
  const { verified, registrationInfo } = await unlessWrong(() =>
    verifyRegistrationResponse({
      ...expectedOf(party, expectedChallenge.challenge),
      response: answer as RegistrationResponseJSON,
    }),
  )
  if (!verified || !registrationInfo) return undefined
  const { id, publicKey, counter, transports = [] } = registrationInfo.credential
  return { id, publicKey, counter, transports: transports.slice(0, 10) }
}

/**
 * Whose passkey answers a challenge with a person verified by it; undefined for any other answer, for one to a challenge of
 * somebody else, and for a passkey that has counted less than before. The challenge is used up either way.
 */
export async function personByPasskey(
  passkeys: PasskeyStore,
  party: RelyingParty,
  answer: unknown,
): Promise<{ readonly person: UserKey; readonly passkey: string } | undefined> {
  const challenge = await challengeOf(passkeys, answer)
  const { id } = Answer.safeParse(answer).data ?? {}
  const stored = challenge && id !== undefined ? await passkeys.findPasskey(id) : undefined
  if (!challenge || !stored) return undefined
  const { owner, passkey } = stored
  if (challenge.person !== 'anybody' && !sameUser(challenge.person, owner)) return undefined
  const { verified, authenticationInfo } = await unlessWrong(() =>
    verifyAuthenticationResponse({
      ...expectedOf(party, challenge.challenge),
      response: answer as AuthenticationResponseJSON,
      credential: { ...passkey, transports: [...passkey.transports] },
    }),
  )
  if (!verified || !authenticationInfo) return undefined
  const counted = await passkeys.countPasskey(passkey.id, passkey.counter, authenticationInfo.newCounter)
  return counted ? { person: owner, passkey: passkey.id } : undefined
}

const expectedOf = ({ id, origin }: RelyingParty, expectedChallenge: string) => ({
  expectedChallenge,
  expectedOrigin: origin,
  expectedRPID: id,
  requireUserVerification: true,
})

/** What the library throws is what it finds wrong with an answer: it asks nobody, so nothing else can fail. */
async function unlessWrong<T extends { readonly verified: boolean }>(
  verify: () => Promise<T>,
): Promise<T | { verified: false; registrationInfo?: never; authenticationInfo?: never }> {
  try {
    return await verify()
  } catch {
    return { verified: false }
  }
}

const Answer = z.looseObject({ id: z.string(), response: z.looseObject({ clientDataJSON: z.string() }) })
const ClientData = z.looseObject({ challenge: z.string() })

async function challengeOf(passkeys: PasskeyStore, answer: unknown) {
  const read = Answer.safeParse(answer)
  const text = read.success
    ? Buffer.from(read.data.response.clientDataJSON, 'base64url').toString('utf8')
    : ''
  const client = ClientData.safeParse(parsed(text))
  if (!client.success) return undefined
  const { challenge } = client.data
  const person = await passkeys.takeChallenge(challenge)
  return person === undefined ? undefined : { challenge, person }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // no answer of a browser
  }
}
