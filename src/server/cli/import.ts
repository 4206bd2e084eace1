import { readConfig } from '../config.ts'
import { openStore } from '../store/database/open.ts'
import { log, runCommand, say } from './command.ts'
import { importCommand } from './import/import-command.ts'

await runCommand(async (args, signal) => {
  const open = () => openStore({ ...readConfig(process.env), applicationName: 'countersign import', log })
  const { exit, summary, certificationId } = await importCommand(args, signal, open)
  say(summary)
  if (certificationId !== undefined) process.stdout.write(`${certificationId}\n`)
  return exit
})
