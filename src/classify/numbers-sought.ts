/**
 * Table: numbers that expressions look for as words of their own, each for all numbers that begin so. All others mean the same to
 * every rule, as long as they have as many digits (test/ingest/log/said.test.ts).
 *
 * A number that is a part of a longer word ("S3150", "OFR_506", "AUP#In-1310") is none of these.
 */
export const numbersSought: readonly string[] = [
  // "RFC 5322": rules of message-malformed and sender-rejected.
  '2045',
  '2046',
  '2047',
  '2606',
  '2821',
  '2822',
  '5321',
  '5322',
  '822',
  // "socket error code 10061": microsoft.expired-connection.
  '100',
  // "points to 127.0.0.1": routing-loop.hops.
  '127',
  // "CCL 163": netease.protocol.
  '163',
]
