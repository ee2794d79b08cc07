/**
 * What a row says about one kind of home-made notice: how it is recognized, and how its failures are read.
 *
 * Every expression is tested against the notice's own text (up to the copied message) or one header field.
 */
import type { Outcome } from '../../../types.ts'

/** How a layout's text is read: `shapes.ts` has a function for each. */
export type Shape = 'pattern' | 'paragraphs' | 'exim' | 'transcript' | 'session' | 'returned'

export interface Layout {
  id: string
  /** Who writes it. */
  source: string
  /** Words that only this writer uses; at least one of `sign`, `from`, `subject`, `header` is given, and all given must fit. */
  sign?: RegExp
  from?: RegExp
  subject?: RegExp
  header?: { name: string; value: RegExp }
  shape: Shape
  /**
   * Shape `pattern`: every match is one failure. Named groups: `recipient`; `words` where they stand beside it,
   * `reply` for a server's words, which go before them;
   * `original` (the address before aliasing); `host` (who refused),
   * `command`.
   */
  recipient?: RegExp
  /** Where the words stand for recipients that have none beside them. Named group: `words`. */
  words?: RegExp
  /** The command that failed. Named group: `command`. */
  command?: RegExp
  /** The domain of recipients that the notice names without one. */
  domain?: string
  /** What such a notice always tells. */
  outcome?: Outcome
}
