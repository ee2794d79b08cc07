/**
 * Rules as plain data, and back. The command is built with its rules as JSON (build.mjs): the tables take 15 ms to
 * load, for a thousand expressions of which a run needs a few; JSON and expressions made at their first use, 3.
 */
import type { Expression, ProviderRules, Rule } from './rule.ts'

type PlainRule = Omit<Rule, 'match' | 'link'> & { match?: readonly string[]; link?: string }

/** What all-rules.ts exports. */
interface Tables<OneRule> {
  allProviders: readonly (Omit<ProviderRules, 'rules'> & { rules: readonly OneRule[] })[]
  textRules: readonly OneRule[]
  weakRules: readonly OneRule[]
}

export function toJson({ allProviders, textRules, weakRules }: Tables<Rule>): string {
  const tables: Tables<PlainRule> = {
    allProviders: allProviders.map(table => ({ ...table, rules: table.rules.map(plainRule) })),
    textRules: textRules.map(plainRule),
    weakRules: weakRules.map(plainRule),
  }
  return JSON.stringify(tables)
}

/** Of what `toJson` gave. */
export function fromJson(text: string): Tables<Rule> {
  const { allProviders, textRules, weakRules }: Tables<PlainRule> = JSON.parse(text)
  return {
    allProviders: allProviders.map(table => ({ ...table, rules: table.rules.map(ruleOf) })),
    textRules: textRules.map(ruleOf),
    weakRules: weakRules.map(ruleOf),
  }
}

function plainRule({ match, link, ...rule }: Rule): PlainRule {
  return {
    ...rule,
    ...(match === undefined ? {} : { match: [match].flat().map(({ source }) => source) }),
    ...(link === undefined ? {} : { link: link.source }),
  }
}

/** The same object: copies of all rules take 4 ms. */
function ruleOf(rule: PlainRule): Rule {
  return Object.assign(
    rule,
    rule.match === undefined ? {} : { match: rule.match.map(madeLate) },
    rule.link === undefined ? {} : { link: madeLate(rule.link) },
  )
}

function madeLate(source: string): Expression {
  let expression: RegExp | null = null
  return {
    source,
    test(text) {
      expression ??= new RegExp(source)
      return expression.test(text)
    },
  }
}
