import type { BrowserContext, Request } from '@playwright/test'

declare global {
  interface Window {
    reportViolation(words: string): void
  }
}

/** Everything that goes wrong in a page without its reader seeing it. */
export class Troubles {
  private readonly found: string[] = []
  private readonly announced: RegExp[] = []

  /** Says that troubles of these words are what a test is about. */
  announce(...words: readonly RegExp[]): void {
    this.announced.push(...words)
  }

  /** What was found and not announced. */
  unannounced(): readonly string[] {
    return this.found.filter((trouble) => !this.announced.some((words) => words.test(trouble)))
  }

  /** Listens to every page of a context: errors, violations of the policy, failed answers, requests to elsewhere. */
  async follow(context: BrowserContext): Promise<void> {
    const note = (trouble: string) => this.found.push(trouble)
    context.on('console', (message) => {
      if (message.type() === 'error') note(`console: ${message.text()} (${message.location().url})`)
    })
    context.on('weberror', (error) => note(`page: ${error.error().message} ${error.error().stack ?? ''}`))
    context.on('requestfailed', (request) => {
      const reason = request.failure()?.errorText ?? ''
      // The page itself takes back what it no longer needs.
      if (reason !== 'net::ERR_ABORTED') note(`request: ${reason} ${wordsOf(request)}`)
    })
    context.on('response', (answer) => {
      if (answer.status() >= 400) note(`answer: ${answer.status()} ${wordsOf(answer.request())}`)
    })
    context.on('request', (request) => {
      const { protocol, hostname } = new URL(request.url())
      const own = hostname === '127.0.0.1' || hostname.endsWith('localhost')
      if (/^https?:/.test(protocol) && !own) note(`request to elsewhere: ${wordsOf(request)}`)
    })
    await context.exposeBinding('reportViolation', (_, words: string) => note(`policy: ${words}`))
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        window.reportViolation(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`)
      })
    })
  }
}

function wordsOf(request: Request): string {
  return `${request.method()} ${request.url()}`
}
