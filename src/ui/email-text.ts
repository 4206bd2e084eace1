const unseen = /[\p{Cc}\p{Default_Ignorable_Code_Point}]/gu

/** An email as it was meant: without the white space around it, and without characters that cannot be seen. */
export function emailText(written: string): string {
  return written.replaceAll(unseen, '').trim()
}

/** Whether a text could be an email at all; the server has the last word. */
export function couldBeEmail(written: string): boolean {
  return /^\S+@\S+$/.test(emailText(written))
}
