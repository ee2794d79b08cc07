/**
 * Counts plain failures of logs into the totals, from the hashes of their lines: what each text says (known-texts.ts) is judged
 * once for each operator whose hosts say it.
 *
 * Hot: no attempt is made but for a text that was not met before.
 */
import type { Classifier } from '../classify/classify.ts'
import { KNOWN, type KnownFailures, timeOf } from '../known-failures.ts'
import type { SaidBy } from '../plain-results.ts'
import type { Attempt, Verdict } from '../types.ts'
import { countFailure, countTime, type Totals } from './aggregate.ts'
import { idOf } from './dictionary.ts'
import { addPair } from './distinct.ts'
import { addFacts, COLUMN, FACT, placeOfNext } from './facts.ts'
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
    count(failures) {
      for (let done = 0; done < failures.count; ) {
        const place = placeOfNext(totals.facts)
        const some = addFacts(totals.facts, failures, done)
        countSaid(totals, failures, done, place, some, saidOf)
        done += some
      }
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

/** What countFailure does, of so many failures behind the first `done`, whose facts begin at `place`. */
function countSaid(
  totals: Totals,
  { cells: from, room }: KnownFailures,
  done: number,
  place: number,
  count: number,
  saidOf: (number: SaidBy) => Said,
): void {
  const { cells } = totals.facts
  for (let i = 0; i < count; i++) {
    const row = done + i
    const said = from[KNOWN.said * room + row] ?? 0
    const { first, later } = idsOf(totals, saidOf(said >>> 1))
    const isFirst = said % 2 === 1
    if (isFirst) totals.messages++
    cells[FACT.kind + place + i] = isFirst ? first : later
    addPair(
      totals.addresses,
      from[KNOWN.recipient * room + row] ?? 0,
      from[(KNOWN.recipient + 1) * room + row] ?? 0,
    )
    const time = timeOf(from[KNOWN.time * room + row] ?? 0, from[(KNOWN.time + 1) * room + row] ?? 0)
    countTime(totals, time)
    cells[COLUMN.time + place + i] = bucketIdAt(totals, time)
  }
}
