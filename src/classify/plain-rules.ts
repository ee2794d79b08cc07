/**
 * Rules as text, and back. The command is built with its rules as text (build.mjs), a rule a line: the tables take 15 ms to load, for
 * a thousand expressions of which a run needs a few; lines that are read, and expressions that are made, at their first use, one.
 */
import { setsLeft } from './literals.ts'
import type { Expression, Rule } from './rule.ts'
import { type RankedRule, type RuleTable, rulesOf } from './rule-table.ts'

interface PlainRule extends Omit<RankedRule, 'rule'> {
  rule: Omit<Rule, 'match' | 'link' | 'examples' | 'butNot'> & {
    match?: readonly PlainExpression[]
    link?: PlainExpression
  }
}

/** Its source; and sets of pieces, of each of which one stands in what it matches, besides those it is found by. */
type PlainExpression = readonly [source: string, ...sets: readonly (readonly string[])[]]

/** A line of what the table knows beside its rules, then one of each of them. */
export function toText(rules: RuleTable): string {
  const { ruleAt: _, ...table } = rules
  return [table, ...rulesOf(rules).map(plainRule)].map(line => JSON.stringify(line)).join('\n')
}

/** Of what `toText` gave. */
export function fromText(text: string): RuleTable {
  const [first = '', ...lines] = text.split('\n')
  const table: Omit<RuleTable, 'ruleAt'> = JSON.parse(first)
  const made: (RankedRule | undefined)[] = []
  return {
    ...table,
    ruleAt(number) {
      made[number] ??= ruleOf(JSON.parse(lines[number] ?? ''))
      return made[number]
    },
  }
}

/** Its examples are for tests. */
function plainRule({
  rule: { match, link, examples: _, butNot: __, ...rule },
  ...ranked
}: RankedRule): PlainRule {
  return {
    ...ranked,
    rule: {
      ...rule,
      ...(match === undefined ? {} : { match: [match].flat().map(plainExpression) }),
      ...(link === undefined ? {} : { link: plainExpression(link) }),
    },
  }
}

function plainExpression(expression: Expression): PlainExpression {
  return [expression.source, ...setsLeft(expression)]
}

function ruleOf({ rule: { match, link, ...rule }, ...ranked }: PlainRule): RankedRule {
  return {
    ...ranked,
    rule: {
      ...rule,
      examples: [],
      butNot: [],
      ...(match === undefined ? {} : { match: match.map(madeLate) }),
      ...(link === undefined ? {} : { link: madeLate(link) }),
    },
  }
}

/** To make it takes as long as to try it on a hundred texts: first all that it needs is looked for. */
function madeLate([source, ...sets]: PlainExpression): Expression {
  let expression: RegExp | null = null
  return {
    source,
    test(text) {
      if (expression === null) {
        if (!sets.every(set => set.some(piece => text.includes(piece)))) return false
        expression = new RegExp(source)
      }
      return expression.test(text)
    },
  }
}
