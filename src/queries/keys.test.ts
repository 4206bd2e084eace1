import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')

test('keys of the cache stand in the key tree of their resource and nowhere else', () => {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  const code = files.filter((file) => /\.tsx?$/.test(file) && !/\.test\.|-keys\.ts$/.test(file))
  const typed = code.filter((file) =>
    /(queryKey|mutationKey):\s*\[/.test(readFileSync(join(root, file), 'utf8')),
  )
  expect(code.length).toBeGreaterThan(400)
  expect(typed).toEqual([])
})
