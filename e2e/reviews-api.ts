import { changeSettings } from './programs.ts'

export type Row = {
  readonly result_id: number
  readonly source: Named
  readonly destination: Named
  readonly decision: string
  readonly notes: string
  readonly signed_off_state: string
  readonly version: number
  readonly action_log_entries: readonly {
    readonly action: string
    readonly user: { readonly name: string }
    readonly decision_detail?: { readonly decision: string; readonly note: string }
  }[]
}

/** A person or a resource as a row names it. */
type Named = { readonly type: string; readonly id: string; readonly name: string }

/** A page of any browser, as far as calls need it. */
type CallingPage = { evaluate(run: (call: Call) => Promise<Answer>, call: Call): Promise<Answer> }

type Account = { readonly user_type: string; readonly id: string }

type Answer = { readonly status: number; readonly text: string; readonly origin: string }

type ChangedRow = { readonly result_id: number; readonly decision: string; readonly notes?: string }

type Call = {
  readonly method: string
  readonly path: string
  readonly body: string | undefined
  readonly headers: Readonly<Record<string, string>>
}

/** What a test asks the server for itself, in the session of a page. */
export class ReviewsApi {
  private readonly page: CallingPage

  constructor(page: CallingPage) {
    this.page = page
  }

  /** The id of a certification by its name. */
  async certification(name: string): Promise<string> {
    const { values } = await this.call<{ values: { certification_id: string; name: string }[] }>(
      'GET',
      '/api/preview/awf/certifications',
    )
    const found = values.find((certification) => certification.name === name)
    if (!found) throw new Error(`there is no certification called ${name}`)
    return found.certification_id
  }

  /** The ids of the rows of a list, in its order. */
  async ids(certification_id: string, mutable_filter?: string): Promise<readonly number[]> {
    const query = new URLSearchParams({
      order_by: 'result_id asc',
      ...(mutable_filter && { mutable_filter }),
    })
    const path = `/app/v1/certifications/${certification_id}/positions?${query}`
    const { value } = await this.call<{ value: { runs: number[] } }>('GET', path)
    const { runs } = value
    return runs.flatMap((first, at) =>
      at % 2 === 0 ? Array.from({ length: runs[at + 1] ?? 0 }, (_, step) => first + step) : [],
    )
  }

  /** The first thousand rows of a list with their logs. */
  async rows(certification_id: string, mutable_filter?: string): Promise<readonly Row[]> {
    const rows: Row[] = []
    let more = true
    while (more && rows.length < 1000) {
      const query = new URLSearchParams({
        order_by: 'result_id asc',
        page_token: String(rows.length),
        page_size: String(1000 - rows.length),
        ...(mutable_filter && { mutable_filter }),
      })
      const path = `/api/preview/awf/certifications/${certification_id}/results?${query}`
      const page = await this.call<{ values: Row[]; has_more: boolean }>('GET', path)
      rows.push(...page.values)
      more = page.has_more
    }
    return rows
  }

  /**
   * The query of an address that lists the rows of those people, by the first letter of their name, of whose rows the most
   * are undecided. Decided rows are listed too: what is decided stays in its place. Other tests decide the first rows of all.
   */
  async undecidedPart(certification_id: string): Promise<string> {
    const open = 'decision eq "RESULT_DECISION_NONE" and signed_off_state eq "NOT_SIGNED_OFF"'
    const counts = new Map<string, number>()
    for (const { source } of await this.rows(certification_id, open)) {
      const letter = source.name.slice(0, 1)
      counts.set(letter, (counts.get(letter) ?? 0) + 1)
    }
    const [most] = [...counts].toSorted(([, one], [, other]) => other - one)
    if (!most) throw new Error('every row is decided')
    return `?${new URLSearchParams({ 'source.name': `sw:${most[0]}` })}`
  }

  /** One row with its log. */
  async row(certification_id: string, result_id: number): Promise<Row> {
    const path = `/api/preview/awf/certifications/${certification_id}/results/${result_id}`
    return (await this.call<{ value: Row }>('GET', path)).value
  }

  /** Changes one row, whatever it was before. */
  async change(certification_id: string, value: ChangedRow): Promise<void> {
    const path = `/api/preview/awf/certifications/${certification_id}/results`
    const conditions = { 'if-match': '*', 'idempotency-key': crypto.randomUUID() }
    await this.call('PUT', path, { value }, conditions)
  }

  /** Calls a certification something else, whatever it was called before. */
  async rename(certification_id: string, name: string): Promise<void> {
    await this.call('PATCH', `/api/preview/awf/certifications/${certification_id}`, { name })
  }

  /** Makes a draft of the newest access of a workflow, and returns its id; its rows are still being gathered. */
  async makeDraft(workflow: string, name: string): Promise<string> {
    const { values } = await this.call<{ values: { workflow_id: string; name: string }[] }>(
      'GET',
      '/api/preview/awf/workflows',
    )
    const found = values.find((one) => one.name === workflow)
    if (!found) throw new Error(`there is no workflow called ${workflow}`)
    const body = { workflow_id: found.workflow_id, name, publish: false }
    const made = await this.call<{ certification_id: string }>(
      'POST',
      '/api/preview/awf/certifications',
      body,
    )
    return made.certification_id
  }

  /** Where a certification stands, as the server says it. */
  async state(certification_id: string): Promise<string> {
    const path = `/api/preview/awf/certifications/${certification_id}`
    return (await this.call<{ value: { state: string } }>('GET', path)).value.state
  }

  /** What a certification is called. */
  async name(certification_id: string): Promise<string> {
    return (await this.named(certification_id)).name
  }

  /** What a certification is called, and when it is due. */
  async named(certification_id: string): Promise<{ readonly name: string; readonly due_date: string }> {
    const path = `/api/preview/awf/certifications/${certification_id}`
    return (await this.call<{ value: { name: string; due_date: string } }>('GET', path)).value
  }

  /**
   * Signs the page's browser in as an account of the demonstration; the page itself stays as it is. Returns what a page
   * remembers of such a session.
   */
  async signIn(name: string): Promise<string> {
    const [account] = await this.accounts([name])
    const { value } = await this.call<{ value: { actor: { roles: string[]; user: Account } } }>(
      'POST',
      '/app/v1/session',
      { account },
    )
    const { roles, user } = value.actor
    return `${roles.join(',')} ${user.user_type} ${user.id}`
  }

  /** Gives the rows that are not signed off other reviewers. */
  async setReviewers(certification_id: string, names: readonly string[]): Promise<void> {
    const reviewers = await this.accounts(names)
    await this.call('PATCH', `/api/preview/awf/certifications/${certification_id}`, { reviewers })
  }

  /** Says until when a certification can be decided. */
  async setDue(certification_id: string, due: Date): Promise<void> {
    const body = { due_date: due.toISOString() }
    await this.call('PATCH', `/api/preview/awf/certifications/${certification_id}`, body)
  }

  /** Writes a review setting for everything. */
  async setSetting(leaf: string, value: object): Promise<void> {
    const path = `/api/private/workflows/access/global_settings/${leaf}`
    await this.changeSetting('PUT', path, { value })
  }

  /** Puts people on the reviewer deny list. */
  async deny(names: readonly string[]): Promise<void> {
    await this.changeSetting('POST', '/api/preview/workflows/deny_list/users:add', {
      users: await this.accounts(names),
    })
  }

  /** Takes people off the reviewer deny list. */
  async allow(names: readonly string[]): Promise<void> {
    const users = await this.accounts(names)
    const path = '/api/preview/workflows/deny_list/users:remove'
    await this.changeSetting('POST', path, { users })
  }

  /** Changes settings as somebody real; whose page this is may be of the demonstration. */
  private async changeSetting(method: string, path: string, body: object): Promise<void> {
    const { origin } = await this.page.evaluate(ask, {
      method: 'GET',
      path: '/healthz',
      body: undefined,
      headers: {},
    })
    await changeSettings(origin, method, path, body)
  }

  private async accounts(names: readonly string[]): Promise<readonly Account[]> {
    const { values } = await this.call<{ values: (Account & { name: string })[] }>('GET', '/app/v1/accounts')
    return names.map((name) => {
      const found = values.find((account) => account.name === name)
      if (!found) throw new Error(`there is no account of ${name}`)
      return { user_type: found.user_type, id: found.id }
    })
  }

  private async call<Reply>(method: string, path: string, body?: object, headers = {}): Promise<Reply> {
    const answer = await this.page.evaluate(ask, {
      method,
      path,
      body: body && JSON.stringify(body),
      headers,
    })
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`)
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what is read of it is what the test is about
    return JSON.parse(answer.text || '{}') as Reply
  }
}

/** Runs in the page, whose session the server knows. */
async function ask({ method, path, body, headers }: Call): Promise<Answer> {
  const answer = await fetch(path, {
    method,
    headers: { 'content-type': 'application/json', 'x-requested-with': 'countersign', ...headers },
    ...(body === undefined ? {} : { body }),
  })
  return { status: answer.status, text: await answer.text(), origin: location.origin }
}
