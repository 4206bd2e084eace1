import { spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

type Typed = {
  /** The section of the README whose lines stand there to be typed. */
  readonly section: string
  /** What begins the line that makes a key, in the place of which is one. */
  readonly key: string
  readonly url: string
}

/**
 * Types the lines of a section about exports: that which says "until" is repeated until the export is finished. Returns the
 * files that are saved by it, by their names.
 */
export async function typeExportLines({ section, key, url }: Typed): Promise<ReadonlyMap<string, Buffer>> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-test-readme-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const lines = await linesOf(section)
  const poll = lines.split('\n').find((line) => line.includes('# until "status":"FINISHED"')) ?? ''
  const [before = '', after = ''] = lines.split(poll)
  const typed = [
    before.replace(/^KEY=.*$/m, `KEY=${key}`).replace('http://127.0.0.1:4870', url),
    `until ${poll.replace(/#.*/, '')} | grep -q '"status":"FINISHED"'; do sleep 0.1; done`,
    after,
  ]
  await shell(typed.join('\n'), folder)
  return await filesOf(folder)
}

/** Types the lines of a section that go on from those of another, with what these have set. Returns the files likewise. */
export async function typeLinesAfter(
  section: string,
  url: string,
  set: Readonly<Record<string, string>>,
): Promise<ReadonlyMap<string, Buffer>> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-test-readme-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const variables = Object.entries(set).map(([name, text]) => `${name}=${text}`)
  const lines = (await linesOf(section)).replaceAll('http://127.0.0.1:4870', url)
  await shell([...variables, lines].join('\n'), folder)
  return await filesOf(folder)
}

async function filesOf(folder: string): Promise<ReadonlyMap<string, Buffer>> {
  const names = await readdir(folder)
  return new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name))] as const)),
  )
}

async function linesOf(section: string): Promise<string> {
  const text = await readFile('README.md', 'utf8')
  const [, after = ''] = text.split(`### ${section}\n`)
  const block = /^(?: {4}.*\n)+/m.exec(after)?.[0] ?? ''
  return block.replaceAll(/^ {4}/gm, '')
}

async function shell(script: string, cwd: string): Promise<void> {
  const child = spawn('sh', ['-eu', '-c', script], { cwd, stdio: ['ignore', 'ignore', 'inherit'] })
  const code = await new Promise((resolve) => child.once('close', resolve))
  if (code !== 0) throw new Error(`the lines ended with ${String(code)}`)
}
