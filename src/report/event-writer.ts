/**
 * The pieces that NDJSON rows of events are made of, for a reader of logs that writes plain failures without an event of each.
 *
 * In:  what the classifier knows, and who takes the rows
 * Out: an EventWriter: its rows are the bytes of formatNdjson
 */
import type { EventWriter } from '../plain-results.ts'
import type { Attempt, DeliveryEvent } from '../types.ts'
import {
  formatNdjson,
  headText,
  hopText,
  hostText,
  partiesText,
  providerText,
  verdictPieces,
} from './ndjson.ts'
import { formOf, newOperators } from './operators.ts'

export interface EventJudge
  extends Pick<EventWriter, 'isHostOf' | 'signs' | 'numbersSought' | 'operators' | 'write'> {
  eventOf(attempt: Attempt): DeliveryEvent
  /** Who runs the host that answered. */
  providerOf(relay: string | null): string | null
}

export function newEventWriter({ eventOf, providerOf, ...judge }: EventJudge): EventWriter {
  const { operatorOf } = newOperators(providerOf)
  // What a row was learned from is written next.
  let last: { attempt: Attempt; event: DeliveryEvent } | null = null
  const judged = (attempt: Attempt): DeliveryEvent => {
    if (last?.attempt !== attempt) last = { attempt, event: eventOf(attempt) }
    return last.event
  }
  return {
    ...judge,
    numbers: eventOf,
    operatorOf,
    formOf,
    row: attempt => formatNdjson([judged(attempt)]),
    head: headText,
    reporter: hostText,
    parties: partiesText,
    hop: hopText,
    said(attempt, wait) {
      const event = judged(attempt)
      const factor = factorOf(attempt, wait, changed => eventOf(changed).retryAfter)
      if (factor === null) return null
      const { before, after } = verdictPieces(event)
      const rest = factor === 0 ? `${event.retryAfter}${after}"` : `${after}"`
      return { provider: providerText(event.provider), verdict: before, rest, factor }
    },
  }
}

const WAITING_TIME = /\b(\d{1,6})(?= (?:second|minute|hour))/g

/** Seconds in the unit of the time that a text tells to wait; 0: it tells none. Null: with another number it may mean something else. */
function factorOf(
  attempt: Attempt,
  wait: number | null,
  retryAfterOf: (attempt: Attempt) => number | null,
): number | null {
  const found = [...attempt.diagnostic.matchAll(WAITING_TIME)]
  if (found.length === 0) return 0
  const number = found[0]?.[1] ?? ''
  if (found.length > 1 || wait === null || Number(number) !== wait) return null
  // As many digits: 300 -> 301, 999 -> 998.
  const other = `${wait + 1}`.length === number.length ? wait + 1 : wait - 1
  const seconds = retryAfterOf(attempt)
  const diagnostic = attempt.diagnostic.replace(WAITING_TIME, `${other}`)
  const otherSeconds = retryAfterOf({ ...attempt, diagnostic })
  if (seconds === null && otherSeconds === null) return 0
  const factor = (seconds ?? 0) / wait
  return Number.isInteger(factor) && factor > 0 && otherSeconds === other * factor ? factor : null
}
