/**
 * Lines of a part of a log that speak of messages from before the part: put aside, to be read when that is known.
 */
import { readLine } from './envelope.ts'
import type { LogState } from './state.ts'

/** Reads a line; in a part of a log, what a line of a stranger gave is taken back: it will be read again. */
export function readOrPutAside(state: LogState, text: string): void {
  const { aside, queue, skipped } = state
  if (aside === null) {
    readLine(state, text, 0, text.length)
    return
  }
  const { strangers } = queue
  const found = state.found.length
  const problems = state.problems.length
  readLine(state, text, 0, text.length)
  if (queue.strangers === strangers) return
  state.found.length = found
  state.skipped = skipped
  state.problems.length = problems
  putAside(state, text)
}

export function putAside({ aside, file, line, clock }: LogState, text: string): void {
  if (aside === null) return
  aside.lines.push({ file, line, text, reference: clock.reference })
  aside.size += text.length
}
