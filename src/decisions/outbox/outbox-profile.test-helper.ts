import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { vi } from 'vitest'
import { ApiError, networkError } from '#client/api-error.ts'
import type { Preconditions } from '#client/client.ts'
import { noFailure } from '#contract/errors.ts'
import type { Result } from '#contract/reviews/result.ts'
import { aPerson, aResult } from '#testing/result.ts'
import type { Device } from './device.ts'
import { createCipher } from './outbox-cipher.ts'
import { type ChannelMessage, readMessage } from './channel-message.ts'
import { openOutboxDatabase } from './outbox-database.ts'
import type { RowRef } from './outbox-entry.ts'
import type { OutboxEvent } from './outbox-event.ts'
import type { OutboxOptions } from './outbox-options.ts'
import { createOutboxStore, type OutboxStore } from './outbox-store.ts'
import { Outbox } from './outbox.ts'
import { partOf, type RowChange } from '../row-change.ts'

/** A person with a key of their own. */
export const identityOf = (name: string) => ({
  actor: `hash-of-${name}`,
  key: btoa(name.padEnd(32, '.')),
})
export const ada = identityOf('ada')
export const ben = identityOf('ben')

/** A server of one certification that remembers keys, checks versions, and logs what it has done. */
export class ServerModel {
  readonly log: { readonly id: number; readonly key: string; readonly change: RowChange }[] = []
  /** Who is signed in. */
  session: string | undefined = ada.actor
  /** Called before a request is taken and before it is answered; a throw cuts it off there. */
  cut: (where: 'request' | 'answer') => void = () => undefined
  /** How often each status was answered. */
  readonly answers = new Map<number, number>()
  private readonly rows = new Map<number, Result>()
  private readonly keys = new Map<string, { readonly asked: string; readonly version: number }>()

  row(id: number): Result {
    return this.rows.get(id) ?? aResult({ result_id: id })
  }

  /** A colleague changes a row. */
  change(id: number, change: RowChange): void {
    const { version } = this.row(id)
    this.rows.set(id, {
      ...this.row(id),
      ...partOf(change),
      version: version + 1,
      updated_by: aPerson('bob'),
    })
  }

  readonly send = async ({ result_id }: RowRef, change: RowChange, on: Preconditions): Promise<number> => {
    await Promise.resolve()
    this.cut('request')
    const version = this.take(result_id, change, on)
    this.cut('answer')
    return version
  }

  private take(id: number, change: RowChange, { version, key, actor }: Preconditions): number {
    if (this.session === undefined) throw this.failed(401)
    if (actor !== this.session) throw this.failed(403, { code: 'OtherAccount' })
    const asked = JSON.stringify([id, change, version])
    const earlier = this.keys.get(key)
    if (earlier) {
      if (earlier.asked !== asked) throw this.failed(422)
      return earlier.version
    }
    const row = this.row(id)
    if (row.version !== version) throw this.failed(412, { current: { value: row, entries: [] } })
    const next = { ...row, ...partOf(change), version: version + 1 }
    this.rows.set(id, next)
    this.keys.set(key, { asked, version: next.version })
    this.log.push({ id, key, change })
    return next.version
  }

  private failed(status: number, part: object = {}): ApiError {
    this.answers.set(status, (this.answers.get(status) ?? 0) + 1)
    return new ApiError({ ...noFailure(status), ...part })
  }
}

export const cutOff = () => {
  throw networkError()
}

type Tab = {
  readonly outbox: Outbox
  readonly events: OutboxEvent[]
  /** The keys that this tab has sent, once for each request. */
  readonly sent: string[]
  readonly add: (id: number, change: RowChange, due?: number) => void
  /** The tab comes into view: it is the one that sends from now on. */
  readonly show: () => void
  /** The browser takes away what the tab keeps on the device. */
  readonly clear: () => void
  /** The tab is gone from one moment to the next. */
  readonly kill: () => void
}

type Member = { hear: (message: ChannelMessage) => void; actor: string; lose: () => void }

/** A browser profile: its database, and the tabs that are open in it. */
export class Profile {
  readonly factory = new IDBFactory()
  private readonly tabs = new Set<{
    hear: (message: ChannelMessage) => void
    actor: string
    lose: () => void
  }>()
  private keys = 0

  constructor() {
    vi.stubGlobal('indexedDB', this.factory)
  }

  /** Opens a tab, in view, as somebody. `wrap` stands between the outbox and its store. */
  open(
    server: ServerModel,
    identity = ada,
    {
      wrap = (store: OutboxStore) => store,
      ...options
    }: Partial<OutboxOptions> & {
      wrap?: (store: OutboxStore) => OutboxStore
    } = {},
  ): Tab {
    const sent: string[] = []
    const events: OutboxEvent[] = []
    let alive = true
    let show = () => {}
    const member: Member = { hear: () => {}, actor: identity.actor, lose: () => {} }
    let lose = () => {}
    const openDevice = async (_: typeof identity, onLost: () => void): Promise<Device> => {
      lose = onLost
      const database = await openOutboxDatabase(onLost)
      const store = createOutboxStore(database, await createCipher(identity.key), identity.actor)
      return {
        store: wrap(dying(store, () => alive)),
        connect: (onMessage) => {
          member.hear = onMessage
          return (message) => this.post(member, message)
        },
        elect: ({ onElected, onLost }) => {
          member.lose = onLost
          show = () => this.elect(member, onElected)
          show()
        },
      }
    }
    const outbox = new Outbox({
      send: async (row, change, on) => {
        if (!alive) return await new Promise(() => {})
        sent.push(on.key)
        const answer = await server.send(row, change, on)
        return alive ? answer : await new Promise(() => {})
      },
      afterPaint: () => Promise.resolve(),
      open: openDevice,
      newKey: () => `key-${(this.keys += 1)}`,
      random: () => 0,
      ...options,
    })
    outbox.subscribe('c-1', (event) => {
      if (event.kind !== 'looked at') events.push(event)
    })
    this.tabs.add(member)
    void outbox.open(identity)
    return {
      outbox,
      events,
      sent,
      add: (result_id, change, due) => {
        const row = { certification_id: 'c-1', result_id }
        outbox.add(row, change, server.row(result_id), { name: 'Ada Lovelace, Administrator', due })
      },
      show: () => show(),
      clear: () => lose(),
      kill: () => {
        alive = false
        member.lose()
        this.tabs.delete(member)
      },
    }
  }

  /** Everything that lies in the database, as text. */
  async dump(): Promise<string> {
    const database = await openOutboxDatabase(() => undefined)
    const texts = [await database.getAll('entries'), await database.getAll('rows')].flat().map((record) => {
      const { ct, ...rest } = 'ct' in record ? record : { ...record, ct: record.halt?.ct }
      return JSON.stringify(rest) + new TextDecoder().decode(ct)
    })
    return texts.join('\n')
  }

  private post(from: object, message: ChannelMessage): void {
    const read = readMessage(structuredClone(message))
    if (!read) throw new Error('a tab says what no tab can read')
    for (const tab of this.tabs) if (tab !== from) setTimeout(() => tab.hear(read))
  }

  private elect(member: { actor: string; lose: () => void }, onElected: () => void): void {
    for (const tab of this.tabs) if (tab !== member && tab.actor === member.actor) tab.lose()
    onElected()
  }
}

/** A store whose tab may be gone: it then does nothing any more. */
function dying(store: OutboxStore, isAlive: () => boolean): OutboxStore {
  const forever = new Promise<never>(() => {})
  return {
    readAll: () => (isAlive() ? store.readAll() : forever),
    readRow: (row) => (isAlive() ? store.readRow(row) : forever),
    write: (writes) => (isAlive() ? store.write(writes) : forever),
    answered: (...given) => (isAlive() ? store.answered(...given) : forever),
  }
}
