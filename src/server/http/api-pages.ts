import type { FastifyInstance } from 'fastify'
import { actionEventFields } from '#contract/fields.ts'
import { mutableResultFields, resultFields } from '#contract/reviews/result-fields.ts'
import type { FieldTable } from '#scim/fields.ts'
import { openApi, type Operation } from './openapi.ts'

/** Serves the description of the API: `/openapi.json` for programs, `/docs` for people. Neither holds data. */
export function registerApiPages(app: FastifyInstance): void {
  const document = openApi()
  const text = JSON.stringify(document, null, 2)
  const html = page(document.paths)
  const config = { permission: 'public' } as const
  app.get('/openapi.json', { config }, (_, reply) => reply.type('application/json; charset=utf-8').send(text))
  app.get('/docs', { config }, (_, reply) => reply.type('text/html; charset=utf-8').send(html))
  app.get('/docs.css', { config }, (_, reply) => reply.type('text/css; charset=utf-8').send(style))
}

function page(paths: ReturnType<typeof openApi>['paths']): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => section(method.toUpperCase(), path, operation)),
  )
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>API · Countersign</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><link rel="icon" href="/icon.svg" type="image/svg+xml"><link rel="stylesheet" href="/docs.css"></head><body><main>
<h1>API of Countersign</h1><p>The same as <a href="/openapi.json">openapi.json</a>. <a href="/">Back to the dashboard</a>.</p>
${operations.join('\n')}
${fieldsSection('Filterable fields of action events', actionEventFields)}
${fieldsSection('Fields of filter in lists of results, and any other attribute of their entities', resultFields)}
${fieldsSection('Fields of mutable_filter in lists of results', mutableResultFields)}
</main></body></html>`
}

function fieldsSection(title: string, fields: FieldTable): string {
  const rows = Object.entries(fields).map(
    ([name, rule]) =>
      `<tr><td><code>${name}</code></td><td>${rule.type}</td><td>${rule.ops.join(', ')}</td></tr>`,
  )
  return `<section><h2>${title}</h2><div class="wide" tabindex="0" role="region" aria-label="${title}"><table><thead><tr><th>Field</th><th>Type</th><th>Operators</th></tr></thead>
<tbody>${rows.join('')}</tbody></table></div></section>`
}

function section(method: string, path: string, operation: Operation): string {
  const rows = operation.parameters.map(
    (parameter) =>
      `<tr><td><code>${escape(parameter.name)}</code></td><td>${parameter.in}${parameter.required ? ', required' : ''}</td><td>${escape(parameter.description)}</td></tr>`,
  )
  const table =
    rows.length > 0
      ? `<div class="wide" tabindex="0" role="region" aria-label="Parameters of ${escape(operation.operationId)}"><table><thead><tr><th>Parameter</th><th>In</th><th>Meaning</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`
      : ''
  return `<section><h2>${escape(operation.summary)}</h2><p class="call"><code>${method} ${escape(path)}</code></p><p>${escape(operation.description)}</p>${table}<p>${escape(answerOf(operation))}</p></section>`
}

/** What a call that succeeds answers with, in one line. */
function answerOf({ responses }: Operation): string {
  const { default: _, ...successes } = responses
  return Object.entries(successes)
    .map(([status, { description, content }]) => {
      const types = Object.keys(content ?? {}).join(' or ') || 'no body'
      return `Answers ${status}, ${types}: ${description}.`
    })
    .join(' ')
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

const style = `:root{color-scheme:light dark;font:15px/1.5 system-ui,sans-serif}
body{margin:0;background:light-dark(#fff,#15171a);color:light-dark(#1c1f24,#e6e8eb)}
main{max-width:60rem;margin:0 auto;padding:1.5rem 1rem}
section{border-top:1px solid light-dark(#d9dce1,#33373d);margin-top:1.5rem}
a{color:light-dark(#1d4ed8,#8fb4ff)}.call{overflow-wrap:anywhere}.wide{overflow-x:auto}
code{font-family:ui-monospace,monospace;font-size:.92em}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3rem .6rem .3rem 0;vertical-align:top}
`
