/**
 * What a rule is. The rules themselves are the tables in rules/ and providers/; all of them: all-rules.ts.
 */
import type { Action, Command, Outcome, Permanence, Reason, Scope } from '../types.ts'

/** A reply as a test gives it: its words, or its words and what is known besides. */
export type Example =
  | string
  | {
      said: string
      relay?: string
      command?: Command
      sender?: string
      recipient?: string
      outcome?: Outcome
      local?: true
      /** The reporting host. */
      host?: string
    }

/** A regular expression without flags; or one that is made when it is first asked (plain-rules.ts). */
export type Expression = Pick<RegExp, 'source' | 'test'>

export interface Rule {
  /** `reason-or-provider.what`, unique. */
  id: string
  reason: Reason
  /**
   * Sought in the reply's words as mask.ts writes them: lower case, `{sender}`, `{recipient}`, `{address}`,
   * `{sender-domain}`, `{recipient-domain}`, `{host}`, `{ip}`, `{url}` in place of what they stand for.
   * Of several expressions one is enough.
   */
  match?: Expression | readonly Expression[]
  /** Sought in the URLs and host names of the text: one of `match` and `link` is enough. */
  link?: Expression
  /** What must hold besides. */
  when?: When
  /** Of a user's rule: it holds for this operator only. */
  provider?: string
  /**
   * A provider's rule that holds whoever passed the text on: because its link is unmistakable, or because
   * all that it matches is.
   */
  anywhere?: 'link' | 'all'
  action?: Action
  scope?: Scope
  /** Against which a declared class is a conflict, where it is not that of the reason. */
  nature?: Exclude<Permanence, 'unknown'> | null
  /** Says little: other words of the notice are asked for the cause behind it. */
  vague?: true
  /** The receiver complains of too many unknown recipients. */
  listQuality?: true
  /** Seconds, where the provider documents them and the text does not say them. */
  retryAfter?: number
  /** The reputation service, where the words do not name it. */
  blocklist?: string
  /** A rule that must come after this one. */
  before?: string
  source: string
  examples: readonly Example[]
  butNot: readonly Example[]
}

export interface When {
  replyCode?: readonly number[]
  /** "5.1.1", "x.1.1", "4.7.x". */
  enhanced?: readonly string[]
  command?: readonly Command[]
  permanence?: Permanence
  outcome?: readonly Outcome[]
  origin?: 'local' | 'remote'
  /** The reporting host is of the recipient's domain. */
  recipientDomain?: 'of the host'
}

/** The rules of one operator: they come before the text rules. */
export interface ProviderRules {
  provider: string
  rules: readonly Rule[]
}
