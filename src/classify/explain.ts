/**
 * The whole way from one reply to its answer.
 *
 * In:     the text, and what is known besides: who answered, which command, from whom to whom
 * Out:    the verdict; how the text was split; the codes; the rules that fit, in their order
 */
import type { Attempt, Command, Permanence, Reason, Subject, Verdict } from '../types.ts'
import { unframe } from './framing.ts'
import { type Judgement, judgeByAll } from './judge.ts'
import type { Rule } from './rule.ts'
import { makeRuleSet, type RuleSet } from './rule-set.ts'
import type { Rank } from './rule-table.ts'
import { codesIn } from './stated-codes.ts'
import { enhancedRowOf, replyRowOf } from './verdict.ts'

export interface Context {
  relay?: string | null
  command?: Command | null
  sender?: string | null
  recipient?: string | null
}

/** A code of the reply, with what its table says of it. */
export interface CodeFound {
  code: string
  kind: 'reply' | 'enhanced'
  registered: boolean
  name: string | null
  subject: Subject | null
  permanence: Permanence
  rfc: string | null
  reason: Reason | null
}

/** A rule that fits, and whether it decided; if not, why. */
export interface RuleFound {
  id: string
  rank: Rank
  reason: Reason
  decided: boolean
  why: string
  source: string
}

export interface Explanation extends Verdict {
  text: string
  framing: readonly { id: string; text: string }[]
  reply: string
  /** The reply as rules see it: what differs from mail to mail is masked. */
  words: string
  command: Command | null
  replyCode: number | null
  enhancedCode: string | null
  diagnostic: string
  codes: readonly CodeFound[]
  rules: readonly RuleFound[]
  /** Where the deciding rule or code comes from. */
  ruleSource: string
}

let ours: RuleSet | null = null

export function explain(text: string, context: Context = {}, userRules: readonly Rule[] = []): Explanation {
  ours ??= makeRuleSet([])
  const set = userRules.length === 0 ? ours : makeRuleSet(userRules)
  const framed = unframe(oneLine(text))
  const attempt = attemptOf(oneLine(text), context)
  const judged = judgeByAll(set, attempt)
  const codes = codesFound(attempt)
  const rules = rulesFound(judged)
  return {
    ...judged.verdict,
    text,
    framing: framed.framing,
    reply: framed.reply,
    words: judged.asked.masked.words,
    command: attempt.command,
    replyCode: attempt.replyCode,
    enhancedCode: attempt.enhancedCode,
    diagnostic: framed.reply,
    codes,
    rules,
    ruleSource: sourceOf(judged, codes),
  }
}

/** A bare text as an attempt: what a server said, nothing else known. */
export function attemptOf(text: string, context: Context): Attempt {
  const framed = unframe(text)
  const { replyCode, enhancedCode } = codesIn(framed.reply)
  const recipient = context.recipient ?? null
  return {
    kind: 'failure',
    time: null,
    source: 'postfix',
    file: '-',
    line: 1,
    host: null,
    queueId: null,
    messageId: null,
    sender: context.sender ?? null,
    recipient,
    originalRecipient: null,
    relay: context.relay ?? relayIn(framed.framing.map(part => part.text).join(' ')),
    relayIp: null,
    relayPort: null,
    domain: recipient === null ? null : recipient.slice(recipient.lastIndexOf('@') + 1),
    outcome:
      replyCode === null
        ? enhancedCode?.startsWith('4') === true
          ? 'deferred'
          : 'bounced'
        : replyCode < 500
          ? 'deferred'
          : 'bounced',
    replyCode,
    enhancedCode,
    status: null,
    origin: replyCode === null ? 'local' : 'remote',
    command: context.command ?? framed.command,
    diagnostic: text,
    notice: null,
    delay: null,
    attempts: 1,
    firstOfMessage: true,
  }
}

/** The host that the framing names as the one that answered. */
function relayIn(framing: string): string | null {
  const host = /\b(?:host|server|at) ([a-z\d.-]{3,255})[ [(]/i.exec(framing)?.[1] ?? null
  return host?.includes('.') === true ? host : null
}

function codesFound(attempt: Attempt): CodeFound[] {
  const found: CodeFound[] = []
  if (attempt.replyCode !== null) {
    const row = replyRowOf(attempt.replyCode)
    found.push({
      code: String(attempt.replyCode),
      kind: 'reply',
      registered: row !== undefined,
      name: row?.name ?? null,
      subject: null,
      permanence: permanenceOfDigit(String(attempt.replyCode)),
      rfc: row?.rfc ?? null,
      reason: row?.reason ?? null,
    })
  }
  if (attempt.enhancedCode !== null) {
    const row = enhancedRowOf(attempt.enhancedCode)
    found.push({
      code: attempt.enhancedCode,
      kind: 'enhanced',
      registered: row !== undefined,
      name: row?.name ?? null,
      subject: row?.subject ?? null,
      permanence: permanenceOfDigit(attempt.enhancedCode),
      rfc: row?.rfc ?? null,
      reason: row?.reason ?? null,
    })
  }
  return found
}

function permanenceOfDigit(code: string): Permanence {
  if (code.startsWith('5')) return 'permanent'
  return code.startsWith('4') ? 'transient' : 'unknown'
}

function rulesFound(judged: ReturnType<typeof judgeByAll>): RuleFound[] {
  return judged.fits.map(({ rule, rank }) => {
    const decided = rule.id === judged.decision.rule
    return {
      id: rule.id,
      rank,
      reason: rule.reason,
      decided,
      why: whyOf(decided, rank, judged),
      source: rule.source,
    }
  })
}

function whyOf(decided: boolean, rank: Rank, judged: Judgement): string {
  if (decided) return 'decides: the first that fits'
  if (rank === 'weak' && judged.decision.basis === 'enhanced')
    return 'its words are weak: the specific enhanced code goes first'
  return `comes after ${judged.decision.rule}`
}

function sourceOf(judged: Judgement, codes: readonly CodeFound[]): string {
  if (judged.decision.by !== null) return judged.decision.by.source
  const kind = judged.decision.basis === 'enhanced' ? 'enhanced' : 'reply'
  return codes.find(one => one.kind === kind)?.rfc ?? 'reasons.md'
}

function oneLine(text: string): string {
  return text.replace(/[\x00-\x20\x7f]+/g, ' ').trim()
}
