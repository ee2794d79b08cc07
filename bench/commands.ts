/** Tables: what is timed, and the bars: the ratios that bouncelog has to reach in one and the same run. */
import type { Truth } from './truth.ts'

export interface Files {
  postfix: string
  exim: string
  failures: string
  mailbox: string
  mixed: string
  /** Ten times the Postfix log, and a log of as many recipients as deliveries: made for --huge, one at a time. */
  huge: string
  recipients: string
}

export interface Command {
  name: string
  /** The program that must be there, and the Debian package that has it. */
  needs: string
  debian: string
  line: (files: Files, bouncelog: string) => string
  /** At most so often: it takes minutes. */
  runs?: number
  /** Timed only if this file was asked for. */
  only?: 'huge' | 'recipients'
}

const PATTERN = "'status=(bounced|deferred)'"
/** grep stops at the first match if its output is /dev/null: the output goes through a pipe. */
const SINK = '| cat >/dev/null'

const LARGE = { only: 'huge', runs: 3 } as const

export const COMMANDS: readonly Command[] = [
  { name: 'wc -l', needs: 'wc', debian: 'coreutils', line: ({ postfix }) => `wc -l ${postfix}` },
  {
    name: 'grep -c',
    needs: 'grep',
    debian: 'grep',
    line: ({ postfix }) => `LC_ALL=C grep -cE ${PATTERN} ${postfix} ${SINK}`,
  },
  {
    name: 'rg -c',
    needs: 'rg',
    debian: 'ripgrep',
    line: ({ postfix }) => `rg -c ${PATTERN} ${postfix} ${SINK}`,
  },
  {
    name: 'gzip -dc | wc -l',
    needs: 'gzip',
    debian: 'gzip',
    line: ({ postfix }) => `gzip -dc ${postfix}.gz | wc -l`,
  },
  {
    name: 'pflogsumm',
    needs: 'pflogsumm',
    debian: 'pflogsumm',
    line: ({ postfix }) => `pflogsumm ${postfix} ${SINK}`,
    runs: 3,
  },
  {
    name: 'eximstats',
    needs: 'eximstats',
    debian: 'exim4-base',
    line: ({ exim }) => `eximstats -nr -ntp -ne -h0 -t0 -q0 ${exim} ${SINK}`,
  },
  ours('report, Postfix, 1 thread', ({ postfix }) => `report --threads 1 ${postfix}`),
  ours('report, Postfix, 2 threads', ({ postfix }) => `report --threads 2 ${postfix}`),
  ours('report, Postfix .gz', ({ postfix }) => `report ${postfix}.gz`),
  ours('report, Exim, 1 thread', ({ exim }) => `report --threads 1 ${exim}`),
  ours('events, a log of failures', ({ failures }) => `events --format ndjson ${failures}`),
  ours('report, DSN mailbox', ({ mailbox }) => `report --threads 1 ${mailbox}`),
  ours('report, mixed bounce mailbox', ({ mixed }) => `report --threads 1 ${mixed}`),
  ours('--version', () => '--version'),
  ours('explain one reply', () => `explain '550 5.1.1 No such user here'`),
  {
    name: 'rg -c, ten times the log',
    needs: 'rg',
    debian: 'ripgrep',
    line: ({ huge }) => `rg -c ${PATTERN} ${huge} ${SINK}`,
    ...LARGE,
  },
  {
    ...ours('report, Postfix, ten times the log', ({ huge }) => `report --threads 1 ${huge}`),
    ...LARGE,
  },
  {
    ...ours('report, Postfix, ten times the log, 2 threads', ({ huge }) => `report --threads 2 ${huge}`),
    ...LARGE,
  },
  {
    ...ours('report, distinct recipients', ({ recipients }) => `report --threads 1 ${recipients}`),
    only: 'recipients',
    runs: 1,
  },
]

function ours(name: string, args: (files: Files) => string): Command {
  return {
    name: `bouncelog ${name}`,
    needs: 'node',
    debian: 'nodejs',
    line: (files, bouncelog) => `${bouncelog} ${args(files)} ${SINK}`,
  }
}

interface AnyBar {
  /** A command, and what of it is measured. */
  of: string
  figure: 'cpu' | 'wall' | 'peak'
  floor: number
  goal: number
  unit: string
}

/** The figure, divided by the same figure of another command. */
export interface RatioBar extends AnyBar {
  kind: 'ratio'
  than: string
}

/** The figure itself. */
export interface AbsoluteBar extends AnyBar {
  kind: 'absolute'
}

/** How many of these a second: more is better. */
export interface SpeedBar extends AnyBar {
  kind: 'speed'
  input: keyof Files
  count: (truth: Truth) => number
}

export type Bar = RatioBar | AbsoluteBar | SpeedBar

export const BARS: readonly Bar[] = [
  ratio('report, Postfix, 1 thread', 'pflogsumm', 'cpu', 1 / 12, 1 / 20),
  ratio('report, Postfix, 1 thread', 'rg -c', 'cpu', 2.5, 1.5),
  ratio('report, Postfix, 2 threads', 'rg -c', 'wall', 1.6, 1),
  ratio('report, Exim, 1 thread', 'eximstats', 'cpu', 0.5, 0.3),
  ratio('report, Postfix .gz', 'gzip -dc | wc -l', 'wall', 1.6, 1),
  absolute('--version', 'wall', 0.15, 0.08, 's'),
  absolute('explain one reply', 'wall', 0.15, 0.08, 's'),
  speed('report, DSN mailbox', 'mailbox', ({ messages }) => messages, 3000, 8000, 'e-mails/CPU-s'),
  // Sisimai (Perl 5) reads 920 a second: twice and five times that.
  speed('report, mixed bounce mailbox', 'mixed', ({ messages }) => messages, 1840, 4600, 'e-mails/CPU-s'),
  speed(
    'events, a log of failures',
    'failures',
    ({ bounced, deferred }) => bounced + deferred,
    200_000,
    400_000,
    'events/CPU-s',
  ),
  absolute('report, Postfix, 1 thread', 'peak', 150, 100, 'MiB'),
  ratio('report, Postfix, ten times the log', 'bouncelog report, Postfix, 1 thread', 'peak', 1.3, 1.3),
  ratio('report, Postfix, ten times the log', 'rg -c, ten times the log', 'cpu', 2.5, 1.5),
  ratio('report, Postfix, ten times the log, 2 threads', 'rg -c, ten times the log', 'wall', 1.6, 1),
]

function ratio(of: string, than: string, figure: Bar['figure'], floor: number, goal: number): Bar {
  return { kind: 'ratio', of: `bouncelog ${of}`, than, figure, floor, goal, unit: '×' }
}

function absolute(of: string, figure: Bar['figure'], floor: number, goal: number, unit: string): Bar {
  return { kind: 'absolute', of: `bouncelog ${of}`, figure, floor, goal, unit }
}

function speed(
  of: string,
  input: keyof Files,
  count: SpeedBar['count'],
  floor: number,
  goal: number,
  unit: string,
): Bar {
  return { kind: 'speed', of: `bouncelog ${of}`, input, count, figure: 'cpu', floor, goal, unit }
}
