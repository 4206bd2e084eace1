declare global {
  interface Window {
    pageErrors?: string[]
  }
}

/**
 * Runs in a page, and begins to collect there what goes wrong, where that has not begun yet: errors of the console,
 * exceptions, violations of the policy, and failed answers from the page's beginning on. Returns the list that grows.
 */
export function pageErrors(): string[] {
  if (window.pageErrors) return window.pageErrors
  const errors: string[] = []
  window.pageErrors = errors
  const { error: log } = console
  // oxlint-disable-next-line eslint/no-console -- what the page says there is what is looked for
  console.error = (...words: unknown[]) => {
    errors.push(`console: ${words.map(String).join(' ')}`)
    log(...words)
  }
  window.addEventListener('error', ({ message, error }) => {
    // Says only that sizes that changed while others were told of are told of in the next frame.
    if (message.startsWith('ResizeObserver loop')) return
    errors.push(`page: ${message} ${error instanceof Error ? error.stack : ''}`)
  })
  window.addEventListener('unhandledrejection', ({ reason }) => {
    errors.push(`page: ${String(reason)}`)
  })
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
    errors.push(`policy: ${violatedDirective} ${blockedURI}`)
  })
  const answers = new PerformanceObserver((list) => {
    for (const entry of list.getEntries())
      if (entry instanceof PerformanceResourceTiming && entry.responseStatus >= 400)
        errors.push(`answer: ${entry.responseStatus} ${entry.name}`)
  })
  answers.observe({ type: 'resource', buffered: true })
  return errors
}
