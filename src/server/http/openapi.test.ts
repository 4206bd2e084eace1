import Fastify from 'fastify'
import { describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import type { Route } from '#contract/route.ts'
import { routes } from '#contract/routes.ts'
import { registerApiPages } from './api-pages.ts'
import { openApi } from './openapi.ts'

test('the API page knows every call of the contract, by its own path and parameters', () => {
  const { paths } = openApi()
  const operations = Object.values(paths).flatMap((methods) => Object.values(methods))
  expect(operations.map((operation) => operation.operationId).toSorted()).toEqual(
    Object.keys(routes).toSorted(),
  )
  for (const route of Object.values<Route>(routes))
    expect(paths[route.path]?.[route.method.toLowerCase()]).toBeDefined()
  const list = paths['/api/private/lifecycle_management/action_events']?.['get']
  expect(list?.parameters.map((parameter) => parameter.name)).toEqual([
    'filter',
    'order_by',
    'page_size',
    'page_token',
  ])
  const get = paths['/api/private/lifecycle_management/action_events/{workflow_task}/{action_name}']?.['get']
  expect(get?.parameters.every((parameter) => parameter.in === 'path' && parameter.required)).toBe(true)
})

describe('what a call that succeeds answers with', () => {
  const call = {
    method: 'GET',
    path: '/app/v1/things',
    summary: '',
    permission: 'session',
    documented: false,
  } as const
  const Thing = z.object({ id: z.string() })
  const schema = {
    type: 'object',
    properties: { id: { type: 'string' } },
    required: ['id'],
    additionalProperties: false,
  }
  /** The answers to a route of this kind, refusals apart. */
  const answersOf = (kind: Pick<Route, 'reply' | 'status'>) => {
    const { paths } = openApi({ thing: { ...call, ...kind } as Route })
    const { default: refusal, ...answers } = paths[call.path]?.['get']?.responses ?? {}
    expect(refusal).toBeDefined()
    return answers
  }

  test('JSON, by its schema and with its status', () => {
    const content = { 'application/json': { schema } }
    expect(answersOf({ reply: Thing })).toMatchObject({ 200: { content } })
    expect(Object.keys(answersOf({ reply: Thing, status: 201 }))).toEqual(['201'])
  })

  test('a file, by its media types', () => {
    const answers = answersOf({ reply: { kind: 'file', types: ['text/csv', 'application/pdf'] } })
    expect(answers).toMatchObject({
      200: {
        content: { 'text/csv': {}, 'application/pdf': {} },
        headers: { 'Content-Disposition': { required: true } },
      },
    })
  })

  test('events, by their name and the schema of their data', () => {
    expect(answersOf({ reply: { kind: 'events', event: 'thing', data: Thing } })).toMatchObject({
      200: {
        content: {
          'text/event-stream': {
            schema: {
              type: 'array',
              items: { properties: { event: { const: 'thing' }, data: { contentSchema: schema } } },
            },
          },
        },
      },
    })
  })

  test('a redirect and nothing, which have no body', () => {
    const redirect = answersOf({ reply: { kind: 'redirect' } })
    expect(redirect).toMatchObject({ 303: { headers: { Location: { required: true } } } })
    expect(redirect[303]).not.toHaveProperty('content')
    expect(answersOf({ reply: { kind: 'empty' } })).toEqual({ 204: { description: 'Done' } })
  })
})

test('both pages tell of the stream of changes', async () => {
  const app = Fastify()
  registerApiPages(app)
  const text = async (url: string) => (await app.inject({ method: 'GET', url })).body
  const path = '/app/v1/certifications/{certification_id}/changes'
  expect(JSON.parse(await text('/openapi.json')).paths[path].get).toMatchObject({
    operationId: 'watchCertification',
    responses: { 200: { content: { 'text/event-stream': {} } } },
  })
  const page = await text('/docs')
  expect(page).toContain(`GET ${path}`)
  expect(page).toContain('Answers 200, text/event-stream: Events named `rows`')
  expect(page).toContain('Answers 200, application/json: The answer')
  await app.close()
})
