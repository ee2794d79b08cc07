/** A thread of the command that reads pieces: threads/worker.ts, loaded as the build has compiled it. */
import { useCompiled } from './compiled.ts'
import { compileForSeconds } from './v8.ts'

useCompiled()
void import('../threads/worker.ts').then(compileForSeconds)
