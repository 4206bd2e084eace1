import { addressOf, readConfig } from '../config.ts'
import { openStore } from '../store/database/open.ts'
import { notesBeforeImport } from '../store/sign-in/first-admin-notes.ts'
import { log, runCommand, say } from './command.ts'
import { importCommand } from './import/import-command.ts'

await runCommand(async (args, signal) => {
  const open = async () => {
    const config = readConfig(process.env)
    const store = await openStore({ ...config, applicationName: 'countersign import', log })
    for (const note of await notesBeforeImport(store.db, addressOf(config), new Date())) say(note)
    return store
  }
  const { exit, summary, certificationId } = await importCommand(args, signal, open)
  say(summary)
  if (certificationId !== undefined) process.stdout.write(`${certificationId}\n`)
  return exit
})
