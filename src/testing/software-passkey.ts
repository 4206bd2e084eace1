import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto'
import { isoCBOR } from '@simplewebauthn/server/helpers'

/** What a test has the authenticator say of itself, where it is not what a sound one says. */
type Says = {
  readonly verified?: boolean
  readonly origin?: string
  readonly counter?: number
  readonly host?: string
}

/** An authenticator in software for a host: makes one passkey, ES256 without attestation, and proves it. */
export function softwarePasskey(rpId: string, origin: string) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const id = randomBytes(32)
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  let counted = 0

  const clientData = (type: string, challenge: string, from: string) =>
    Buffer.from(JSON.stringify({ type, challenge, origin: from, crossOrigin: false }))

  function authenticatorData(
    { verified = true, counter = ++counted, host = rpId }: Says,
    made?: Buffer,
  ): Buffer {
    const flags = 0x01 | (verified ? 0x04 : 0) | (made ? 0x40 : 0)
    const count = Buffer.alloc(4)
    count.writeUInt32BE(counter)
    const head = Buffer.concat([createHash('sha256').update(host).digest(), Buffer.from([flags]), count])
    return made ? Buffer.concat([head, made]) : head
  }

  const answer = (response: Record<string, string>) => ({
    response: {
      id: id.toString('base64url'),
      rawId: id.toString('base64url'),
      type: 'public-key',
      clientExtensionResults: {},
      response,
    },
  })

  return {
    id: id.toString('base64url'),

    /** Answers `beginNewPasskey`. */
    make(challenge: string, says: Says = {}) {
      const cose = new Map<number, number | Uint8Array>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, Buffer.from(x, 'base64url')],
        [-3, Buffer.from(y, 'base64url')],
      ])
      const length = Buffer.from([0, id.length])
      const made = Buffer.concat([Buffer.alloc(16), length, id, Buffer.from(isoCBOR.encode(cose))])
      const attestation = new Map<string, unknown>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', new Uint8Array(authenticatorData({ counter: 0, ...says }, made))],
      ])
      return answer({
        clientDataJSON: clientData('webauthn.create', challenge, says.origin ?? origin).toString('base64url'),
        attestationObject: Buffer.from(isoCBOR.encode(attestation as never)).toString('base64url'),
      })
    },

    /** Answers `beginPasskey`. */
    prove(challenge: string, says: Says = {}) {
      const client = clientData('webauthn.get', challenge, says.origin ?? origin)
      const data = authenticatorData(says)
      const signed = Buffer.concat([data, createHash('sha256').update(client).digest()])
      return answer({
        clientDataJSON: client.toString('base64url'),
        authenticatorData: data.toString('base64url'),
        signature: createSign('sha256').update(signed).sign(privateKey).toString('base64url'),
      })
    },
  }
}
