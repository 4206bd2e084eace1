import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseSync, Visitor } from 'oxc-parser'

export const root = fileURLToPath(new URL('../../', import.meta.url))
const src = join(root, 'src')

/** A module that a file names: as it stands there, and where that is under `src`; undefined for packages. */
export type Import = { readonly name: string; readonly path: string | undefined; readonly onlyTypes: boolean }

/** Every TypeScript file under `src`, by its path there. */
export function sourceFiles(): string[] {
  return readdirSync(src, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(src, join(entry.parentPath, entry.name)))
}

/** The text of a file under `src`. */
export const sourceText = (file: string): string => readFileSync(join(src, file), 'utf8')

/** Whether a file is a test or helps one. */
export const isTest = (file: string): boolean =>
  file.startsWith('testing/') || /\.test(-helper|-d)?\.tsx?$/.test(file)

/** Every module that a file names: imports, type imports, re-exports and dynamic imports. Throws for what is no code. */
export function importsOf(file: string, code: string): Import[] {
  const { program, module, errors } = parseSync(file, code)
  if (errors.length > 0) throw new Error(`${file} is no code: ${errors[0]?.message}`)
  const imports: Import[] = []
  const add = (name: string, onlyTypes: boolean) =>
    imports.push({ name, path: pathOf(file, name), onlyTypes })
  for (const { moduleRequest, entries } of module.staticImports)
    add(moduleRequest.value, entries.length > 0 && entries.every((entry) => entry.isType))
  for (const { entries } of module.staticExports)
    for (const { moduleRequest, isType } of entries) if (moduleRequest) add(moduleRequest.value, isType)
  new Visitor({
    ImportExpression({ source }) {
      add(source.type === 'Literal' ? String(source.value) : '<computed>', false)
    },
    TSImportType({ source }) {
      add(source.value, true)
    },
  }).visit(program)
  return imports
}

function pathOf(file: string, name: string): string | undefined {
  if (name.startsWith('#')) return name.slice(1)
  return name.startsWith('.') ? normalize(join(dirname(file), name)).replace(/\?.*$/, '') : undefined
}
