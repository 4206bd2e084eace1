import type { Page } from 'playwright'

/** From where to scroll, how far, in pixels, and how many of them a second. */
export type Gesture = { readonly from: number; readonly pixels: number; readonly speed: number }

/** Of the frames that a browser has shown, how many there are pictures of, and on how many a row was missing. */
export type ShownFrames = { readonly pictures: number; readonly blank: number }

/** The size of pictures; a row is 14 of their pixels high then. */
const picture = { width: 576, height: 360 }

/**
 * Scrolls through a list in a page by a wheel, as a browser scrolls ahead of the page, and has it send a picture of each
 * frame that it can. A picture is blank where a stretch as high as a row and a half, below the head, has one colour.
 */
export async function shownFrames(tab: Page, { from, pixels, speed }: Gesture): Promise<ShownFrames> {
  const devtools = await tab.context().newCDPSession(tab)
  const pictures: string[] = []
  devtools.on('Page.screencastFrame', ({ data, sessionId }) => {
    pictures.push(data)
    void devtools.send('Page.screencastFrameAck', { sessionId })
  })
  const place = await tab.evaluate(scrollTo, from)
  await tab.waitForTimeout(500)
  const first = new Promise<void>((resolve) => devtools.once('Page.screencastFrame', () => resolve()))
  const sizes = { maxWidth: picture.width, maxHeight: picture.height }
  await devtools.send('Page.startScreencast', { format: 'jpeg', quality: 60, everyNthFrame: 1, ...sizes })
  await first
  const gesture = { x: place.x, y: place.y, yDistance: -pixels, speed, preventFling: true } as const
  await devtools.send('Input.synthesizeScrollGesture', { ...gesture, gestureSourceType: 'mouse' })
  await devtools.send('Page.stopScreencast')
  await devtools.detach()
  const blank = await tab.evaluate(blankAmong, { pictures, top: place.top, bottom: place.bottom })
  return { pictures: pictures.length, blank }
}

/** Runs in the page: scrolls the element around the table, and says where it is. */
function scrollTo(from: number): { x: number; y: number; top: number; bottom: number } {
  const table = document.querySelector<HTMLTableElement>('[data-grid]')
  const scroller = table?.parentElement
  if (!scroller || !table.tHead) throw new Error('there is no table to scroll')
  scroller.scrollTop = from
  const { left, width, top } = scroller.getBoundingClientRect()
  const bottom = Math.min(top + scroller.clientHeight, innerHeight)
  const head = table.tHead.getBoundingClientRect().bottom
  // As shares of the window's height, for pictures are smaller.
  return {
    x: left + width / 2,
    y: (head + bottom) / 2,
    top: head / innerHeight,
    bottom: bottom / innerHeight,
  }
}

/** Runs in a page: on how many pictures some lines between `top` and `bottom` have no mark on them. */
async function blankAmong(shown: {
  readonly pictures: readonly string[]
  readonly top: number
  readonly bottom: number
}): Promise<number> {
  let blank = 0
  for (const base64 of shown.pictures) {
    const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }))
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
    const context = canvas.getContext('2d')
    if (!context) throw new Error('there is no canvas')
    context.drawImage(bitmap, 0, 0)
    const from = Math.ceil(shown.top * bitmap.height) + 1
    const to = Math.floor(shown.bottom * bitmap.height) - 1
    const rowHeight = (36 / innerHeight) * bitmap.height
    let plain = 0
    let longest = 0
    for (let y = from; y < to; y += 1) {
      // The middle of the window, where every row has words.
      const { data } = context.getImageData(bitmap.width * 0.02, y, bitmap.width * 0.9, 1)
      const greens = data.filter((_, at) => at % 4 === 1)
      plain = Math.max(...greens) - Math.min(...greens) < 24 ? plain + 1 : 0
      longest = Math.max(longest, plain)
    }
    if (longest > rowHeight * 1.5) blank += 1
  }
  return blank
}
