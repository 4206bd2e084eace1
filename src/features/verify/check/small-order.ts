/**
 * The y of the points of Ed25519 of small order, as keys are written: the first byte, those in the middle, the last one. Of
 * 0, 1 and -1 there is more than one way to write them.
 */
const places = new Set([
  `00${'00'.repeat(30)}00`,
  `01${'00'.repeat(30)}00`,
  `ec${'ff'.repeat(30)}7f`,
  `ed${'ff'.repeat(30)}7f`,
  `ee${'ff'.repeat(30)}7f`,
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
])

/** Whether a public key is one of the few that a signature of zeros, or one in eight of any, fits: nobody signs with it. */
export function isOfSmallOrder(key: Uint8Array): boolean {
  // The highest bit is the sign of x, which all of them may have.
  const bytes = key.map((byte, place) => (place === 31 ? byte & 0x7f : byte))
  return places.has(Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(''))
}
