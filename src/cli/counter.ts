/** A thread of the command that counts: threads/counter.ts, loaded as the build has compiled it. */
import { useCompiled } from './compiled.ts'
import { compileForSeconds } from './v8.ts'

useCompiled()
void import('../threads/counter.ts').then(compileForSeconds)
