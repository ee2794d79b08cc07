/**
 * Counts plain failures of logs into the totals, from the hashes of their lines: what each text says (known-texts.ts) is judged
 * once for each operator whose hosts say it.
 *
 * Hot: no attempt is made but for a text that was not met before.
 */
import type { Classifier } from '../classify/classify.ts'
import type { HashedFailure, KnownFailure, SaidBy } from '../plain-results.ts'
import type { Attempt, Outcome, Verdict } from '../types.ts'
import { countFailure, countTime, type Totals } from './aggregate.ts'
import { idOf } from './dictionary.ts'
import { addDistinct } from './distinct.ts'
import { addFact, COLUMN, FACT, setHash, setTime } from './facts.ts'
import { FLAG } from './kinds.ts'
import type { FailureSink } from './known-texts.ts'
import { operatorIn, textIn } from './operators.ts'
import { messageHash, pairHashOf, reportKeyOf } from './result-hash.ts'
import { templateOf } from './template.ts'
import { bucketIdAt } from './value-ids.ts'
import { kindOf } from './verdict-ids.ts'

/** What was taken apart. */
interface Text {
  attempt: Attempt
  verdict: Verdict
  template: string | null
  /** By operator. */
  said: (Said | undefined)[]
}

/** What a text says from the hosts of an operator. */
interface Said {
  attempt: Attempt
  verdict: Verdict
  template: string | null
  /** The numbers of these in the dictionaries of the totals that were counted into last. */
  ids: SaidIds | null
}

interface SaidIds {
  totals: Totals
  /** The kinds of a failure that is the first result of its message, and of any other. */
  first: number
  later: number
}

/** One for all totals of a thread: the numbers of texts and operators are the same for all of them. */
export function newFailureSinks({
  classify,
  fromHost,
}: Pick<Classifier, 'classify' | 'fromHost'>): (totals: Totals) => FailureSink {
  /** By number. */
  const texts: Text[] = []
  /** By number of an operator, a host of his. */
  const relays: (string | null)[] = []

  function saidOf(number: SaidBy): Said {
    const text = texts[textIn(number)]
    if (text === undefined) throw new Error(`no text has the number ${textIn(number)}`)
    const { attempt, verdict, template, said } = text
    const operator = operatorIn(number)
    const relay = relays[operator]
    if (relay === undefined) throw new Error(`no operator has the number ${operator}`)
    said[operator] ??= {
      attempt,
      verdict: fromHost(verdict, relay) ?? classify({ ...attempt, relay }),
      template,
      ids: null,
    }
    return said[operator]
  }

  return totals => ({
    learn(attempt, number) {
      const verdict = classify(attempt)
      countFailure(totals, attempt, verdict)
      if (number === null) return
      const template = attempt.diagnostic === '' ? null : templateOf(attempt.diagnostic)
      texts[number] = { attempt, verdict, template, said: [] }
    },
    meet(operator, relay) {
      relays[operator] = relay
    },
    count: (failure, names, said) => countSaid(totals, failure, names, saidOf(said)),
    numberOf: (dimension, name) => idOf(totals.dictionaries[dimension], name),
  })
}

function idsOf(totals: Totals, said: Said): SaidIds {
  if (said.ids !== null && said.ids.totals === totals) return said.ids
  const template = idOf(totals.dictionaries.template, said.template)
  said.ids = {
    totals,
    first: kindOf(totals, said.verdict, said.attempt, template, FLAG.firstOfMessage),
    later: kindOf(totals, said.verdict, said.attempt, template, 0),
  }
  return said.ids
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
  setReportKeys(cells, at, failure, said.attempt.outcome)
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
