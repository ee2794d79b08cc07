import { describe, expect, test } from 'vitest'
import { BARS, type Bar, COMMANDS } from '../../bench/commands.ts'
import { costsOf } from '../../bench/measure.ts'
import { formatMarkdown } from '../../bench/print.ts'
import { type Profile, timeByStage } from '../../bench/profile.ts'
import { newTruth } from '../../bench/truth.ts'
import { figureOf, verdictOf } from '../../bench/verdicts.ts'

const report = 'bouncelog report, Postfix, 1 thread'
const mixed = 'bouncelog report, mixed bounce mailbox'

const measured = {
  costs: new Map([
    ['rg -c', costsOf([{ wall: 1, cpu: 1, peak: null }])],
    [report, costsOf([3, 2, 9].map(cpu => ({ wall: cpu, cpu, peak: 100 + cpu })))],
    [mixed, costsOf([{ wall: 2, cpu: 2, peak: 90 }])],
  ]),
  truths: { mixed: { ...newTruth(), messages: 4000 } },
}

function barOf(of: string, than: string | null): Bar {
  const bar = BARS.find(bar => bar.of === of && (bar.kind === 'ratio' ? bar.than : null) === than)
  if (bar === undefined) throw new TypeError(`no bar of ${of}`)
  return bar
}

describe('the bars', () => {
  test('speak of commands that are timed', () => {
    const names = COMMANDS.map(({ name }) => name)
    const spoken = BARS.flatMap(bar => (bar.kind === 'ratio' ? [bar.of, bar.than] : [bar.of]))
    expect(spoken.filter(name => !names.includes(name))).toEqual([])
  })

  test('compare medians of one run', () => {
    const bar = barOf(report, 'rg -c')
    expect(figureOf(bar, measured)).toBe(3)
    expect(verdictOf(bar, 3)).toBe('MISSED')
    expect(verdictOf(bar, bar.floor)).toBe('floor')
    expect(verdictOf(bar, bar.goal)).toBe('goal')
  })

  test('of a speed are met by more, not by less', () => {
    const bar = barOf(mixed, null)
    expect(figureOf(bar, measured)).toBe(2000)
    expect(verdictOf(bar, 2000)).toBe('floor')
    expect(verdictOf(bar, 1000)).toBe('MISSED')
  })

  test('are not met where a peer is missing', () => {
    const bar = barOf(report, 'pflogsumm')
    expect(figureOf(bar, measured)).toBeNull()
    expect(verdictOf(bar, null)).toBe('not measured')
  })
})

test('several runs give the median of each figure, and how far they went', () => {
  const { cpu, peak, runs } = measured.costs.get(report) ?? costsOf([])
  expect({ cpu, peak: peak?.median, runs }).toEqual({
    cpu: { median: 3, min: 2, max: 9 },
    peak: 103,
    runs: 3,
  })
})

test('the table for the README has a row for each command, with its bars', () => {
  const lines = formatMarkdown(measured).split('\n')
  expect(lines).toHaveLength(2 + 3)
  expect(lines).toContain(`| \`${mixed}\` | 2.00 | 2.00 | 90 | 2,000 e-mails/CPU second (bar: 1,840) |`)
  expect(lines.filter(line => line.includes('3.00 × the CPU time of `rg -c` (bar: 2.50)'))).toHaveLength(1)
})

describe('the times of the stages', () => {
  const frame = (functionName: string, url: string, lineNumber = 7) => ({ functionName, url, lineNumber })
  const profile: Profile = {
    nodes: [
      { id: 1, callFrame: frame('(root)', ''), children: [2, 3, 4, 8] },
      { id: 2, callFrame: frame('(idle)', '') },
      { id: 3, callFrame: frame('(garbage collector)', '') },
      {
        id: 4,
        callFrame: frame('readLine', 'file:///x/dist-bench/plain/ingest/log/postfix.js'),
        children: [5, 6],
      },
      { id: 5, callFrame: frame('RegExp: ^a', '') },
      { id: 6, callFrame: frame('classify', 'file:///x/dist-bench/plain/classify/classify.js') },
      { id: 8, callFrame: frame('', 'file:///x/dist-bench/plain/classify/rules/mailbox.js', 0) },
    ],
    samples: [2, 3, 4, 5, 6, 6, 8],
    timeDeltas: [9000, 1000, 2000, 3000, 4000, 5000, 6000],
  }

  test('are those of its files; what has no file counts for its caller, and waiting for nobody', () => {
    expect(Object.fromEntries(timeByStage([profile]))).toEqual({
      'garbage collector': 1,
      'parse logs': 5,
      classify: 9,
      'start-up': 6,
    })
  })

  test('add up over the threads', () => {
    expect(timeByStage([profile, profile]).get('classify')).toBe(18)
  })
})
