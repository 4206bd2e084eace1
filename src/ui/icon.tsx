/** Outlines on a 16 × 16 grid, drawn with a round pen of 1.5. */
const shapes = {
  alert: 'M8 2 1.8 13.2h12.4L8 2Zm0 4.6v3.2m0 2.1v.1',
  ban: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM3.8 3.8l8.4 8.4',
  check: 'm3 8.6 3.3 3.2L13 4.6',
  circle: 'M8 13.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11Z',
  clock: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12Zm0-9.4V8l2.2 1.6',
  close: 'm4 4 8 8m0-8-8 8',
  columns: 'M2.5 3h11v10h-11ZM6.2 3v10m3.6-10v10',
  copy: 'M5.5 5.5h8v8h-8Zm-3 5v-8h8',
  download: 'M8 2.5v7.6m-3.2-3L8 10.2l3.2-3.1M3 13.5h10',
  filter: 'M2 3.5h12M4.2 8h7.6m-5.2 4.5h2.8',
  hand: 'M4.5 8V4.6a1 1 0 0 1 2 0V7m0-3.2V3a1 1 0 0 1 2 0v4m0-3.2a1 1 0 0 1 2 0V8m0-2a1 1 0 0 1 2 0v3.5a4.5 4.5 0 0 1-8.4 2.3L2.5 9a1 1 0 0 1 1.7-1Z',
  info: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12Zm0-6.6v3.4m0-5.7v.1',
  link: 'M6.6 9.4a2.6 2.6 0 0 0 3.7 0l2.3-2.3a2.6 2.6 0 0 0-3.7-3.7l-.9.9m1.4 2.3a2.6 2.6 0 0 0-3.7 0L3.4 8.9a2.6 2.6 0 0 0 3.7 3.7l.9-.9',
  pause: 'M5.5 3.5v9m5-9v9',
  play: 'M5 3.2v9.6L12.6 8 5 3.2Z',
  refresh: 'M13.5 8a5.5 5.5 0 1 1-1.7-4M13.5 2v3h-3',
  skip: 'M3 4v8l5-4-5-4Zm5 0v8l5-4-5-4Z',
  'sort-both': 'm5 6 3-3 3 3m-6 4 3 3 3-3',
  'sort-down': 'M8 3v10m-4-4 4 4 4-4',
  'sort-up': 'M8 13V3M4 7l4-4 4 4',
} as const

/** The name of a picture in `Icon`. */
export type IconName = keyof typeof shapes

/** A picture beside a word; hidden from screen readers, because the word says it. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg
      aria-hidden="true"
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={shapes[name]} />
    </svg>
  )
}
