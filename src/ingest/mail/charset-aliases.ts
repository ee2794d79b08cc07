/**
 * Charset labels that mails carry and the WHATWG table lacks -> the label to decode with; '' says that the label
 * names no charset for bytes above 127, so that the bytes themselves are asked.
 */
export const charsetAliases: Readonly<Record<string, string>> = {
  '': '',
  'us-ascii': '',
  ascii: '',
  'ansi_x3.4-1968': '',
  'unknown-8bit': '',
  unknown: '',
  'x-unknown': '',
  default: '',
  binary: '',
  'iso-2022-jp-1': 'iso-2022-jp',
  'iso-2022-jp-2': 'iso-2022-jp',
  'iso-2022-jp-3': 'iso-2022-jp',
  cp50220: 'iso-2022-jp',
  cp932: 'shift_jis',
  eucjp: 'euc-jp',
  cp936: 'gbk',
  cp949: 'euc-kr',
  cp950: 'big5',
  'latin-1': 'latin1',
  'utf-8-mac': 'utf-8',
  'uft-8': 'utf-8',
  'utf8-8': 'utf-8',
  'iso-8859-1-i': 'latin1',
  'cp-850': 'latin1',
  cp850: 'latin1',

  utf8mb4: 'utf-8',
}
