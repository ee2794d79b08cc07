/**
 * Counts plain failures of logs into the totals, from the hashes of their lines: what each text says (known-texts.ts) is judged
 * once for each operator whose hosts say it.
 *
 * Hot: no attempt is made but for a text that was not met before.
 */
import type { Classifier } from '../classify/classify.ts'
import { newHash } from '../hash.ts'
import { CELL, CELLS, readHash } from '../known-failures.ts'
import type { SaidBy } from '../plain-results.ts'
import type { Attempt, Verdict } from '../types.ts'
import { countFailure, countTime, type Totals } from './aggregate.ts'
import { idOf, UNKNOWN_ID } from './dictionary.ts'
import { addDistinct } from './distinct.ts'
import { addFact, COLUMN, FACT, LOW_HALF, setHash, setTime } from './facts.ts'
import { FLAG } from './kinds.ts'
import type { FailureSink } from './known-texts.ts'
import { operatorIn, textIn } from './operators.ts'
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
    count({ cells, times, count }) {
      for (let at = 0; at < count * CELLS; at += CELLS)
        countSaid(totals, cells, times, at, saidOf(cells[at + CELL.said] ?? 0))
    },
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

const recipient = newHash()

/** What countFailure does, from the failure's cells. */
function countSaid(totals: Totals, from: Uint32Array, times: Float64Array, row: number, said: Said): void {
  const isFirst = from[row + CELL.isFirst] !== 0
  const time = times[(row + CELL.time) / 2] ?? Number.NaN
  const { first, later } = idsOf(totals, said)
  if (isFirst) totals.messages++
  countTime(totals, time)
  const at = addFact(totals.facts)
  const { cells } = totals.facts
  setTime(cells, at, time)
  cells[at + FACT.kind] = isFirst ? first : later
  readHash(from, row + CELL.recipient, recipient)
  addDistinct(totals.addresses, recipient)
  setHash(cells, at + FACT.recipient, recipient)
  copyHash(from, row + CELL.message, cells, at + FACT.message)
  copyHash(from, row + CELL.pair, cells, at + FACT.pair)
  copyHash(from, row + CELL.idKey, cells, at + FACT.idKey)
  copyHash(from, row + CELL.queueKey, cells, at + FACT.queueKey)
  cells[at + COLUMN.domain] = from[row + CELL.domain] ?? UNKNOWN_ID
  cells[at + COLUMN.senderDomain] = from[row + CELL.senderDomain] ?? UNKNOWN_ID
  cells[at + COLUMN.relay] = from[row + CELL.relay] ?? UNKNOWN_ID
  cells[at + COLUMN.host] = from[row + CELL.host] ?? UNKNOWN_ID
  cells[at + COLUMN.time] = bucketIdAt(totals, time)
}

function copyHash(from: Uint32Array, row: number, cells: Uint32Array, at: number): void {
  cells[at] = from[row] ?? 0
  cells[at + LOW_HALF] = from[row + 1] ?? 0
}
