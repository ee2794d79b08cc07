/**
 * Table: the columns of an event, in the order of the contract. Every row writer (CSV, NDJSON, Parquet) and
 * the reader of events reads it; fields of an attempt that are not columns never leave the program.
 */
import type { DeliveryEvent } from '../types.ts'

export type ColumnType = 'string' | 'integer' | 'number' | 'boolean' | 'time'

export interface Column {
  name: EventColumn
  type: ColumnType
  /** May be null in an event. */
  nullable: boolean
}

export type EventColumn = Exclude<keyof DeliveryEvent, 'status' | 'notice' | 'firstOfMessage'>

/** An event as it is written: exactly the columns, nothing else. */
export type EventRow = Pick<DeliveryEvent, EventColumn>

export const eventColumns: readonly Column[] = [
  { name: 'time', type: 'time', nullable: true },
  { name: 'source', type: 'string', nullable: false },
  { name: 'kind', type: 'string', nullable: false },
  { name: 'file', type: 'string', nullable: false },
  { name: 'line', type: 'integer', nullable: false },
  { name: 'host', type: 'string', nullable: true },
  { name: 'queueId', type: 'string', nullable: true },
  { name: 'messageId', type: 'string', nullable: true },
  { name: 'sender', type: 'string', nullable: true },
  { name: 'recipient', type: 'string', nullable: true },
  { name: 'originalRecipient', type: 'string', nullable: true },
  { name: 'domain', type: 'string', nullable: true },
  { name: 'provider', type: 'string', nullable: true },
  { name: 'relay', type: 'string', nullable: true },
  { name: 'relayIp', type: 'string', nullable: true },
  { name: 'relayPort', type: 'integer', nullable: true },
  { name: 'outcome', type: 'string', nullable: false },
  { name: 'permanence', type: 'string', nullable: false },
  { name: 'subject', type: 'string', nullable: false },
  { name: 'reason', type: 'string', nullable: false },
  { name: 'action', type: 'string', nullable: false },
  { name: 'scope', type: 'string', nullable: false },
  { name: 'replyCode', type: 'integer', nullable: true },
  { name: 'enhancedCode', type: 'string', nullable: true },
  { name: 'origin', type: 'string', nullable: false },
  { name: 'basis', type: 'string', nullable: false },
  { name: 'rule', type: 'string', nullable: false },
  { name: 'conflict', type: 'boolean', nullable: false },
  { name: 'listQuality', type: 'boolean', nullable: false },
  { name: 'detail', type: 'string', nullable: true },
  { name: 'blocklist', type: 'string', nullable: true },
  { name: 'retryAfter', type: 'integer', nullable: true },
  { name: 'command', type: 'string', nullable: true },
  { name: 'diagnostic', type: 'string', nullable: false },
  { name: 'delay', type: 'number', nullable: true },
  { name: 'attempts', type: 'integer', nullable: false },
]

export const eventColumnNames: readonly EventColumn[] = eventColumns.map(column => column.name)
