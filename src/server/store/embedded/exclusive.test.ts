import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { exclusively } from './exclusive.ts'

const log = { info: () => undefined, warn: () => undefined }

test.runIf(process.platform === 'linux')(
  'tasks on one directory do not overlap, and a failed one lets go',
  async () => {
    const directory = randomUUID()
    let inside = 0
    const seen: number[] = []
    const task = async (fails: boolean): Promise<void> => {
      seen.push(++inside)
      await sleep(5)
      inside--
      if (fails) throw new Error('failed')
    }
    const all = [true, false, true, false].map((fails) => exclusively(directory, log, () => task(fails)))
    const ends = await Promise.allSettled(all)
    expect(ends.map((end) => end.status).sort()).toEqual(['fulfilled', 'fulfilled', 'rejected', 'rejected'])
    expect(seen).toEqual([1, 1, 1, 1])
  },
)
