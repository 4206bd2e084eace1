import { describe, expect, test } from 'vitest'
import { readFailure } from './errors.ts'

describe('a failed answer is read whatever its form', () => {
  test("the vendor's body, as its SDK tests hold it", () => {
    const failure = readFailure(400, {
      code: 'InvalidArgument',
      message: 'Invalid Arguments',
      request_id: '1091d23a67ad44a63723fc050280e5ae',
      timestamp: '2022-08-05T19:59:11.508388808Z',
      details: [
        {
          '@type': 'type.googleapis.com/google.rpc.BadRequest',
          field_violations: [{ field: 'name', description: 'Provider with the same name already exists' }],
        },
        {
          '@type': 'type.googleapis.com/errorstatus.v1.UserFacingErrorInfo',
          reason: 'INVALID_ARGUMENTS',
          metadata: {},
          message: 'Request includes invalid arguments.',
          resolution: 'Reference error details for the exact field violations.',
        },
      ],
    })
    expect(failure).toEqual({
      status: 400,
      code: 'InvalidArgument',
      message: 'Request includes invalid arguments.',
      resolution: 'Reference error details for the exact field violations.',
      violations: [{ field: 'name', description: 'Provider with the same name already exists' }],
      span: undefined,
      reason: 'INVALID_ARGUMENTS',
      request_id: '1091d23a67ad44a63723fc050280e5ae',
    })
  })

  test('a code as a number, as the OpenAPI says it', () => {
    expect(readFailure(404, { code: 5, message: 'Not Found' })).toMatchObject({
      code: '5',
      message: 'Not Found',
    })
  })

  test('the place of a mistake in a filter, from either form', () => {
    const span = { start: 3, end: 7, code: 'unknownField' }
    const vendor = {
      code: 'InvalidArgument',
      message: 'm',
      details: [{ metadata: { start: '3', end: '7', code: 'unknownField' } }],
    }
    expect(readFailure(400, vendor).span).toEqual(span)
    const own = {
      type: 'urn:countersign:problem:InvalidArgument',
      title: 'Invalid Argument',
      status: 400,
      detail: 'm',
      span,
    }
    expect(readFailure(400, own)).toMatchObject({ code: 'InvalidArgument', span })
  })

  test.each([undefined, null, '<html>502</html>', 7, [], { message: 'no code' }])(
    'a body that is neither: %j',
    (body) => {
      expect(readFailure(502, body)).toMatchObject({
        status: 502,
        message: 'The server answered 502 without saying why.',
      })
    },
  )
})
