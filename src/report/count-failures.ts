/**
 * Counts plain failures of logs into the totals, from the hashes of their lines. What a text says is looked at once: failures with
 * the same hash of it, outcome, declared code and operator of the next hop have the same verdict, codes and template.
 *
 * Hot: no attempt is made but for a text that was not met before.
 */
import { combineHashes, hashText, newHash } from '../hash.ts'
import { findEntry, newHashTable, putEntry } from '../hash-table.ts'
import type { Attempt, FailureCounter, PlainFailure, Verdict } from '../types.ts'
import { countFailure, countTime, mayBeExample, type Totals } from './aggregate.ts'
import { idOf } from './dictionary.ts'
import { addDistinct } from './distinct.ts'
import { addFact, COLUMN, FACT, FLAG, setHash, setTime } from './facts.ts'
import { messageHash, pairHash, pairHashOf, recipientHash, reportKeyOf } from './result-hash.ts'
import { templateOf } from './template.ts'
import { bucketIdAt, codeId, hashedId, plainSenderDomainId } from './value-ids.ts'
import { type VerdictIds, verdictIds } from './verdict-ids.ts'

/** What the classifier knows, as far as counting asks. */
export interface Judge {
  classify(attempt: Attempt): Verdict
  /** Who runs the host that answered. */
  providerOf(relay: string | null): string | null
  /** The failure's host is of the recipient's domain: it is judged by itself where nobody else spoke. */
  isHostOf(host: string | null, domain: string): boolean
  signs: FailureCounter['signs']
}

/** What a text says. */
interface Said extends Pick<Attempt, 'replyCode' | 'enhancedCode'> {
  verdict: Verdict
  template: string | null
  /** Nobody but the own host spoke. */
  isLocal: boolean
  /** The numbers of these in the dictionaries of the totals that were counted into last. */
  ids: SaidIds | null
}

interface SaidIds {
  totals: Totals
  verdict: VerdictIds
  replyCode: number
  enhancedCode: number
  template: number
}

/** Texts that are kept, at most. */
const KEPT = 20_000

/** One for all totals of a thread: what was learned from one piece of a log holds in the next. */
export function newFailureCounters(judge: Judge): (totals: Totals) => FailureCounter {
  let known = newHashTable<Said>()
  const providers = new Map<string | null, number>()
  const key = newHash()
  const traits = newHash()

  function keyOf({ relayName, relayIp, outcome, code, said }: PlainFailure): void {
    const provider = judge.providerOf(relayName)
    let number = providers.get(provider)
    if (number === undefined) {
      number = providers.size
      providers.set(provider, number)
    }
    traits.hi = code
    traits.lo = number * 4 + (relayIp === null ? 0 : 2) + (outcome === 'bounced' ? 1 : 0)
    combineHashes(said, traits, key)
  }

  function keep(failure: PlainFailure, attempt: Attempt, verdict: Verdict): void {
    // The text names the next hop; what holds for one host only.
    if (attempt.relay !== failure.relayName) return
    if (attempt.origin === 'local' && judge.isHostOf(failure.host, failure.domainName)) return
    if (known.size >= KEPT) known = newHashTable()
    const { replyCode, enhancedCode, diagnostic, origin } = attempt
    const template = diagnostic === '' ? null : templateOf(diagnostic)
    const isLocal = origin === 'local'
    putEntry(known, key.hi, key.lo, { verdict, replyCode, enhancedCode, template, isLocal, ids: null })
  }

  return totals => ({
    signs: judge.signs,
    count(failure) {
      keyOf(failure)
      const said = findEntry(known, key.hi, key.lo)
      if (said === undefined || (said.isLocal && judge.isHostOf(failure.host, failure.domainName)))
        return false
      // The example is shown in full.
      if (said.template !== null && mayBeExample(totals.examples, idsOf(totals, said).template, failure))
        return false
      countSaid(totals, failure, said)
      return true
    },
    learn(failure, attempt) {
      const verdict = judge.classify(attempt)
      countFailure(totals, attempt, verdict)
      keep(failure, attempt, verdict)
    },
  })
}

function idsOf(totals: Totals, said: Said): SaidIds {
  if (said.ids !== null && said.ids.totals === totals) return said.ids
  const { dictionaries } = totals
  said.ids = {
    totals,
    verdict: verdictIds(totals, said.verdict),
    replyCode: codeId(dictionaries.replyCode, said.replyCode),
    enhancedCode: idOf(dictionaries.enhancedCode, said.enhancedCode),
    template: idOf(dictionaries.template, said.template),
  }
  return said.ids
}

/** What countFailure does, from hashes. */
function countSaid(totals: Totals, failure: PlainFailure, said: Said): void {
  const { facts, dictionaries } = totals
  const { time, firstOfMessage, outcome, relayName } = failure
  const { verdict, replyCode, enhancedCode, template } = idsOf(totals, said)
  if (firstOfMessage) totals.messages++
  countTime(totals, time)
  const at = addFact(facts)
  const { cells } = facts
  setTime(cells, at, time)
  cells[at + FACT.flags] = verdict.flags | (firstOfMessage ? FLAG.firstOfMessage : 0)
  addDistinct(totals.addresses, failure.recipient)
  pairHashOf(failure)
  recipientHash.hi = failure.recipient.hi
  recipientHash.lo = failure.recipient.lo
  setHash(cells, at + FACT.recipient, recipientHash)
  setHash(cells, at + FACT.message, messageHash)
  setHash(cells, at + FACT.pair, pairHash)
  setReportKeys(cells, at, failure)
  cells[at + COLUMN.outcome] = idOf(dictionaries.outcome, outcome)
  cells[at + COLUMN.permanence] = verdict.permanence
  cells[at + COLUMN.subject] = verdict.subject
  cells[at + COLUMN.reason] = verdict.reason
  cells[at + COLUMN.action] = verdict.action
  cells[at + COLUMN.enhancedCode] = enhancedCode
  cells[at + COLUMN.replyCode] = replyCode
  cells[at + COLUMN.domain] = hashedId(dictionaries.domain, failure.domain, () => failure.domainName)
  cells[at + COLUMN.provider] = verdict.provider
  cells[at + COLUMN.senderDomain] = plainSenderDomainId(dictionaries.senderDomain, failure)
  cells[at + COLUMN.relay] = hashedId(dictionaries.relay, failure.relay, () => relayName)
  cells[at + COLUMN.host] = idOf(dictionaries.host, failure.host)
  cells[at + COLUMN.time] = bucketIdAt(totals, time)
  cells[at + COLUMN.blocklist] = verdict.blocklist
  cells[at + COLUMN.template] = template
}

const idHash = newHash()

function setReportKeys(cells: Uint32Array, at: number, failure: PlainFailure): void {
  const { outcome, messageId, queueId, address } = failure
  if (messageId !== null) {
    hashText(messageId, idHash)
    setHash(cells, at + FACT.idKey, reportKeyOf(outcome, idHash, address))
  }
  setHash(cells, at + FACT.queueKey, reportKeyOf(outcome, queueId, address))
}
