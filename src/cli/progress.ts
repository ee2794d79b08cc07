/**
 * The progress bar: how much was read, how fast, how long yet. Only for a terminal, on standard error.
 *
 * In:  bytes read and to read, the time, the width: all given, so that the text can be tested
 * Out: one line, drawn over the last one
 */
import { formatBytes, formatDuration } from '../report/numbers.ts'
import { cutTo } from '../report/width.ts'

export interface Progress {
  bytes: number
  /** Null where it is not known (standard input). */
  totalBytes: number | null
  seconds: number
}

export function formatProgress({ bytes, totalBytes, seconds }: Progress, width: number): string {
  const speed = seconds > 0 ? bytes / seconds : 0
  const pace = `${formatBytes(speed)}/s`
  if (totalBytes === null || totalBytes <= 0) return cutTo(`${formatBytes(bytes)} read, ${pace}`, width)
  const share = Math.min(1, bytes / totalBytes)
  const left = speed > 0 ? (totalBytes - Math.min(bytes, totalBytes)) / speed : null
  const words = `${Math.floor(share * 100)} % of ${formatBytes(totalBytes)}, ${pace}${left === null ? '' : `, ${formatDuration(left)} left`}`
  const room = Math.min(30, width - words.length - 3)
  if (room < 5) return cutTo(words, width)
  const full = Math.round(share * room)
  return `[${'█'.repeat(full)}${'░'.repeat(room - full)}] ${words}`
}

export interface ProgressBar {
  /** Bytes read up to now; draws at most ten times a second. */
  update: (bytes: number) => void
  /** Takes the bar away, before anything else is written. */
  end: () => void
}

export interface ProgressOptions {
  totalBytes: number | null
  /** A terminal: process.stderr. */
  terminal: { write: (text: string) => unknown; columns?: number }
  /** Milliseconds, never going back: performance.now. */
  clock: () => number
}

/** Between two drawings, and before the first: a run that is done at once shows nothing. */
const INTERVAL = 100
const FIRST_AFTER = 500

export function startProgress({ totalBytes, terminal, clock }: ProgressOptions): ProgressBar {
  const started = clock()
  let drawn = started + FIRST_AFTER - INTERVAL
  let isShown = false
  return {
    update(bytes) {
      const now = clock()
      if (now - drawn < INTERVAL) return
      drawn = now
      isShown = true
      const line = formatProgress(
        { bytes, totalBytes, seconds: (now - started) / 1000 },
        (terminal.columns ?? 80) - 1,
      )
      terminal.write(`\r\x1b[K${line}`)
    },
    end() {
      if (isShown) terminal.write('\r\x1b[K')
      isShown = false
    },
  }
}
