/**
 * A class in the place of the browser's `EventSource`, which neither Node nor happy-dom has: it reads the server's real
 * stream by the `fetch` of a page. It does not connect again by itself.
 */
export function eventSourceBy(fetchInPage: typeof globalThis.fetch) {
  return class PageEventSource extends EventTarget {
    readyState = 0
    private readonly stop = new AbortController()

    constructor(url: string) {
      super()
      void this.read(url)
    }

    close(): void {
      this.readyState = 2
      this.stop.abort()
    }

    private async read(url: string): Promise<void> {
      try {
        const headers = { Accept: 'text/event-stream' }
        const { ok, body } = await fetchInPage(url, { headers, signal: this.stop.signal })
        if (!ok || !body) throw new Error('The server has refused the stream.')
        this.readyState = 1
        this.dispatchEvent(new Event('open'))
        let text = ''
        const decoder = new TextDecoder()
        for await (const bytes of body) {
          const blocks = (text + decoder.decode(bytes, { stream: true })).split('\n\n')
          text = blocks.pop() ?? ''
          for (const block of blocks) this.tell(block)
        }
        throw new Error('The stream has ended.')
      } catch {
        if (this.readyState === 2) return
        this.readyState = 2
        this.dispatchEvent(new Event('error'))
      }
    }

    private tell(block: string): void {
      const field = (name: string) =>
        block
          .split('\n')
          .filter((line) => line.startsWith(`${name}:`))
          .map((line) => line.slice(name.length + 1).trimStart())
          .join('\n')
      const data = field('data')
      if (data !== '') this.dispatchEvent(new MessageEvent(field('event') || 'message', { data }))
    }
  }
}
