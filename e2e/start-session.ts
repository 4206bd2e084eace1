/** Runs in a page of the server: has the session of an account, and remembers it as the page of the product does. */
export async function startSession(name: string): Promise<void> {
  const { values } = await (await fetch('/app/v1/accounts')).json()
  const { user_type, id } = values.find((account: { readonly name: string }) => account.name === name)
  const headers = { 'Content-Type': 'application/json', 'X-Requested-With': 'countersign' }
  const body = JSON.stringify({ account: { user_type, id } })
  const answer = await fetch('/app/v1/session', { method: 'POST', headers, body })
  const { actor } = (await answer.json()).value
  localStorage.setItem('countersign.session', `${actor.roles.join(',')} ${user_type} ${id}`)
}
