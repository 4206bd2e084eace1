import { dirname } from 'node:path'
import { describe, expect, test } from 'vitest'
import { isTest, sourceFiles, sourceText } from './source-files.ts'

type CodeFile = { readonly path: string; readonly lines: number }

const maxLines = 300
const median = { from: 40, to: 80 }
const maxOfMost = 160
/** A file of so few lines usually belongs to another; a few stand for themselves. */
const tiny = { lines: 10, files: 12 }
const maxInFolder = 25
/** Many by nature: one file a step of the tables, one a part of the page. */
const anyNumber = new Set(['server/store/migrations', 'ui'])
/** They stay as they are, however short. */
const isMigration = ({ path }: CodeFile) => path.startsWith('server/store/migrations/')

/** What is against the sizes of CONTRIBUTING.md, with the figures; empty when nothing is. */
function sizeProblems(files: readonly CodeFile[]): string[] {
  const sizes = files.map(({ lines }) => lines).toSorted((a, b) => a - b)
  const half = sizes[Math.floor(sizes.length / 2)] ?? 0
  const most = sizes[Math.ceil(sizes.length * 0.95) - 1] ?? 0
  const small = files.filter((file) => file.lines <= tiny.lines && !isMigration(file))
  const folders = new Map<string, number>()
  for (const { path } of files) folders.set(dirname(path), (folders.get(dirname(path)) ?? 0) + 1)
  return [
    ...files
      .filter(({ lines }) => lines > maxLines)
      .map(({ path, lines }) => `${path} has ${lines} lines, more than ${maxLines}`),
    ...[...folders]
      .filter(([folder, count]) => count > maxInFolder && !anyNumber.has(folder))
      .map(([folder, count]) => `${folder} has ${count} files, more than ${maxInFolder}`),
    ...(half < median.from || half > median.to
      ? [`half of the files have up to ${half} lines, not ${median.from} to ${median.to}`]
      : []),
    ...(most > maxOfMost ? [`95 of 100 files have up to ${most} lines, more than ${maxOfMost}`] : []),
    ...(small.length > tiny.files
      ? [
          `${small.length} files have at most ${tiny.lines} lines: ${small.map(({ path }) => path).join(', ')}`,
        ]
      : []),
  ]
}

describe('sizes of files', () => {
  const files = sourceFiles()
    .filter((path) => !isTest(path))
    .map((path) => ({ path, lines: sourceText(path).trimEnd().split('\n').length }))

  test('are those of CONTRIBUTING.md', () => {
    expect(files.length).toBeGreaterThan(500)
    expect(sizeProblems(files)).toEqual([])
  })

  const planted = (count: number, lines: number, folder = 'ui') =>
    Array.from({ length: count }, (_, index) => ({ path: `${folder}/planted-${index}.ts`, lines }))

  test.each([
    ['a long file', planted(1, 301)],
    ['a full folder', planted(26, 60, 'std')],
    ['many tiny files', planted(13, 9)],
    ['many short files', planted(900, 30)],
    ['many files above the middle', planted(900, 90)],
    ['many long files', planted(60, 250)],
  ])('%s would be seen', (_, more) => {
    expect(sizeProblems([...files, ...more])).not.toEqual([])
  })
})
