import { parseOptions } from '@node-rs/argon2'
import PQueue from 'p-queue'
import { refused } from '../refused.ts'
import { hashInThread, verifyInThread } from './hashing-threads.ts'

/** Argon2id as OWASP asks for at the least; a stored hash says its own, so these may grow. */
const parameters = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const
/** So many are hashed at a time: each keeps one core busy. */
const atOnce = 2
/** So many wait; more are sent away, so that a flood of tries takes neither memory nor other people's time. */
const maxWaiting = 50

/** The hash of a password that nobody knows: to try one against an account that is not there costs the same. */
export const nobodys =
  '$argon2id$v=19$m=19456,t=2,p=1$ao03vgqjvo7C9APCC7vVCw$yFy0l5TGNBdCSpdiurubeCCSn/bfEFOc+D/asMQsiRg'

/** What a try of a password came to; `rehashed` is to be stored where the hash was made with other parameters. */
export type Checked = { readonly ok: boolean; readonly rehashed?: string }

/** Hashes passwords and checks them, two at a time. */
export type Passwords = {
  /** What is stored of a password. Throws `Refused` Unavailable (503) where too many wait already. */
  hash(password: string): Promise<string>
  /**
   * Whether a password is that of the stored hash, which is looked for when it is its turn. Where there is none it takes the
   * same time, and is not. Throws `Refused` Unavailable (503) where too many wait already, and what `findStored` throws.
   */
  check(password: string, findStored: () => Promise<string | undefined>): Promise<Checked>
}

/** The `Passwords` of a process: it makes one, since the limits are those of the machine. */
export function createPasswords(): Passwords {
  const queue = new PQueue({ concurrency: atOnce })
  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    if (queue.size >= maxWaiting)
      throw refused('Unavailable', 'Too many people sign in right now. Try again in a moment.')
    return await queue.add(work)
  }
  return {
    hash: (password) => inTurn(() => hashInThread(password, parameters)),
    check: (password, findStored) =>
      inTurn(async () => {
        const stored = await findStored()
        const matches = await verifyInThread(stored ?? nobodys, password)
        if (stored === undefined || !matches) return { ok: false }
        return isCurrent(stored)
          ? { ok: true }
          : { ok: true, rehashed: await hashInThread(password, parameters) }
      }),
  }
}

/** Whether a stored hash was made with the parameters of now. */
function isCurrent(stored: string): boolean {
  const { algorithm, memoryCost, timeCost, parallelism } = parseOptions(stored)
  const made = { algorithm, memoryCost, timeCost, parallelism }
  return Object.entries(parameters).every(([name, value]) => made[name as keyof typeof made] === value)
}
