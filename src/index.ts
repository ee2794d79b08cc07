/** The library's surface: named exports, one line each. */
export { classify, createClassifier } from './classify/classify.ts'
export { explain } from './classify/explain.ts'
export { InputError, UsageError } from './errors.ts'
export { buildReport, type Options, readEvents } from './pipeline.ts'
export type * from './types.ts'
