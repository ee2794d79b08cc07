/**
 * What was decided -> the fields of the answer.
 *
 * In:     the attempt, its codes, the rule or table row that decided
 * Out:    permanence, subject, action, scope, conflict and the rest
 * Spec:   reasons.md
 */
import type { Action, Attempt, Basis, Command, Permanence, Reason, Subject, Verdict } from '../types.ts'
import { type EnhancedCodeRow, enhancedCodes, type ReplyCodeRow, replyCodes } from './codes.ts'
import { type ReasonRow, reasons } from './reasons.ts'
import type { Rule } from './rule.ts'
import { subjects } from './subjects.ts'

/** What decided: a rule, or a row of a code table, or nothing. */
export interface Decision {
  reason: Reason
  basis: Basis
  rule: string
  /** Null where a code table or nothing decided. */
  by: Rule | null
  /** Whose rule it is, where it is a provider's. */
  provider: string | null
}

/** The evidence besides the words. */
export interface Codes {
  replyCode: number | null
  enhancedCode: string | null
  status: string | null
  command: Command | null
}

const reasonRows = new Map<Reason, ReasonRow>(reasons.map(row => [row.reason, row]))
const enhancedRows = new Map<string, EnhancedCodeRow>(enhancedCodes.map(row => [row.code, row]))
const replyRows = new Map<number, ReplyCodeRow>(replyCodes.map(row => [row.code, row]))
const subjectNames = new Map<string, Subject>(subjects.map(row => [String(row.number), row.subject]))

/** Codes that name a subject only, and are sent for everything. */
export const GENERIC: ReadonlySet<string> = new Set(['0.0', '1.0', '2.0', '5.0', '7.0', '7.1'])

export function reasonRowOf(reason: Reason): ReasonRow {
  const row = reasonRows.get(reason)
  if (row === undefined) throw new Error(`no row for the reason ${reason}`)
  return row
}

/** "5.1.1" -> its row; undefined if it is not registered. */
export function enhancedRowOf(code: string | null): EnhancedCodeRow | undefined {
  return code === null ? undefined : enhancedRows.get(code.slice(2))
}

export function replyRowOf(code: number | null): ReplyCodeRow | undefined {
  return code === null ? undefined : replyRows.get(code)
}

export function permanenceOf(codes: Codes, outcome: Attempt['outcome']): Permanence {
  const declared = codes.enhancedCode?.[0] ?? (codes.replyCode === null ? '' : String(codes.replyCode)[0])
  if (declared === '5') return 'permanent'
  if (declared === '4') return 'transient'
  if (outcome === 'bounced' || outcome === 'rejected') return 'permanent'
  // Only what was temporary is kept in a queue until it is given up.
  return 'transient'
}

/** The code's second number, unless the code is generic, made up by the sending MTA, or refuted. */
export function subjectOf(decision: Decision, code: string | null, origin: Attempt['origin']): Subject {
  const own = reasonRowOf(decision.reason).subject
  if (code === null || origin === 'local' || GENERIC.has(code.slice(2))) return own
  const declared = subjectNames.get(code.split('.')[1] ?? '')
  if (declared === undefined || declared === 'other') return own
  if (decision.basis === 'enhanced' || decision.basis === 'reply' || decision.basis === 'outcome')
    return declared
  const row = enhancedRowOf(code)
  if (row === undefined || row.reason === decision.reason || row.permanentReason === decision.reason)
    return declared
  return own
}

/** The registered name of the enhanced code, else of the reply code. */
export function detailOf(codes: Codes): string | null {
  const code = codes.enhancedCode
  if (code !== null) {
    const row = enhancedRowOf(code)
    if (row !== undefined) return row.name
    const subject = subjectNames.get(code.split('.')[1] ?? '')
    return subject === undefined ? 'not registered' : `not registered (${subject})`
  }
  return replyRowOf(codes.replyCode)?.name ?? null
}

/**
 * A recipient that is refused "for now" is not condemned: the receiver says himself that he may be wrong
 * (a directory that is down, Postfix's reject code while it is set up). Names that do not exist are.
 */
export function actionOf(decision: Decision, permanence: Permanence, codes: Codes): Action {
  const action = decision.by?.action ?? reasonRowOf(decision.reason).action
  if (action === 'suppress' && isBeforeRecipient(codes) && decision.reason !== 'domain-not-accepting')
    return 'review'
  if (action !== 'suppress' || permanence !== 'transient') return action
  if (decision.reason === 'domain-unknown' && decision.basis !== 'enhanced') return action
  return decision.reason === 'domain-not-accepting' ? action : 'review'
}

/** What answers AUTH, HELO or MAIL has not heard of the recipient yet: it speaks of the client or the sender. */
function isBeforeRecipient({ command }: Codes): boolean {
  return command === 'AUTH' || command === 'EHLO' || command === 'STARTTLS' || command === 'MAIL'
}

export function isConflict(decision: Decision, permanence: Permanence): boolean {
  const ruled = decision.by?.nature
  const nature = ruled === undefined ? reasonRowOf(decision.reason).nature : ruled
  return nature !== null && permanence !== 'unknown' && nature !== permanence
}

export type VerdictParts = Pick<Verdict, 'provider' | 'blocklist' | 'retryAfter' | 'listQuality'>

export function verdictOf(decision: Decision, codes: Codes, attempt: Attempt, parts: VerdictParts): Verdict {
  const permanence = permanenceOf(codes, attempt.outcome)
  return {
    permanence,
    subject: subjectOf(decision, codes.enhancedCode, attempt.origin),
    reason: decision.reason,
    action: actionOf(decision, permanence, codes),
    scope: decision.by?.scope ?? reasonRowOf(decision.reason).scope,
    basis: decision.basis,
    rule: decision.rule,
    conflict: isConflict(decision, permanence),
    detail: detailOf(codes),
    ...parts,
  }
}
