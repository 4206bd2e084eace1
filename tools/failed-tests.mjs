/**
 * The names of the tests that failed, from the JSON report of vitest, with the browser where there are several; of a file
 * that could not be run, its name.
 */
export function failedOfVitest({ testResults }) {
  return testResults
    .filter(({ status }) => status !== 'passed')
    .flatMap(({ name, assertionResults }) => {
      const failed = assertionResults.filter(({ status }) => status === 'failed')
      return failed.length === 0
        ? [name]
        : failed.map(({ fullName, meta }) => `${meta.engine ? `${meta.engine}: ` : ''}${name} › ${fullName}`)
    })
}

/** The names of the tests that failed, from the JSON report of Playwright. */
export function failedOfPlaywright({ suites }) {
  return suites.flatMap(({ specs, suites: inner = [] }) => [
    ...specs.filter(({ ok }) => !ok).map(({ file, line, title }) => `${file}:${line} › ${title}`),
    ...failedOfPlaywright({ suites: inner }),
  ])
}
