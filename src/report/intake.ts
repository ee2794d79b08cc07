/**
 * What was read, and what could not be: bounded, however many inputs and problems there are.
 *
 * In:     a summary of each input and each problem, as ingest tells them
 * Out:    totals, the first inputs by name (mails of a folder together), the first problems of each kind
 * Errors: none
 */
import type { InputSummary, Problem } from '../types.ts'
import type { ProblemSummary } from './model.ts'

/** Inputs that are listed one by one; the others are added up. */
const MAX_INPUTS = 1000
/** Problems of one kind that are kept whole. */
const MAX_EXAMPLES = 5
/** Kinds of problem; beyond it they are only counted. */
const MAX_KINDS = 200

export interface ProblemKind {
  what: string
  count: number
  examples: Problem[]
}

export interface Intake {
  inputs: Map<string, InputSummary>
  /** Inputs that could not be read (to the end). */
  failed: InputSummary[]
  failedCount: number
  problems: Map<string, ProblemKind>
  problemCount: number
}

export function newIntake(): Intake {
  return { inputs: new Map(), failed: [], failedCount: 0, problems: new Map(), problemCount: 0 }
}

export function collectInput(intake: Intake, input: InputSummary): void {
  if (input.error !== null) {
    intake.failedCount++
    if (intake.failed.length < MAX_INPUTS) intake.failed.push(input)
  }
  const folder = input.file.replace(/[^/]*$/, '')
  // A Maildir holds a file a message: they are one line of the report.
  const together = input.format === 'mail' && folder !== '' ? folder : input.file
  const file = intake.inputs.has(together) || intake.inputs.size < MAX_INPUTS ? together : '(others)'
  const known = intake.inputs.get(file)
  if (known === undefined) intake.inputs.set(file, { ...input, file })
  else {
    known.bytes += input.bytes
    known.records += input.records
    known.findings += input.findings
    known.skipped += input.skipped
    known.error ??= input.error
  }
}

export function collectProblem(intake: Intake, problem: Problem): void {
  intake.problemCount++
  const what =
    intake.problems.has(problem.what) || intake.problems.size < MAX_KINDS ? problem.what : '(others)'
  const kind = intake.problems.get(what)
  if (kind === undefined) intake.problems.set(what, { what, count: 1, examples: [problem] })
  else {
    kind.count++
    if (kind.examples.length < MAX_EXAMPLES) kind.examples.push(problem)
  }
}

/** The form in which a Report holds the problems: how many, and the first of each kind. */
export function problemSummaryOf(intake: Intake): ProblemSummary {
  return {
    total: intake.problemCount,
    shown: [...intake.problems.values()].flatMap(({ examples }) => examples),
  }
}
