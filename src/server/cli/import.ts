import { addressOf, readConfig } from '../config.ts'
import { openStore, type Store } from '../store/database/open.ts'
import { notesBeforeImport } from '../store/sign-in/first-admin-notes.ts'
import { log, runCommand, say } from './command.ts'
import { importCommand } from './import/import-command.ts'

await runCommand(async (args, signal) => {
  const open = async () => {
    const config = readConfig(process.env)
    return await openStore({ ...config, applicationName: 'countersign import', log })
  }
  const announce = async ({ db }: Pick<Store, 'db'>, dryRun: boolean) => {
    const ahead = { origin: addressOf(readConfig(process.env)), now: new Date(), dryRun }
    for (const note of await notesBeforeImport(db, ahead)) say(note)
  }
  const { exit, summary, certificationId } = await importCommand(args, signal, { open, announce })
  say(summary)
  if (certificationId !== undefined) process.stdout.write(`${certificationId}\n`)
  return exit
})
