import type { Plugin } from 'vite'

const hint = '//# allFunctionsCalledOnLoad'

/** What the first rows of the two great screens wait for (tools/chunks.ts). */
const chunks = new Set(['index', 'shared', 'workflow-actions-screen', 'reviews', 'review-screen'])

/**
 * Asks the browser to compile all functions of what comes first while it is on its way, beside the main thread, which
 * would else stop at each to compile it (docs/decisions/0028). To a browser that does not know it, it is a comment.
 */
export function compileEarly(): Plugin {
  return {
    name: 'compile-early',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        for (const file of Object.values(bundle))
          if (file.type === 'chunk' && chunks.has(file.name)) file.code = `${hint}\n${file.code}`
      },
    },
  }
}
