/** Table: what a part of the source does in a run, for the times of --profile. The first row that fits decides. */

export interface Stage {
  name: string
  /** Files of src, or packages. */
  source: RegExp
}

export const STAGES: readonly Stage[] = [
  { name: 'read, inflate', source: /^src\/ingest\/(?:unpack\/|(?:ingest|inputs|members|run|sniff)\.)/ },
  { name: 'read, inflate', source: /(?:node-stream-zip|tar-stream|fzstd|unbzip2-stream|xz-decompress)/ },
  { name: 'lines', source: /^src\/ingest\/log\/(?:lines|scanner)\.|^wasm:|split2/ },
  { name: 'queue', source: /^src\/ingest\/(?:log\/queue\w*|join)\./ },
  { name: 'parse logs', source: /^src\/ingest\/log\// },
  { name: 'parse mails', source: /^src\/ingest\/(?:mail\/|reply|address)|mailparser|mailsplit|libmime/ },
  { name: 'classify', source: /^src\/(?:classify\/|judging\.)/ },
  {
    name: 'count',
    source:
      /^src\/(?:hash|report\/(?:aggregate|count-\w+|dictionary|distinct|facts|kinds|known-ids|result-hash|runs|scratch-file|template|value-ids|verdict-ids))\./,
  },
  {
    name: 'summarize',
    source:
      /^src\/report\/(?:actions|chains|composite|duplicates|matrix|on-demand|report-totals|rollups|rows|summarize|tally|views)\./,
  },
  { name: 'write', source: /^src\/(?:report\/|cli\/(?:output|events)\.)/ },
  { name: 'threads', source: /^src\/threads\// },
  { name: 'start-up', source: /^src\/cli\/|yargs|^node:internal\/(?:modules|bootstrap|main|process)/ },
  { name: 'between the stages', source: /^src\// },
]

export const COLLECTOR = 'garbage collector'
/** Node's streams and promises, and V8 compiling, as far as no stage called them. */
export const NODE = 'Node itself'

export function stageOf(source: string): string | null {
  return STAGES.find(stage => stage.source.test(source))?.name ?? null
}
