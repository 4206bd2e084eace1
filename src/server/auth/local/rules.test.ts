import { Secret } from 'otpauth'
import { describe, expect, test } from 'vitest'
import { nextTry } from './guesses.ts'
import { networkOf } from './networks.ts'
import { relyingPartyOf } from './passkeys.ts'
import { newRecoveryCodes, typedCode } from './recovery-codes.ts'
import { newTotpSecret, shownSecret, stepOfCode } from './totp.ts'

describe('codes by time (RFC 6238, appendix B, the last six of eight digits)', () => {
  const secret = Secret.fromLatin1('12345678901234567890').base32

  test.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('at %i s it is %s', (seconds, code) => {
    const at = (offset: number) => stepOfCode(secret, code, new Date((seconds + offset) * 1000))
    const step = Math.floor(seconds / 30)
    expect([at(0), at(30), at(-30)]).toEqual([step, step, step])
    expect([at(60), at(-60)]).toEqual([undefined, undefined])
  })

  test('digits of full width are digits; what is no code is wrong, whatever it is made of', () => {
    const full = typedCode('\uff12\uff18\uff17\uff10\uff18\uff12')
    expect(stepOfCode(secret, full, new Date(59_000))).toBe(1)
    for (const odd of ['\u00e9'.repeat(6), '\u0661'.repeat(6), '28708', '2870822', '28708x', ''])
      expect(stepOfCode(secret, typedCode(odd), new Date(59_000))).toBeUndefined()
  })

  test('a secret has 160 bits, and is shown as text, address and picture', () => {
    const made = newTotpSecret()
    expect(made).toMatch(/^[A-Z2-7]{32}$/)
    expect(shownSecret(made, 'ada@example.com').uri).toBe(
      `otpauth://totp/Countersign:ada%40example.com?issuer=Countersign&secret=${made}&algorithm=SHA1&digits=6&period=30`,
    )
  })
})

test('recovery codes differ, and are the same however they are typed', () => {
  const codes = newRecoveryCodes()
  expect(new Set(codes).size).toBe(10)
  expect(typedCode(' o1ilk-2 3\u2013')).toBe('0111K23')
})

test.each([
  ['203.0.113.77', '203.0.113.0/24'],
  ['::ffff:203.0.113.77', '203.0.113.0/24'],
  ['2001:db8:1:2233::7', '2001:db8:1:2200::/56'],
  ['2001:DB8:1:22FF:1:2:3:4', '2001:db8:1:2200::/56'],
  ['::1', '0:0:0:0::/56'],
  ['fe80::1%eth0', 'fe80:0:0:0::/56'],
])('%s is of the network %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})

test.each([
  ['https://audit.example', 'audit.example'],
  ['https://audit.example:8443', 'audit.example'],
  ['http://localhost:4870', 'localhost'],
  ['http://127.0.0.1:4870', undefined],
  ['https://[2001:db8::1]', undefined],
])('at %s passkeys are those of %s', (origin, id) => {
  expect(relyingPartyOf(origin)?.id).toBe(id)
})

test('whoever goes on guessing at the first moment gets ten tries in any quarter of an hour, and ever fewer', () => {
  const times: number[] = []
  let now = 0
  while (now < 24 * 3_600_000) {
    const next = nextTry(
      times.toReversed().map((time) => new Date(time)),
      10,
    )
    now = Math.max(now, next?.getTime() ?? now)
    times.push(now)
  }
  for (const time of times)
    expect(times.filter((other) => other >= time && other < time + 15 * 60_000).length).toBeLessThanOrEqual(
      10,
    )
  const waits = times.slice(11).map((time, index) => time - (times[index + 10] ?? 0))
  expect(waits).toEqual(waits.toSorted((a, b) => a - b))
  expect(times.length).toBeLessThan(45)
})
