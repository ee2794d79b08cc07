/**
 * How often the answers are right, beside the peers of the npm registry.
 *
 *   npm run bench:accuracy -- LABELS…
 *
 * In:     NDJSON files of labelled replies: {"text", "accepted": [reasons], "suppress": true|false|null} a line
 * Out:    for bouncelog, and for each peer that is installed: reasons right, covered, suppressed wrongly.
 *         Peers are no dependency: `npm install --no-save email-bounce-parser` first, to see them
 */
import { readFileSync } from 'node:fs'
import { explain } from '../../src/classify/explain.ts'
import { PEERS } from './peers.ts'

interface Label {
  text: string
  accepted: string[]
  suppress: boolean | null
}

interface Answer {
  /** What it calls the cause, in our names; several where its category is coarser than ours. */
  reasons: readonly string[]
  suppress: boolean
}

type Judge = (text: string) => Promise<Answer> | Answer

const files = process.argv.slice(2)
if (files.length === 0) {
  console.error('usage: npm run bench:accuracy -- LABELS…')
  process.exit(2)
}
const labels = files.flatMap(readLabels)
const ours: Judge = text => {
  const { reason, action } = explain(text)
  return { reasons: [reason], suppress: action === 'suppress' }
}
console.log(await figuresOf('bouncelog', ours))
for (const peer of PEERS) {
  const judge = await peer.load().catch(() => null)
  console.log(judge === null ? `${peer.name}: not installed` : await figuresOf(peer.name, judge))
}

function readLabels(file: string): Label[] {
  const labels: Label[] = []
  for (const [index, line] of readFileSync(file, 'utf8').split('\n').entries()) {
    if (line.trim() === '') continue
    const label: Partial<Label> = JSON.parse(line)
    const { text, accepted, suppress = null } = label
    if (typeof text !== 'string' || !Array.isArray(accepted)) {
      console.error(
        `${file}:${index + 1}: expected {"text": …, "accepted": [reasons], "suppress": true|false|null}`,
      )
      process.exit(2)
    }
    labels.push({ text, accepted, suppress })
  }
  return labels
}

async function figuresOf(name: string, judge: Judge): Promise<string> {
  let [right, covered, clear, agreed, wrongly] = [0, 0, 0, 0, 0]
  for (const { text, accepted, suppress } of labels) {
    const answer = await judge(text)
    if (answer.reasons.some(reason => accepted.includes(reason))) right++
    if (answer.reasons.some(reason => reason !== 'unknown')) covered++
    if (suppress === null) continue
    clear++
    if (answer.suppress === suppress) agreed++
    else if (answer.suppress) wrongly++
  }
  const share = (part: number, whole: number) =>
    `${((100 * part) / Math.max(1, whole)).toFixed(1)}% (${part}/${whole})`
  return `${name.padEnd(30)} reason right ${share(right, labels.length)}; covered ${share(covered, labels.length)}; suppress right ${share(agreed, clear)}, wrongly ${wrongly}`
}
