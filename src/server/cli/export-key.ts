import { readConfig } from '../config.ts'
import { openStore, type Store } from '../store/database/open.ts'
import { listExportKeys, replaceExportKey } from '../store/export-keys.ts'
import { log, NotStarted, readArgs, runCommand, say } from './command.ts'

const usage = `Usage: npm run -s export-key -- COMMAND

  list      print the keys that manifests of exports are signed with, the newest first: id, when it was made, whether it
            signs, and its public part in PEM
  replace   make another key, which signs from now on; the private part of the one before is destroyed, its public part
            stays, and what it signed is verified as before`

const commands: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  async list({ db }) {
    for (const { key_id, public_key, created_at, replaced_at } of await listExportKeys(db)) {
      const state = replaced_at === null ? 'signs' : `replaced ${replaced_at}`
      process.stdout.write(`${key_id}\tcreated ${created_at}\t${state}\n${public_key}`)
    }
  },
  async replace({ db }) {
    const { key_id, replaced } = await replaceExportKey(db)
    say(
      replaced === undefined
        ? 'There was no key before.'
        : `${replaced} signs no more; its public part stays.`,
    )
    process.stdout.write(`${key_id}\n`)
  },
}

await runCommand(async (args) => {
  const { positionals } = readArgs(usage, { args, allowPositionals: true, options: {} })
  const [name = '', ...operands] = positionals
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command || operands.length > 0) throw new NotStarted(usage)
  const store = await openStore({
    ...readConfig(process.env),
    applicationName: 'countersign export-key',
    log,
  })
  try {
    await command(store)
    return 0
  } finally {
    await store.close()
  }
})
