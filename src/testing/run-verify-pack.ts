import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { expect } from 'vitest'
import { pemOf } from './make-pack.ts'
import { root } from './source-files.ts'

export const verifyPackFile = join(root, 'tools/verify-pack.mjs')

export type Verdict = { readonly exit: number; readonly stdout: string; readonly stderr: string }

/** Begins the program anew for each message, as `node verify-pack.mjs …` does, in a process that is there already. */
const program = `
const { parentPort, workerData } = require('node:worker_threads')
const texts = { stdout: '', stderr: '' }
for (const name of ['stdout', 'stderr'])
  process[name].write = (text) => { texts[name] += text; return true }
let runs = 0
parentPort.on('message', async (args) => {
  Object.assign(texts, { stdout: '', stderr: '' })
  process.argv = [process.argv[0], workerData, ...args]
  await import(workerData + '?' + runs++)
  parentPort.postMessage({ exit: process.exitCode, ...texts })
})`

/** `tools/verify-pack.mjs`, to be run many times, one after another, with a folder of its own and the key of a server. */
export function startVerifyPack() {
  const worker = new Worker(program, { eval: true, workerData: pathToFileURL(verifyPackFile).href })
  const dir = mkdtempSync(join(tmpdir(), 'countersign-test-packs-'))
  const server = generateKeyPairSync('ed25519')
  const fileOf = (name: string, content: Buffer | string): string => {
    const path = join(dir, name)
    writeFileSync(path, content)
    return path
  }
  const keyFile = fileOf('key.pem', pemOf(server.publicKey))

  async function run(...args: readonly string[]): Promise<Verdict> {
    const answer = once(worker, 'message')
    worker.postMessage(args, [])
    const [verdict] = (await answer) as [Verdict]
    return verdict
  }
  const verify = async (zip: Buffer, key = keyFile) => await run('--key', key, fileOf('pack.zip', zip))
  return {
    dir,
    server,
    keyFile,
    fileOf,
    run,
    verify,
    /** What it says of a pack that is not verified. */
    refusal: async (zip: Buffer): Promise<string> => {
      const { exit, stdout, stderr } = await verify(zip)
      const last = stdout.split('\n').at(-2)
      expect({ exit, stderr, last }).toEqual({ exit: 1, stderr: '', last: 'NOT VERIFIED' })
      return stdout
    },
    async stop() {
      await worker.terminate()
      rmSync(dir, { recursive: true })
    },
  }
}
