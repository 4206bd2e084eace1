/**
 * The SHA-256 of some bytes, as hexadecimal digits. The browser works it out beside the thread that draws, and cannot go on
 * with one: what is hashed has to be in memory as a whole.
 */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(hash, hexText).join('')
}

function hexText(byte: number): string {
  return byte.toString(16).padStart(2, '0')
}
