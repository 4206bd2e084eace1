import type { Tone } from '#ui/badge.tsx'
import type { BarPart } from './timeline.ts'

type Props = {
  readonly track: readonly BarPart[]
  readonly parts: readonly BarPart[]
  readonly tone: Tone
}

const height = 14
const middle = height / 2
const percent = (share: number) => `${share * 100}%`

/**
 * When an action was under way, on the line of its task: what was left out is dashed, what has not ended fades. The words
 * for it stand beside it.
 */
export function Bar({ track, parts, tone }: Props) {
  const colour = tone === 'neutral' ? 'var(--text-muted)' : `var(--${tone})`
  return (
    <svg aria-hidden="true" width="100%" height={height}>
      {track.map(({ left, width, look }) => (
        <line
          key={left}
          x1={percent(left)}
          x2={percent(left + width)}
          y1={middle}
          y2={middle}
          stroke="var(--line-control)"
          strokeDasharray={look === 'folded' ? '2 4' : undefined}
        />
      ))}
      {parts.map(({ left, width, look }) =>
        look === 'solid' ? (
          <g key={left}>
            <rect x={percent(left)} width={percent(width)} y="2" height={height - 4} fill={colour} />
            {/* However short it was, it is seen. */}
            <rect x={percent(Math.min(left, 0.99))} width="3" y="2" height={height - 4} fill={colour} />
          </g>
        ) : (
          <line
            key={left}
            x1={percent(left)}
            x2={percent(left + width)}
            y1={middle}
            y2={middle}
            stroke={colour}
            strokeWidth={height - 4}
            strokeDasharray={look === 'folded' ? '2 4' : '8 3'}
          />
        ),
      )}
    </svg>
  )
}
