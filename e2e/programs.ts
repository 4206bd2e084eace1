/** What tests have a program do past its page, by its database. */
export type Backdoor = {
  /** A key for settings: accounts of the demonstration may not change what outlives it. */
  settingsKey(): Promise<string>
  /** Gives somebody of the directory a session; returns its token, and what the page remembers of it. */
  signInAs(name: string): Promise<{ readonly token: string; readonly hint: string }>
}

/** Programs that run, by their address. */
export const programs = new Map<string, Backdoor>()

/** Sends a change of settings to a program. Throws where it is refused. */
export async function changeSettings(
  origin: string,
  method: string,
  path: string,
  body: object,
): Promise<void> {
  const key = await programs.get(origin)?.settingsKey()
  const headers = { authorization: `Bearer ${key ?? ''}`, 'content-type': 'application/json' }
  const answer = await fetch(origin + path, { method, headers, body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`${method} ${path} was answered ${answer.status}: ${await answer.text()}`)
}
