/**
 * What plain failures of logs say, by number: failures with the same hash of their text, outcome, declared code and operator of
 * the next hop say the same. A text that is new, or stands before all others like it, is to be taken apart by the reader; all
 * others are counted from the hashes of their lines, here or in another thread.
 *
 * In:     what the classifier knows of names and numbers, and who judges and counts
 * Out:    a FailureCounter for the readers of logs
 * Errors: none
 */
import { combineHashes, newHash } from '../hash.ts'
import { findEntry, newHashTable, putEntry } from '../hash-table.ts'
import type {
  FailureCounter,
  FailureJudge,
  HashedFailure,
  KnownFailure,
  NameDimension,
  PlainFailure,
} from '../plain-results.ts'
import type { Attempt } from '../types.ts'
import { formOf, newOperators } from './operators.ts'

/** What the classifier knows, as far as reading asks. */
export interface Knowledge extends Pick<FailureJudge, 'signs' | 'numbersSought' | 'operators'> {
  /** Who runs the host that answered. */
  providerOf(relay: string | null): string | null
  /** A host is of a domain. */
  isHostOf(host: string | null, domain: string): boolean
}

/** Who judges and counts. */
export interface FailureSink {
  /** A failure that was taken apart, to be counted as such; those that say the same have this number. Null: the next one comes whole, too. */
  learn(attempt: Attempt, number: number | null): void
  /** What has this number says the same as what was learned as `like`, from this host. */
  learnElsewhere(number: number, like: number, relay: string | null): void
  /** A failure that says what has this number. */
  count(failure: HashedFailure, names: KnownFailure['names'], number: number): void
  /** The number of a name; null: it is not known. */
  numberOf(dimension: NameDimension, name: string | null): number
}

/** What somebody says, whoever it is. */
interface Words extends Pick<PlainFailure, 'time' | 'file' | 'line'> {
  /** Of whoever said it first. */
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
  const { operatorOf } = newOperators(knowledge.providerOf)
  const numbers = newHashTable<number>()
  const anybodys = newHashTable<Words>()
  /** By number. */
  const isLocal: boolean[] = []
  const key = newHash()
  const anybodysKey = newHash()
  const traits = newHash()

  function setKeys(failure: PlainFailure): void {
    const operator = operatorOf(failure)
    const outcome = OUTCOMES.indexOf(failure.outcome)
    traits.hi = failure.code
    traits.lo = operator * OUTCOMES.length + outcome
    combineHashes(failure.said, traits, key)
    traits.lo = formOf(operator) * OUTCOMES.length + outcome
    combineHashes(failure.said, traits, anybodysKey)
  }

  function number(isOnlyLocal: boolean): number {
    const number = isLocal.push(isOnlyLocal) - 1
    putEntry(numbers, key.hi, key.lo, number)
    return number
  }

  function isKept(failure: PlainFailure, attempt: Attempt): boolean {
    // The text names the next hop; what holds for one host only; enough.
    if (attempt.relay !== failure.relay || isLocal.length >= KEPT) return false
    return attempt.origin !== 'local' || !isOwn(failure)
  }

  const isOwn = ({ host, domain }: PlainFailure): boolean => isHostOf(host, domain ?? '')

  return sink => ({
    signs,
    numbersSought,
    operators,
    numbers,
    operatorOf,
    isLocal: number => isLocal[number] === true,
    count(failure) {
      setKeys(failure)
      const words = findEntry(anybodys, anybodysKey.hi, anybodysKey.lo)
      if (words === undefined || (words.isLocal && isOwn(failure)) || mayStandBefore(failure, words, sink))
        return null
      let known = findEntry(numbers, key.hi, key.lo)
      if (known === undefined) {
        if (isLocal.length >= KEPT) return null
        known = number(words.isLocal)
        sink.learnElsewhere(known, words.number, failure.relay)
      }
      sink.count(failure, numbered(sink, failure), known)
      return known
    },
    learn(failure, attempt) {
      const known = isKept(failure, attempt)
        ? (findEntry(numbers, key.hi, key.lo) ?? number(attempt.origin === 'local'))
        : null
      sink.learn(attempt, known)
      if (known === null) return null
      const { file, line } = failure
      const time = timeOf(failure)
      const words = { number: known, isLocal: attempt.origin === 'local', time, file, line, sink }
      putEntry(anybodys, anybodysKey.hi, anybodysKey.lo, words)
      return known
    },
    countKnown: (failure, number) => sink.count(failure, failure.names, number),
    numberOf: sink.numberOf,
  })
}

/** A report shows the first failure of a wording in full. Lines of different pieces of a log cannot be compared. */
function mayStandBefore(failure: PlainFailure, words: Words, sink: FailureSink): boolean {
  const time = timeOf(failure)
  if (time !== words.time || words.sink !== sink) return time <= words.time
  return failure.file === words.file ? failure.line < words.line : failure.file < words.file
}

/** A time that is not known is last. */
function timeOf({ time }: PlainFailure): number {
  return Number.isNaN(time) ? Number.POSITIVE_INFINITY : time
}

/** One for all is enough: it is used at once. */
const names: KnownFailure['names'] = { domain: 0, senderDomain: 0, relay: 0, host: 0 }

function numbered(sink: FailureSink, failure: Pick<PlainFailure, NameDimension>): KnownFailure['names'] {
  names.domain = sink.numberOf('domain', failure.domain)
  names.senderDomain = sink.numberOf('senderDomain', failure.senderDomain)
  names.relay = sink.numberOf('relay', failure.relay)
  names.host = sink.numberOf('host', failure.host)
  return names
}
