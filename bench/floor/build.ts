import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { build } from 'vite'
import { type Build, thisBuild } from '../program.ts'

/**
 * Builds the floor page, and puts a copy of this checkout's server beside it, which then serves it with the same
 * headers and compression as the page. Returns that build.
 */
export async function buildFloor(): Promise<Build> {
  const floor = join(thisBuild, 'floor')
  const web = join(floor, 'web')
  await rm(floor, { recursive: true, force: true })
  await build({
    configFile: false,
    logLevel: 'error',
    root: resolve('bench/floor'),
    resolve: { alias: productionRouter },
    build: { outDir: web, emptyOutDir: true, modulePreload: { polyfill: false } },
  })
  const assets = join(web, 'assets')
  for (const name of await readdir(assets)) {
    const bytes = await readFile(join(assets, name))
    await writeFile(join(assets, `${name}.gz`), gzipSync(bytes, { level: 9 }))
    await writeFile(join(assets, `${name}.br`), brotliCompressSync(bytes))
  }
  await cp(join(thisBuild, 'server'), join(floor, 'server'), { recursive: true })
  return floor
}

/** The router's own production build; its package offers no condition for it. */
const productionRouter = [
  { find: /^react-router$/, replacement: resolve('node_modules/react-router/dist/production/index.mjs') },
  {
    find: /^react-router\/dom$/,
    replacement: resolve('node_modules/react-router/dist/production/dom-export.mjs'),
  },
]
