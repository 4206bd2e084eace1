/** The y of the points of Ed25519 whose order is 1, 2, 4 or 8, as they are written, in hexadecimal. */
const places = [
  '00'.repeat(32),
  `01${'00'.repeat(31)}`,
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  `ec${'ff'.repeat(30)}7f`,
  // 0 and 1, written otherwise.
  `ed${'ff'.repeat(30)}7f`,
  `ee${'ff'.repeat(30)}7f`,
]

/** Public keys (PEM) that prove nothing, with either sign of their x. */
export function smallOrderKeys(): string[] {
  return places.flatMap((place) => {
    const positive = Buffer.from(place, 'hex')
    const negative = Buffer.from(positive)
    negative.writeUInt8(negative.readUInt8(31) | 0x80, 31)
    return [positive, negative].map(pemOf)
  })
}

function pemOf(key: Buffer): string {
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), key])
  return `-----BEGIN PUBLIC KEY-----\n${der.toString('base64')}\n-----END PUBLIC KEY-----\n`
}
