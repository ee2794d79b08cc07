/**
 * Counts plain failures of logs into the totals, from the hashes of their lines. What a text says is looked at once: failures with
 * the same hash of it, outcome, declared code and operator of the next hop have the same verdict, codes and template; of another
 * operator too, but for his name, where the classifier says so.
 *
 * Hot: no attempt is made but for a text that was not met before.
 */
import { combineHashes, newHash } from '../hash.ts'
import { findEntry, newHashTable, putEntry } from '../hash-table.ts'
import type {
  FailureCounter,
  HashedFailure,
  KnownFailure,
  NameDimension,
  PlainFailure,
} from '../plain-results.ts'
import type { Attempt, Outcome, Verdict } from '../types.ts'
import { countFailure, countTime, mayBeExample, type Totals } from './aggregate.ts'
import { idOf } from './dictionary.ts'
import { addDistinct } from './distinct.ts'
import { addFact, COLUMN, FACT, setHash, setTime } from './facts.ts'
import { FLAG } from './kinds.ts'
import { formOf, newOperators } from './operators.ts'
import { messageHash, pairHashOf, reportKeyOf } from './result-hash.ts'
import { templateOf } from './template.ts'
import { bucketIdAt } from './value-ids.ts'
import { kindOf } from './verdict-ids.ts'

/** What the classifier knows, as far as counting asks. */
export interface Judge {
  classify(attempt: Attempt): Verdict
  /** The verdict for the same words from this host; null: it may be another one. */
  elsewhere(verdict: Verdict, relay: string | null): Verdict | null
  /** Who runs the host that answered. */
  providerOf(relay: string | null): string | null
  /** A host is of a domain. */
  isHostOf(host: string | null, domain: string): boolean
  signs: FailureCounter['signs']
  numbersSought: FailureCounter['numbersSought']
  operators: FailureCounter['operators']
}

/** What a text says. */
interface Said extends Pick<Attempt, 'outcome' | 'replyCode' | 'enhancedCode'> {
  verdict: Verdict
  template: string | null
  /** Nobody but the own host spoke. */
  isLocal: boolean
  /** The numbers of these in the dictionaries of the totals that were counted into last. */
  ids: SaidIds | null
}

interface SaidIds {
  totals: Totals
  template: number
  /** The kinds of a failure that is the first result of its message, and of any other. */
  first: number
  later: number
}

const OUTCOMES = ['deferred', 'bounced', 'expired'] as const

/** Texts that are kept, at most. */
const KEPT = 20_000

/** One for all totals of a thread: what was learned from one piece of a log holds in the next. */
export function newFailureCounters(judge: Judge): (totals: Totals) => FailureCounter {
  /** By number. */
  const texts: Said[] = []
  const numbers = newHashTable<number>()
  /** Of those that were met last, whoever said them. */
  const anybodys = newHashTable<number>()
  const { operatorOf } = newOperators(judge.providerOf)
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

  /** -> the number of what it says; undefined: that is not known. */
  function numberFor(failure: PlainFailure): number | undefined {
    setKeys(failure)
    const number = findEntry(numbers, key.hi, key.lo)
    if (number !== undefined) return number
    const like = findEntry(anybodys, anybodysKey.hi, anybodysKey.lo)
    if (like === undefined || texts.length >= KEPT) return undefined
    const said = textOf(like)
    const verdict = judge.elsewhere(said.verdict, failure.relay)
    return verdict === null ? undefined : add({ ...said, verdict, ids: null })
  }

  function add(said: Said): number {
    const number = findEntry(numbers, key.hi, key.lo) ?? texts.length
    texts[number] = said
    putEntry(numbers, key.hi, key.lo, number)
    putEntry(anybodys, anybodysKey.hi, anybodysKey.lo, number)
    return number
  }

  function keep(failure: PlainFailure, attempt: Attempt, verdict: Verdict): number | null {
    const isLocal = attempt.origin === 'local'
    // The text names the next hop; what holds for one host only; enough.
    if (attempt.relay !== failure.relay || (isLocal && isOwn(failure)) || texts.length >= KEPT) return null
    const { outcome, replyCode, enhancedCode, diagnostic } = attempt
    const template = diagnostic === '' ? null : templateOf(diagnostic)
    return add({ outcome, verdict, replyCode, enhancedCode, template, isLocal, ids: null })
  }

  const isOwn = ({ host, domain }: PlainFailure): boolean => judge.isHostOf(host, domain ?? '')
  const textOf = (number: number): Said => {
    const said = texts[number]
    if (said === undefined) throw new Error(`no text has the number ${number}`)
    return said
  }

  return totals => ({
    signs: judge.signs,
    numbersSought: judge.numbersSought,
    operators: judge.operators,
    numbers,
    operatorOf,
    isLocal: number => textOf(number).isLocal,
    count(failure) {
      const number = numberFor(failure)
      if (number === undefined) return null
      const said = textOf(number)
      if (said.isLocal && isOwn(failure)) return null
      // The example is shown in full.
      if (said.template !== null && mayBeExample(totals.examples, idsOf(totals, said).template, failure))
        return null
      countSaid(totals, failure, numbered(totals, failure), said)
      return number
    },
    learn(failure, attempt) {
      const verdict = judge.classify(attempt)
      countFailure(totals, attempt, verdict)
      return keep(failure, attempt, verdict)
    },
    countKnown: (failure, number) => countSaid(totals, failure, failure.names, textOf(number)),
    numberOf: (dimension, name) => idOf(totals.dictionaries[dimension], name),
  })
}

function idsOf(totals: Totals, said: Said): SaidIds {
  if (said.ids !== null && said.ids.totals === totals) return said.ids
  const template = idOf(totals.dictionaries.template, said.template)
  said.ids = {
    totals,
    template,
    first: kindOf(totals, said.verdict, said, template, FLAG.firstOfMessage),
    later: kindOf(totals, said.verdict, said, template, 0),
  }
  return said.ids
}

/** One for all is enough: it is used at once. */
const numbers: KnownFailure['names'] = { domain: 0, senderDomain: 0, relay: 0, host: 0 }

function numbered(
  { dictionaries }: Totals,
  failure: Pick<PlainFailure, NameDimension>,
): KnownFailure['names'] {
  numbers.domain = idOf(dictionaries.domain, failure.domain)
  numbers.senderDomain = idOf(dictionaries.senderDomain, failure.senderDomain)
  numbers.relay = idOf(dictionaries.relay, failure.relay)
  numbers.host = idOf(dictionaries.host, failure.host)
  return numbers
}

/** What countFailure does, from hashes and numbers. */
function countSaid(totals: Totals, failure: HashedFailure, names: KnownFailure['names'], said: Said): void {
  const { facts } = totals
  const { time, firstOfMessage, recipient } = failure
  const { first, later } = idsOf(totals, said)
  if (firstOfMessage) totals.messages++
  countTime(totals, time)
  const at = addFact(facts)
  const { cells } = facts
  setTime(cells, at, time)
  cells[at + FACT.kind] = firstOfMessage ? first : later
  addDistinct(totals.addresses, recipient)
  setHash(cells, at + FACT.recipient, recipient)
  setHash(cells, at + FACT.pair, pairHashOf(failure))
  setHash(cells, at + FACT.message, messageHash)
  setReportKeys(cells, at, failure, said.outcome)
  cells[at + COLUMN.domain] = names.domain
  cells[at + COLUMN.senderDomain] = names.senderDomain
  cells[at + COLUMN.relay] = names.relay
  cells[at + COLUMN.host] = names.host
  cells[at + COLUMN.time] = bucketIdAt(totals, time)
}

function setReportKeys(
  cells: Uint32Array,
  at: number,
  { messageId, queueId, recipientKey }: HashedFailure,
  outcome: Outcome,
): void {
  if (messageId.hi !== 0 || messageId.lo !== 0)
    setHash(cells, at + FACT.idKey, reportKeyOf(outcome, messageId, recipientKey))
  setHash(cells, at + FACT.queueKey, reportKeyOf(outcome, queueId, recipientKey))
}
