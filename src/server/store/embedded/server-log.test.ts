import { closeSync, mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { complaintsSince, openLog, sizeOf } from './server-log.ts'

function temporaryLog(text: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'countersign-test-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  const path = join(directory, 'postgres.log')
  writeFileSync(path, text)
  return path
}

test('a log past 10 MB is set aside', () => {
  const path = temporaryLog('')
  truncateSync(path, 11 * 2 ** 20)
  closeSync(openLog(path))
  expect([sizeOf(path), sizeOf(`${path}.1`)]).toEqual([0, 11 * 2 ** 20])
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

test('only the complaints of the last start are quoted', () => {
  const old = 'FATAL:  an old one\n'
  const path = temporaryLog(`${old}LOG:  starting\nFATAL:  could not create lock file\n`)
  expect(complaintsSince(path, old.length)).toBe('FATAL:  could not create lock file')
})
