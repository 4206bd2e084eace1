import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/browser'
import { lazyModule } from './lazy-module.ts'

/** What speaks to the browser's WebAuthn; fetched when somebody may need it. */
const webAuthn = lazyModule(
  () => import('@simplewebauthn/browser'),
  (module) => module,
)

/** What a server asks of a browser, in the JSON form of WebAuthn. */
type Options = { readonly challenge: string }

/** Thrown where a passkey was neither proven nor made; `message` says why, in words for whoever tried. */
export class PasskeyProblem extends Error {
  override readonly name = 'PasskeyProblem'
}

/** Whether this browser knows passkeys, at this address. */
export function canUsePasskeys(): boolean {
  return typeof globalThis.PublicKeyCredential === 'function'
}

/** Has the person prove a passkey; resolves to what the server checks. Throws `PasskeyProblem`. */
export async function provePasskey(options: Options): Promise<AuthenticationResponseJSON> {
  const { startAuthentication } = await webAuthn.load()
  try {
    return await startAuthentication({ optionsJSON: options })
  } catch (error) {
    throw new PasskeyProblem(problemOf(error, 'No passkey was used.'))
  }
}

/** Has the person make a passkey; resolves to what the server keeps. Throws `PasskeyProblem`. */
export async function makePasskey(options: Options): Promise<RegistrationResponseJSON> {
  const { startRegistration } = await webAuthn.load()
  try {
    // The server that this page comes from makes them whole.
    return await startRegistration({
      optionsJSON: options as Parameters<typeof startRegistration>[0]['optionsJSON'],
    })
  } catch (error) {
    throw new PasskeyProblem(problemOf(error, 'No passkey was made.'))
  }
}

function problemOf(error: unknown, what: string): string {
  const { name, code } =
    error instanceof Error ? { code: '', ...error, name: error.name } : { name: '', code: '' }
  if (code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED' || name === 'InvalidStateError')
    return `${what} This device has one for your account already.`
  if (name === 'SecurityError')
    return `${what} This address cannot have passkeys: ask for one by a name, over https.`
  if (name === 'NotSupportedError' || code === 'ERROR_AUTHENTICATOR_NO_SUPPORTED_PUBKEYCREDPARAMS_ALG')
    return `${what} This device cannot do what is asked of it. Try another one.`
  // The platform does not tell whether nobody answered, or said no.
  return `${what} Either it was cancelled, or nobody answered in time. You can try again.`
}
