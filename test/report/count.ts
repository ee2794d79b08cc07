/** Counts a list of results and summarizes it, with nothing known beside them. */
import {
  countDelivery,
  countEvent,
  countNotice,
  newTotals,
  summarize,
  type Totals,
} from '../../src/report/aggregate.ts'
import type { Report } from '../../src/report/model.ts'
import type { Delivery, DeliveryEvent, Notice } from '../../src/types.ts'

export type Counted = DeliveryEvent | Delivery | Notice

export function totalsOf(results: readonly Counted[], bucket: 'hour' | 'day' = 'day'): Totals {
  const totals = newTotals({ bucket })
  for (const result of results) {
    if (result.kind === 'failure') countEvent(totals, result)
    else if (result.kind === 'delivery') countDelivery(totals, result, providerOf(result.relay))
    else countNotice(totals, result)
  }
  return totals
}

/** What the classifier answers for the relays of these tests. */
function providerOf(relay: string | null): string | null {
  return relay?.endsWith('.google.com') ? 'google' : null
}

export function reportOf(results: readonly Counted[], rows?: number): Report {
  return reportOfTotals(totalsOf(results), rows)
}

export function reportOfTotals(totals: Totals, rows = 10_000): Report {
  return summarize(totals, { inputs: [], problems: { total: 0, shown: [] }, rows, version: '0.0.0' })
}
