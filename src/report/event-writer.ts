/**
 * The pieces that NDJSON rows of events are made of, for a reader of logs that writes plain failures without an event of each.
 *
 * In:  what the classifier knows, and who takes the rows
 * Out: an EventWriter: its rows are the bytes of formatNdjson
 */
import type { Classifier } from '../classify/classify.ts'
import type { EventWriter } from '../plain-results.ts'
import type { Attempt, DeliveryEvent, Verdict } from '../types.ts'
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
  extends Pick<EventWriter, 'isHostOf' | 'signs' | 'numbersSought' | 'operators' | 'write'>,
    Pick<Classifier, 'classify' | 'exceptions'> {
  eventOf(attempt: Attempt, verdict: Verdict): DeliveryEvent
  /** Who runs the host that answered. */
  providerOf(relay: string | null): string | null
}

export function newEventWriter({
  classify,
  exceptions,
  eventOf,
  providerOf,
  ...judge
}: EventJudge): EventWriter {
  const { operatorOf, operatorNamed } = newOperators(providerOf)
  // What a row was learned from is written next.
  let last: { attempt: Attempt; verdict: Verdict; event: DeliveryEvent } | null = null
  const judged = (attempt: Attempt): { verdict: Verdict; event: DeliveryEvent } => {
    if (last?.attempt !== attempt) {
      const verdict = classify(attempt)
      last = { attempt, verdict, event: eventOf(attempt, verdict) }
    }
    return last
  }
  return {
    ...judge,
    numbers: classify,
    operatorOf,
    formOf,
    row: attempt => formatNdjson([judged(attempt).event]),
    head: headText,
    reporter: hostText,
    parties: partiesText,
    hop: hopText,
    provider(relay) {
      const provider = providerOf(relay)
      return provider === null ? null : providerText(provider)
    },
    said(attempt, wait) {
      const { event, verdict } = judged(attempt)
      const factor = factorOf(attempt, wait, changed => classify(changed).retryAfter)
      if (factor === null) return null
      const { before, after } = verdictPieces(event)
      const rest = factor === 0 ? `${event.retryAfter}${after}"` : `${after}"`
      const others = exceptions(verdict)?.map(operatorNamed) ?? null
      return { provider: providerText(event.provider), verdict: before, rest, factor, exceptions: others }
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
