/**
 * Table: the names under which log shippers keep the line, the program, the host and the time in a JSON record.
 * Dots go into nested objects. The first that holds a value of the right kind counts.
 */

/** journald; Docker json-file, Fluent Bit, CRI shippers; Vector, Logstash, Loki, Google Cloud; GELF; rsyslog. */
export const LINE_FIELDS: readonly string[] = [
  'MESSAGE',
  'log',
  'event.original',
  'message',
  'msg',
  'line',
  'textPayload',
  'full_message',
  'short_message',
  'body',
  'raw',
  '_raw',
  'data',
  '_source.message',
]

export const PROGRAM_FIELDS: readonly string[] = [
  'SYSLOG_IDENTIFIER',
  'ident',
  'appname',
  'app_name',
  'programname',
  'program',
  'syslogtag',
  'tag',
  '_COMM',
  'process.name',
  '_source.program',
]

export const HOST_FIELDS: readonly string[] = [
  '_HOSTNAME',
  'hostname',
  'host',
  'host.name',
  'syslog_hostname',
  'source_host',
  'logsource',
  '_source.host',
]

/** journald's are microseconds since 1970 as text; others are RFC 3339 text, or seconds or milliseconds as a number. */
export const TIME_FIELDS: readonly string[] = [
  '_SOURCE_REALTIME_TIMESTAMP',
  '__REALTIME_TIMESTAMP',
  'time',
  'timestamp',
  '@timestamp',
  'date',
  'ts',
  'timereported',
  '_source.@timestamp',
]
