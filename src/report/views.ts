/** Table: the views of a report, what each is by, and its title. */
import type { Dimension } from './facts.ts'
import type { ViewName } from './model.ts'

export interface ViewSpec {
  name: ViewName
  /** What its rows are: the head of its first column. */
  title: string
  /** `rollup` is made of permanence, action and reason. */
  by: Dimension | 'rollup'
  /** What a row without a key is, where "(not known)" does not say it. */
  unknown?: string
  /** Only failures that no rule matched. */
  unmatchedOnly?: true
}

export const views: readonly ViewSpec[] = [
  { name: 'by-outcome', title: 'Outcome', by: 'outcome' },
  { name: 'by-permanence', title: 'Permanence', by: 'permanence' },
  { name: 'by-subject', title: 'Subject', by: 'subject' },
  { name: 'by-reason', title: 'Reason', by: 'reason' },
  { name: 'by-action', title: 'Action', by: 'action' },
  { name: 'by-enhanced-code', title: 'Enhanced code', by: 'enhancedCode', unknown: '(no code)' },
  { name: 'by-reply-code', title: 'Reply code', by: 'replyCode', unknown: '(no reply)' },
  { name: 'by-domain', title: 'Recipient domain', by: 'domain' },
  { name: 'by-provider', title: 'Provider', by: 'provider', unknown: '(other hosts)' },
  { name: 'by-sender-domain', title: 'Sender domain', by: 'senderDomain' },
  { name: 'by-relay', title: 'Relay', by: 'relay', unknown: '(no host reached)' },
  { name: 'by-host', title: 'MTA host', by: 'host' },
  { name: 'by-time', title: 'Time', by: 'time' },
  { name: 'by-blocklist', title: 'Blocklist', by: 'blocklist' },
  { name: 'by-template', title: 'Reply', by: 'template' },
  { name: 'by-rollup', title: 'Roll-up', by: 'rollup' },
  { name: 'unmatched', title: 'Reply without a rule', by: 'template', unmatchedOnly: true },
]

const byName = new Map(views.map(spec => [spec.name, spec]))

export function viewSpec(name: ViewName): ViewSpec {
  const spec = byName.get(name)
  if (spec === undefined) throw new TypeError(`no view ${name}`)
  return spec
}

/** A key for people: also those that have no text. Only a sender domain is ever empty: the null sender's. */
export function keyLabel(view: ViewName, key: string | null): string {
  if (key === null) return viewSpec(view).unknown ?? '(not known)'
  return key === '' ? '(null sender <>)' : key
}
