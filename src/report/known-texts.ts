/**
 * What plain failures of logs say, by number: failures with the same hash of their text, outcome, declared code and form of the
 * next hop say the same, if not from the hosts of the same operator. A text that is new, or stands before all others like it, is
 * to be taken apart by the reader; all others are counted from the hashes of their lines, here or in another thread.
 *
 * In:     what the classifier knows of names and numbers, and who judges and counts
 * Out:    a FailureCounter for the readers of logs
 * Errors: none
 */
import { combineHashes, newHash } from '../hash.ts'
import { findEntry, newHashTable, putEntry } from '../hash-table.ts'
import {
  KNOWN,
  type KnownFailures,
  NAME_DIMENSIONS,
  newKnownFailures,
  putHash,
  putTime,
} from '../known-failures.ts'
import type { FailureCounter, FailureJudge, NameDimension, PlainFailure, SaidBy } from '../plain-results.ts'
import type { Attempt } from '../types.ts'
import { formOf, newOperators, saidBy, withoutForm } from './operators.ts'
import { hashHost, messageHash, pairHashOf, reportKeyOf } from './result-hash.ts'

/** What the classifier knows, as far as reading asks. */
export interface Knowledge extends Pick<FailureJudge, 'signs' | 'numbersSought' | 'operators'> {
  /** Who runs the host that answered. */
  providerOf(relay: string | null): string | null
  /** A host is of a domain. */
  isHostOf(host: string | null, domain: string): boolean
}

/** Who judges and counts. */
export interface FailureSink {
  /** A failure that was taken apart, to be counted as such; what says the same has this number. Null: the next one comes whole, too. */
  learn(attempt: Attempt, text: number | null): void
  /** A new number of an operator, and a host of his: told before anything is counted that his hosts say. */
  meet(operator: number, relay: string | null): void
  /** Failures whose texts were learned, from the hosts of operators who were met; their cells may be written again then. */
  count(failures: KnownFailures): void
  /** The number of a name; null: it is not known. */
  numberOf(dimension: NameDimension, name: string | null): number
}

interface Text extends Pick<PlainFailure, 'time' | 'file' | 'line'> {
  number: number
  /** Nobody but the own host spoke. */
  isLocal: boolean
  /** Who was told of the failure at this place. */
  sink: FailureSink
}

const OUTCOMES = ['deferred', 'bounced', 'expired'] as const

/** Texts that are kept, at most. */
const KEPT = 20_000

/** One for all sinks of a thread, which know the same numbers: what was learned from one piece of a log holds in the next. */
export function newFailureCounters(knowledge: Knowledge): (sink: FailureSink) => FailureCounter {
  const { isHostOf, signs, numbersSought, operators } = knowledge
  const { operatorOf: numberOf } = newOperators(knowledge.providerOf)
  const texts = newHashTable<Text>()
  /** By the number of a text. */
  const isLocal: boolean[] = []
  const met = new Set<number>()
  const key = newHash()
  const traits = newHash()

  function setKey(failure: PlainFailure, operator: number): void {
    traits.hi = failure.code
    traits.lo = formOf(operator) * OUTCOMES.length + OUTCOMES.indexOf(failure.outcome)
    combineHashes(failure.said, traits, key)
  }

  function isKept(failure: PlainFailure, attempt: Attempt): boolean {
    // The text names the next hop; what holds for one host only.
    return attempt.relay === failure.relay && (attempt.origin !== 'local' || !isOwn(failure))
  }

  const isOwn = ({ host, domain }: PlainFailure): boolean => isHostOf(host, domain ?? '')

  function operatorOf(hop: Pick<PlainFailure, 'relay' | 'relayIp'>, sink: FailureSink): number {
    const number = numberOf(hop)
    const operator = withoutForm(number)
    if (!met.has(operator)) {
      met.add(operator)
      sink.meet(operator, hop.relay)
    }
    return number
  }

  return sink => ({
    signs,
    numbersSought,
    operators,
    numbers: texts,
    operatorOf: hop => operatorOf(hop, sink),
    formOf,
    isLocal: number => isLocal[number] === true,
    count(failure) {
      const operator = operatorOf(failure, sink)
      setKey(failure, operator)
      const text = findEntry(texts, key.hi, key.lo)
      if (text === undefined || (text.isLocal && isOwn(failure)) || mayStandBefore(failure, text, sink))
        return null
      const said = saidBy(text.number, operator)
      if (said === null) return null
      sink.count(inCells(sink, failure, said))
      return text.number
    },
    learn(failure, attempt) {
      const known = findEntry(texts, key.hi, key.lo)?.number ?? isLocal.length
      if (!isKept(failure, attempt) || known >= KEPT) {
        sink.learn(attempt, null)
        return null
      }
      sink.learn(attempt, known)
      isLocal[known] = attempt.origin === 'local'
      const { file, line } = failure
      const text = {
        number: known,
        isLocal: attempt.origin === 'local',
        time: timeOf(failure),
        file,
        line,
        sink,
      }
      putEntry(texts, key.hi, key.lo, text)
      return known
    },
    countKnown: sink.count,
    numberOf: sink.numberOf,
  })
}

/** A report shows the first failure of a wording in full. Lines of different pieces of a log cannot be compared. */
function mayStandBefore(failure: PlainFailure, text: Text, sink: FailureSink): boolean {
  const time = timeOf(failure)
  if (time !== text.time || text.sink !== sink) return time <= text.time
  return failure.file === text.file ? failure.line < text.line : failure.file < text.file
}

/** A time that is not known is last. */
function timeOf({ time }: PlainFailure): number {
  return Number.isNaN(time) ? Number.POSITIVE_INFINITY : time
}

/** One for all is enough: it is used at once. */
const one: KnownFailures = { ...newKnownFailures(1), count: 1 }
const NO_HASH = newHash()

function inCells(sink: FailureSink, failure: PlainFailure, said: SaidBy): KnownFailures {
  const { cells } = one
  const { outcome, messageId, queueId, recipientKey, time } = failure
  cells[KNOWN.said] = said * 2 + (failure.firstOfMessage ? 1 : 0)
  putTime(one, 0, time)
  putHash(one, KNOWN.recipient, 0, failure.recipient)
  putHash(one, KNOWN.pair, 0, pairHashOf(hashHost(failure.host), queueId, failure.recipient))
  putHash(one, KNOWN.message, 0, messageHash)
  const hasId = messageId.hi !== 0 || messageId.lo !== 0
  putHash(one, KNOWN.idKey, 0, hasId ? reportKeyOf(outcome, messageId, recipientKey) : NO_HASH)
  putHash(one, KNOWN.queueKey, 0, reportKeyOf(outcome, queueId, recipientKey))
  for (const dimension of NAME_DIMENSIONS)
    cells[KNOWN[dimension]] = sink.numberOf(dimension, failure[dimension])
  return one
}
