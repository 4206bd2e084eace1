import { expect, test } from 'vitest'
import { newKeyText, readKeyText } from './key-text.ts'

test('a key has its form, and is read back into what it was made of', () => {
  for (let run = 0; run < 200; run += 1) {
    const { id, secret, text } = newKeyText()
    expect(text).toMatch(/^csk_[0-9a-f]{8}_[0-9A-Za-z]{49}$/)
    expect(readKeyText(text)).toEqual({ id, secret })
  }
})

test('the checksum stays what it is: a key of today is good tomorrow', () => {
  const text = `csk_0123abcd_${'0'.repeat(42)}Z`
  expect(readKeyText(`${text}1slVdP`)).toEqual({ id: '0123abcd', secret: `${'0'.repeat(42)}Z` })
})

test('one other character anywhere, or two that changed places, is a typo and not an unknown key', () => {
  const { text } = newKeyText()
  for (let place = 'csk_'.length; place < text.length; place += 1) {
    if (text[place] === '_') continue
    const other = text[place] === 'a' ? 'b' : 'a'
    expect(readKeyText(text.slice(0, place) + other + text.slice(place + 1))).toBe('mistyped')
    const [a = '', b = ''] = text.slice(place, place + 2)
    const swapped = text.slice(0, place) + b + a + text.slice(place + 2)
    if (a !== b && b !== '' && b !== '_') expect(readKeyText(swapped)).not.toHaveProperty('id')
  }
})

test('the old form is read, and nothing else is', () => {
  const secret = `${'x'.repeat(40)}-_9`
  expect(readKeyText(`csk_0123abcd_${secret}`)).toEqual({ id: '0123abcd', secret })
  for (const text of [
    '',
    'csk_',
    `csk_0123abcd_${secret}y`,
    `csk_0123ABCD_${secret}`,
    `CSK_0123abcd_${secret}`,
  ])
    expect(readKeyText(text)).toBe('malformed')
})
