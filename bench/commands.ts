/** Tables: what is timed, and the bars: the ratios that bouncelog has to reach in one and the same run. */

export interface Files {
  postfix: string
  exim: string
  failures: string
  mailbox: string
}

export interface Command {
  name: string
  /** The program that must be there, and the Debian package that has it. */
  needs: string
  debian: string
  line: (files: Files, bouncelog: string) => string
}

const PATTERN = "'status=(bounced|deferred)'"
/** grep stops at the first match if its output is /dev/null: the output goes through a pipe. */
const SINK = '| cat >/dev/null'

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
  ours('--version', () => '--version'),
  ours('explain one reply', () => `explain '550 5.1.1 No such user here'`),
]

function ours(name: string, args: (files: Files) => string): Command {
  return {
    name: `bouncelog ${name}`,
    needs: 'node',
    debian: 'nodejs',
    line: (files, bouncelog) => `${bouncelog} ${args(files)} ${SINK}`,
  }
}

/** `than` a command: a ratio; `than` null: an absolute figure. */
export interface Bar {
  of: string
  than: string | null
  figure: 'cpu' | 'wall' | 'peak' | 'perSecond'
  floor: number
  goal: number
  unit: string
}

export const BARS: readonly Bar[] = [
  {
    of: 'bouncelog report, Postfix, 1 thread',
    than: 'pflogsumm',
    figure: 'cpu',
    floor: 1 / 12,
    goal: 1 / 20,
    unit: '×',
  },
  {
    of: 'bouncelog report, Postfix, 1 thread',
    than: 'rg -c',
    figure: 'cpu',
    floor: 2.5,
    goal: 1.5,
    unit: '×',
  },
  {
    of: 'bouncelog report, Postfix, 2 threads',
    than: 'rg -c',
    figure: 'wall',
    floor: 1.6,
    goal: 1,
    unit: '×',
  },
  {
    of: 'bouncelog report, Exim, 1 thread',
    than: 'eximstats',
    figure: 'cpu',
    floor: 0.5,
    goal: 0.3,
    unit: '×',
  },
  {
    of: 'bouncelog report, Postfix .gz',
    than: 'gzip -dc | wc -l',
    figure: 'wall',
    floor: 1.6,
    goal: 1,
    unit: '×',
  },
  {
    of: 'bouncelog report, Postfix, 1 thread',
    than: null,
    figure: 'peak',
    floor: 150,
    goal: 100,
    unit: 'MiB',
  },
  { of: 'bouncelog --version', than: null, figure: 'wall', floor: 0.15, goal: 0.08, unit: 's' },
  { of: 'bouncelog explain one reply', than: null, figure: 'wall', floor: 0.15, goal: 0.08, unit: 's' },
  {
    of: 'bouncelog report, DSN mailbox',
    than: null,
    figure: 'perSecond',
    floor: 3000,
    goal: 8000,
    unit: 'e-mails/CPU-s',
  },
  {
    of: 'bouncelog events, a log of failures',
    than: null,
    figure: 'perSecond',
    floor: 200_000,
    goal: 400_000,
    unit: 'events/CPU-s',
  },
]
