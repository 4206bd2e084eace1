import { readFileSync } from 'node:fs'
import { minifySync, type Plugin, type Rolldown, transformWithOxc } from 'vite'

const source = 'src/app/early-request.ts'

/** The screens that links lead to, and the module that each begins with. */
const screens = {
  activity: 'src/app/screens/workflow-actions-screen.tsx',
  review: 'src/app/screens/review-screen.tsx',
} as const

/**
 * Writes the early script into index.html, with the names of the files that each screen needs beyond the entry. The
 * server reads its hash from the built file (src/server/http/files.ts).
 */
export function inlineEarlyRequest(): Plugin {
  return {
    name: 'inline-early-request',
    transformIndexHtml: {
      order: 'post',
      async handler(_, { bundle }) {
        const files = bundle ? screenFiles(bundle) : { activity: [], review: [] }
        const { code } = await transformWithOxc(readFileSync(source, 'utf8'), source)
        const children = minifySync(source, `const SCREEN_FILES=${JSON.stringify(files)};${code}`).code
        if (/\bimport\b|<\//.test(children)) throw new Error(`${source} must import nothing.`)
        return [{ tag: 'script', children: `{${children}}`, injectTo: 'head-prepend' }]
      },
    },
  }
}

function screenFiles(bundle: Rolldown.OutputBundle): Record<keyof typeof screens, string[]> {
  const chunks = Object.values(bundle).filter((file) => file.type === 'chunk')
  const entry = chunks.find((chunk) => chunk.isEntry)
  if (!entry) throw new Error('There is no entry chunk.')
  const ofEntry = withImports(entry, chunks)
  const filesOf = (module: string) => {
    const chunk = chunks.find(({ moduleIds }) => moduleIds.some((id) => id.endsWith(module)))
    if (!chunk) throw new Error(`No chunk holds ${module}.`)
    return [...withImports(chunk, chunks)].filter((name) => !ofEntry.has(name)).map((name) => `/${name}`)
  }
  return { activity: filesOf(screens.activity), review: filesOf(screens.review) }
}

/** The files of a chunk and of everything that it imports before it can run. */
function withImports(chunk: Rolldown.OutputChunk, chunks: readonly Rolldown.OutputChunk[]): Set<string> {
  const files = new Set([chunk.fileName])
  for (const name of files)
    for (const imported of chunks.find(({ fileName }) => fileName === name)?.imports ?? [])
      files.add(imported)
  return files
}
