/**
 * By what a bounce is known when it has no status part: who sends it, what its subject says, what its text says.
 * In the languages in which servers write. One row, one idea.
 */

/** The sender of a notice: a daemon, a postmaster, a delivery system. */
export const daemonSenders: readonly RegExp[] = [
  /\bmailer[- _.]?daemon\b/i,
  /\bmail[- _.]?daemon\b/i,
  /\bpost-?master\b/i,
  /\bmdaemon\b/i,
  /\bmail (?:delivery|deliver|administrat)/i,
  /\bmail[- ]system\b/i,
  /\bdelivery (?:sub)?system\b/i,
  /\bsystem administrator\b/i,
  /\bbounces?@/i,
  /\b(?:mmsc|ndr) /i,
  /\bmicrosoft ?exchange|\bmail ?server\b|\bmta@|\bmail ?gateway\b/i,
  /\bcontent-filter\b|\binterscan\b|\bantivirus\b|\bsmtp_gateway/i,
]

export const bounceSubjects: readonly RegExp[] = [
  /\bfailure (?:notice|delivery|notification)\b|\bnon remis\b|\bbounce\b/i,
  /\bfailed (?:delivery|mail)\b/i,
  /\b(?:un|non-?)deliver(?:able|ed|y)\b/i,
  /\bdelivery\b[^\n]{0,40}\b(?:fail|failed|failure|problem|notification|status|error|warning|report|delayed|unsuccessful)/i,
  /\b(?:mail|message|e-mail)\b[^\n]{0,40}\b(?:fail|failed|failure|returned|undelivered|delayed|error|warning)\b/i,
  /\breturned (?:mail|e-?mail|message)\b/i,
  /\b(?:not|n't|unable to)(?: be)? (?:deliver|sent\b|delivered)/i,
  /\b(?:error|problem|trouble) (?:sending|delivering|processing)\b|\bprocessing error\b/i,
  /\bdelayed mail\b|\buser unknown\b|\bbounced? mail\b|\brejected\b/i,
  /\bunzustellbar|\bnicht zugestellt|\bzustell\S{0,20} ?(?:fehl|problem|bericht|status)/i,
  /\bnon (?:remis|distribu|délivr)|\béchec\b|\bnon recens/i,
  /\bno (?:se pudo )?entrega|\bno entregado|\bdevuelto\b|\bfallo de entrega/i,
  /\bnão (?:entregue|pôde)|\bfalha (?:na|de) entrega|\bmensagem devolvida/i,
  /\bmancat[ao] (?:consegna|recapito)|\bnon (?:recapitat|consegnat)/i,
  /\bonbestelbaar|\bniet (?:afgeleverd|bezorgd)/i,
  /не доставлен|недоставлен|не удалось доставить/i,
  /退信|无法投递|投递失败|无法送达|退回/,
  /エラー|配信(?:でき|不能|失敗)|送信でき|届けられ|配送でき/,
  /\bniedostarczon|\bkunde inte levereras|\bkan ikke leveres|\biletilemedi/i,
]

/** Senders that write nothing but notices; a postmaster writes other letters, too. */
export const pureDaemons =
  /\bmailer[- _.]?daemon\b|\bmail[- _.]?daemon\b|\bmail delivery (?:sub)?system\b|\bmail deliver system\b/i

/** Said of the delivery itself, not of something else that was refused. */
export const deliveryTexts =
  /\b(?:not|n't|un)(?: yet)?(?: been| be)? ?(?:deliver|reach)|\bunable to (?:be )?deliver|\bdelivery (?:has )?failed\b|\bfailed recipients?\b|\bnicht zugestellt|\bnon remis|\bentregad|\bentregue|\bconsegnat|доставлен|配信|送信でき|无法投递|退回|投递失败/i

/** What only a notice of failure says about a message. */
export const bounceTexts: readonly RegExp[] = [
  /\b(?:could|can|was|were|is|has|have)(?:n't| ?not|not)(?: yet)?(?: been| be)? (?:delivered|sent to|accepted|processed)\b/i,
  /\b(?:un|not )able to (?:be )?deliver/i,
  /\b(?:did|does)(?:n't| not) (?:reach|receive|have a final)/i,
  /\b(?:delivery|message|mail)\b[^\n]{0,60}\b(?:has )?(?:failed|was aborted|been delayed|been postponed|been returned|been rejected)\b/i,
  /\b(?:error|problems?|trouble)\b[^\n]{0,40}\bdeliver/i,
  /\b(?:undeliverable|undelivered|non-?deliverable)\b/i,
  /\baddress(?:es)?\b[^\n]{0,20}\b(?:failed|had (?:permanent|transient|delivery|fatal))/i,
  /\bfailed recipients?\b|\bdelivery failed\b|\bpermanent error\b|\bpermanent fatal\b/i,
  /\b(?:mailbox|account)\b[^\n]{0,40}\b(?:is full|is disabled|over quota|exceed)/i,
  /\bno such (?:user|mailbox|address|recipient)\b|\buser (?:is )?unknown\b|\bunknown user\b|\bunrouteable\b/i,
  /\bnicht (?:zugestellt|zustellbar|erreicht|ausgeliefert)|\bunzustellbar/i,
  /\bn'(?:a|ont) pas pu être|\bn'existe pas\b|\bnon remis\b/i,
  /\bno (?:pudo|ha podido|se pudo|se ha podido) (?:ser )?(?:entrega|envia)/i,
  /\bnão (?:pôde|pode|foi) (?:ser )?(?:entregue|possível)|\bnao pode ser enviada/i,
  /\b(?:impossibile|non è stato possibile) (?:recapitare|consegnare)|\bnon (?:recapitat|consegnat)/i,
  /не может быть доставлен|не доставлен|недоставлен|не удалось доставить/i,
  /送信できません|配信できません|配送できません|届けることができ|失敗しました|エラーのため/,
  /无法投递|投递失败|无法送达|退回|邮件被退/,
]

/** A subject that only an answer or a forwarded copy has: a person quotes a bounce. */
export const answerSubject =
  /^\s{0,9}(?:re|fwd?|aw|wg|sv|rv|tr|antw|回复|转发|答复)\s{0,3}(?:\[\d{1,3}\])?[:：]/i

/** Header fields that the programs of people write, and that no server puts into a notice. */
export const personSigns: readonly { name: string; value: RegExp }[] = [
  { name: 'user-agent', value: /./ },
  {
    name: 'x-mailer',
    value:
      /outlook(?! express macintosh)|thunderbird|apple mail|iphone|ipad|mutt|eudora|the bat|webmail|foxmail/i,
  },
  { name: 'in-reply-to', value: /<[^<>]{3,}>/ },
  { name: 'list-id', value: /./ },
  { name: 'list-unsubscribe', value: /./ },
]
