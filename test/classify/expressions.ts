/** Every expression of the classifier's tables, with the name of its row. */
import { allProviders, textRules, weakRules } from '../../src/classify/all-rules.ts'
import { blocklists } from '../../src/classify/blocklists.ts'
import { framingForms, innerForms, trailingForms } from '../../src/classify/framing-forms.ts'
import { providerTokens } from '../../src/classify/providers/provider-tokens.ts'
import { relayNames } from '../../src/classify/providers/relay-names.ts'
import type { Expression, Rule } from '../../src/classify/rule.ts'
import { listQualitySigns } from '../../src/classify/rules/list-quality.ts'

type Named = [name: string, expression: RegExp]
type Sought = RegExp | Expression

const rules: readonly Rule[] = [...allProviders.flatMap(table => table.rules), ...textRules, ...weakRules]

export function allExpressions(): Named[] {
  return [
    ...rules.flatMap(rule => named(rule.id, rule.match)),
    ...rules.flatMap(rule => named(`${rule.id} (link)`, rule.link)),
    ...[...framingForms, ...trailingForms, ...innerForms].flatMap(form =>
      named(`framing ${form.id}`, form.match),
    ),
    ...blocklists.flatMap(row => [...named(row.name, row.match), ...named(row.name, row.link)]),
    ...providerTokens.flatMap(row => [...named(row.provider, row.match), ...named(row.provider, row.link)]),
    ...relayNames.flatMap(row => named(row.provider, row.match)),
    ...listQualitySigns.flatMap(row => named('list quality', row.match)),
  ]
}

function named(name: string, match: Sought | readonly Sought[] | undefined): Named[] {
  return [match ?? []].flat().map(one => [name, one instanceof RegExp ? one : new RegExp(one.source)])
}
