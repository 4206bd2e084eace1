import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../', import.meta.url))
const files = readdirSync(root, { encoding: 'utf8', recursive: true }).filter(
  (file) =>
    /^(app|features|table|ui)\/.*\.tsx$/.test(file) && !file.includes('.test.') && file !== 'ui/refusal.tsx',
)

/** The opening tags of a file that say in their attributes that a control cannot be pressed. */
function disabledTags(source: string): readonly string[] {
  return [...source.matchAll(/<[A-Za-z][\w.]*/g)]
    .map(({ index }) => openingTag(source.slice(index)))
    .filter((tag) => /\s(aria-)?disabled=/.test(tag))
}

/** From `<` to the `>` that ends the tag: the first one that no expression is around. */
function openingTag(source: string): string {
  let depth = 0
  for (const [at, sign] of [...source].entries()) {
    if (sign === '{') depth += 1
    else if (sign === '}') depth -= 1
    else if (sign === '>' && depth === 0) return [...source].slice(0, at + 1).join('')
  }
  return source
}

const saysWhy = /\s(aria-describedby|data-tip)=/

test('T44 a control that cannot be pressed says why: by `refusal`, a description, or a tooltip', () => {
  const tags = files.flatMap((file) =>
    disabledTags(readFileSync(root + file, 'utf8')).map((tag) => ({ file, tag })),
  )
  expect(tags.length).toBeGreaterThan(5)
  expect(tags.filter(({ tag }) => !saysWhy.test(tag))).toEqual([])
})

test('T44 such a control is found in a source, whatever else stands in its tag', () => {
  const [tag = ''] = disabledTags(
    '<p>{a > b && <Button onClick={() => go()} disabled={c > d}>Go</Button>}</p>',
  )
  expect(tag).toBe('<Button onClick={() => go()} disabled={c > d}>')
  expect(saysWhy.test(tag)).toBe(false)
})
