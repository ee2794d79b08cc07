#!/usr/bin/env node
/** The command: loads what command-line.ts needs as the build has compiled it. */
import { useCompiled } from './compiled.ts'

useCompiled()
void import('./command-line.ts').then(({ runCommand }) => runCommand(process.argv.slice(2)))
