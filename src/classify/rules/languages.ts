/**
 * Text rules: the commonest wordings in languages other than English.
 *
 * Logs often hold "?" or two latin letters where a letter of another alphabet was: such letters are a dot here.
 */
import type { Rule } from '../rule.ts'

export const languageRules: readonly Rule[] = [
  {
    id: 'mailbox-full.languages',
    reason: 'mailbox-full',
    match:
      /\bpostfach(?:es)? .{0,40}\bvoll\b|\b(?:speicherplatz|quota|kontingent|postfach\S{0,12}) .{0,30}\b(?:überschritten|.{1,2}berschritten|ueberschritten|ersch.{1,2}pft|erschoepft)|\bbo.{1,2}te (?:aux lettres |mail |de r.{1,2}ception )?.{0,30}\b(?:pleine|satur.{1,2}e)|\bquota (?:d.{1,2}pass.{1,2}|atteint)|\bbuz.{1,2}n .{0,30}\blleno\b|\bcuota (?:excedida|superada|de .{0,30}excedida)|\bespacio (?:insuficiente|agotado)|\bcaixa (?:de (?:correio|entrada|e-?mail|mensagens) |postal )?.{0,30}\b(?:cheia|lotada|excedid.)|\bcota (?:excedida|.{0,20}excedida)|\bcasella .{0,40}\b(?:piena|esaurit.)|\bquota .{0,20}\b(?:superata|esaurita)|\bmailbox (?:is )?vol\b|\bpostvak .{0,20}\bvol\b|\bskrzynka .{0,40}\b(?:pe.{1,2}na|przepe.{1,2}niona)|переполнен|почтовый ящик .{0,30}(?:заполнен|полон)|превышен[ао]? (?:квота|лимит)|квота .{0,20}превышена|(?:邮箱|收件箱|信箱|郵箱).{0,6}(?:已满|已滿|满|滿|容量)|(?:メールボックス|受信箱).{0,12}(?:いっぱい|一杯|容量|満杯|フル)|容量.{0,6}(?:超過|オーバー|超え)|메일함.{0,12}(?:가득|초과|용량)|용량.{0,6}초과|\bkutusu (?:dolu|kotas)|\bkota (?:a.{1,2}.{1,2}ld|dolu)|صندوق .{0,30}(?:ممتلئ|ممتلىء)|h.{1,3}p th.{1,3} .{0,20}.{1,2}.{1,3}y\b|\bpo.{1,2}tovn.{1,2} schr.{1,2}nka .{0,30}(?:pln.|zapln)|\bpostl.{1,2}da(?:n)? .{0,20}\bfull\b/,
    source:
      'receivers that answer in German, French, Spanish, Portuguese, Italian, Dutch, Polish, Russian, Chinese, Japanese, Korean, Turkish, Arabic, Vietnamese, Czech, Swedish',
    examples: [
      '552 5.2.2 Das Postfach des Empfängers ist voll',
      '552 La boîte aux lettres du destinataire est pleine',
      '552 El buzón del destinatario está lleno',
      '552 A caixa de correio do destinatário está cheia',
      '552 La casella del destinatario è piena',
      '552 Skrzynka odbiorcy jest pełna',
      '552 Почтовый ящик получателя переполнен',
      '552 收件人邮箱已满',
      '552 メールボックスの容量が一杯です',
      '552 받는 사람의 메일함 용량 초과',
      '552 Alıcının posta kutusu dolu',
    ],
    butNot: ['550 Postfach unbekannt', '550 ящик не найден'],
  },
  {
    id: 'mailbox-disabled.languages',
    reason: 'mailbox-disabled',
    match:
      /\b(?:postfach|konto|benutzer\S{0,6}|empf.{1,2}nger|account) .{0,30}\b(?:gesperrt|deaktiviert|inaktiv|abgelaufen|stillgelegt|gel.{1,2}scht)|\b(?:compte|bo.{1,2}te|adresse|utilisateur) .{0,40}\b(?:d.{1,2}sactiv.{1,2}|suspendu|archiv.{1,2}|ferm.{1,2}|bloqu.{1,2}|inactif|inactive|r.{1,2}sili.{1,2}|expir.{1,2})|\b(?:cuenta|buz.{1,2}n|usuario) .{0,30}\b(?:desactivad.|suspendid.|bloquead.|inactiv.|deshabilitad.|cancelad.|cerrad.)|\b(?:conta|caixa|usu.{1,2}rio) .{0,30}\b(?:desativad.|suspens.|bloquead.|inativ.|desabilitad.|cancelad.|encerrad.)|\b(?:account|casella|utente|mailbox) .{0,30}\b(?:disabilitat.|sospes.|disattivat.|scadut.|bloccat.|inattiv.)|\b(?:konto|skrzynka) .{0,30}\b(?:zablokowan.|wy.{1,2}.{1,2}czon.|nieaktywn.|zawieszon.)|(?:ящик|аккаунт|учетная запись|пользователь).{0,30}(?:заблокирован|отключен|удален|неактив|приостановлен)|(?:账号|帐号|账户|邮箱|用户|信箱|帳號).{0,8}(?:禁用|停用|冻结|锁定|注销|被禁|凍結|关闭)|(?:アカウント|メールボックス|ユーザ).{0,12}(?:停止|無効|凍結|ロック)|(?:계정|메일함).{0,12}(?:정지|비활성|휴면|해지)|hesab.{0,20}(?:kapal|devre d|ask.ya)/,
    source: 'the same receivers; Orange OFR_420, Naver (dormant accounts)',
    examples: [
      '550 Konto ist gesperrt',
      '550 Boîte du destinataire archivée',
      '550 La cuenta está desactivada',
      '550 A conta do destinatário está suspensa',
      '550 ящик получателя заблокирован',
      '550 用户邮箱已被禁用',
    ],
    butNot: ['550 compte inconnu'],
  },
  {
    id: 'recipient-restricted.languages',
    reason: 'recipient-restricted',
    match:
      /\b(?:gruppe|groupe|grupo|gruppo|skupina|grupa|ομάδα|grup|ryhm.|gruppen|csoport|groep)\b.{0,80}\b(?:kontaktieren|contacter|contactar|contattare|kontaktovat|contacto|entrar em contato|skontaktowa|επικοινωνήσετε|ileti|yhteytt|kontakte|kapcsolat|contact)|ομάδα.{0,80}(?:επικοινωνήσετε|δικαίωμα)|(?:گروه).{0,80}(?:ارتباط|وجود نداشته|مجاز)|グループ.{0,30}(?:存在しない|権限)|群组.{0,30}(?:不存在|权限)|(?:المجموعة).{0,60}(?:غير موجودة|مصرح)|групп[аыу].{0,60}(?:не существует|разрешени|прав)|그룹.{0,30}(?:존재하지|권한)/,
    source: 'Google Groups in the language of the sender',
    examples: [
      'Sie erhalten diese E-Mail, weil die Gruppe, die Sie kontaktieren möchten (team), möglicherweise nicht vorhanden ist',
      'Il se peut que le groupe que vous avez essayé de contacter (team) n’existe pas',
      '連絡しようとしたグループ（team）が存在しないか、グループにメッセージを投稿する権限がない可能性があります。',
    ],
    butNot: ['550 utilisateur inconnu'],
  },
  {
    id: 'spam.languages',
    reason: 'spam',
    match:
      /\b(?:unerw.{1,2}nschte|unerwuenschte) (?:werbung|nachricht|mail)|\bals spam\b|\bcomme (?:spam|ind.{1,2}sirable)|\bpourriel\b|\bcourrier ind.{1,2}sirable\b|\bcomo spam\b|\bcorreo no deseado\b|\bcome spam\b|\bposta indesiderata\b|\bjako spam\b|спам|垃圾邮件|垃圾郵件|垃圾信|迷惑メール|スパム|스팸|\bistenmeyen e-?posta\b|بريد (?:مزعج|عشوائي)|th.{1,3} r.{1,3}c\b/,
    source: 'the same receivers',
    examples: [
      '554 correo no deseado',
      '550 письмо похоже на спам',
      '554 垃圾邮件',
      '550 迷惑メールと判定されました',
    ],
    butNot: ['550 Benutzer unbekannt'],
  },
  {
    id: 'sender-blocked.languages',
    reason: 'sender-blocked',
    match:
      /\bip[ -]?(?:adresse|adress)?\b.{0,30}\b(?:gesperrt|geblockt|blockiert|bloqu.{1,2}e|bloquead.|bloccat.|zablokowan.|spärrad|geblokkeerd)|\b(?:auf|in) (?:einer|der|unserer) (?:sperrliste|blacklist|schwarzen liste)|\bliste noire\b|\blista n(?:egra|era)\b|\bczarnej li.{1,2}cie\b|(?:ip|адрес|сервер).{0,30}(?:заблокирован|черном списке|чёрном списке)|(?:ip|发件).{0,12}(?:黑名单|被封|被拒绝|封禁)|ブラックリスト|차단/,
    source: 'the same receivers',
    examples: [
      '554 Ihre IP-Adresse ist gesperrt',
      '550 Votre adresse IP est en liste noire',
      '550 IP адрес отправителя заблокирован',
      '550 IP在黑名单中',
    ],
    butNot: ['550 Konto ist gesperrt'],
  },
  {
    id: 'user-unknown.languages',
    reason: 'user-unknown',
    match:
      /\b(?:benutzer|empf.{1,2}nger(?:adresse)?|empfaenger|teilnehmer|adressat|postfach|adresse|mailbox|konto|nutzer)\b.{0,60}\b(?:unbekannt|nicht bekannt|existiert nicht|nicht gefunden|nicht vorhanden|gibt es nicht|ung.{1,2}ltig|nicht existent)|\b(?:unbekannter?|kein solcher|ung.{1,2}ltiger?) (?:benutzer|empf.{1,2}nger|nutzer|adressat|postfach)|\b(?:utilisateur|destinataire|usager|bo.{1,2}te|compte|adresse|abonn.{1,2})\b.{0,40}\b(?:inconnue?|inexistante?|introuvable|n.existe pas|invalide|non trouv.{1,2}e?|non valide|pas trouv.{1,2}e?)|\badresse d au moins un destinataire invalide\b|\b(?:usuario|destinatario|buz.{1,2}n|cuenta|direcci.{1,2}n|casilla|correo)\b.{0,40}\b(?:desconocid.|inexistente|no existe|no encontrad.|inv.{1,2}lid.|no v.{1,2}lid.)|\bno existe (?:el |la |ese |esa |este |esta )?(?:usuario|buz.{1,2}n|cuenta|destinatario|direcci)|\b(?:usu.{1,2}rio|destinat.{1,2}rio|caixa|conta|endere.{1,2}o)\b.{0,40}\b(?:desconhecid.|inexistente|n.{1,2}o existe|n.{1,2}o encontrad.|inv.{1,2}lid.|n.{1,2}o localizad.)|\b(?:utente|destinatario|casella|indirizzo|account)\b.{0,40}\b(?:sconosciut.|inesistente|non esiste|non trovat.|non valid.|inesistenti)|\b(?:gebruiker|ontvanger|adres|postbus)\b.{0,40}\b(?:onbekend|bestaat niet|niet gevonden|ongeldig)|\bonbekende (?:gebruiker|ontvanger)|\b(?:u.{1,2}ytkownik|odbiorca|skrzynka|adres|konto)\b.{0,40}\b(?:nieznany|nie istnieje|nie znaleziono|nieprawid|nieznana)|\bnieznany (?:u.{1,2}ytkownik|odbiorca|adresat)|\b(?:u.{1,2}ivatel|p.{1,2}.{1,2}jemce|adres.t|schr.{1,2}nka)\b.{0,30}\b(?:nezn.{1,2}m|neexistuje|nenalezen)|(?:пользовател|получател|адресат|ящик|адрес|учетн)\S{0,8}.{0,30}(?:не найден|не существует|неизвест|отсутствует|не зарегистрирован)|(?:нет такого|неизвестный|несуществующий) (?:пользовател|получател|адрес|ящик)|(?:用户|用戶|收件人|邮箱|郵箱|帐号|账号|地址|使用者|信箱).{0,8}(?:不存在|未找到|找不到|无效|不正确|無效)|(?:无此|没有此|無此|查无此)(?:用户|用戶|人|收件人|帐号|使用者)|(?:あて先|宛先|宛て先|ユーザー?|受信者|メールアドレス|アドレス|メールボックス).{0,40}(?:不明|存在しま?せ?ん?|見つかりません|見つかりませんでした|間違|ありません|存在しない)|ディレクトリ.{0,12}(?:ありません|見つかりません)|(?:사용자|수신자|받는 ?사람|계정|메일 ?주소|주소).{0,12}(?:없|존재하지|찾을 수|확인되지|잘못)|\b(?:kullan.{1,2}c.{1,2}|al.{1,2}c.{1,2}|hesap|adres)\b.{0,30}\b(?:bulunamad|yok|ge.{1,2}ersiz|bilinmiyor|bilinmeyen)|(?:المستخدم|المستلم|العنوان|صندوق).{0,30}(?:غير موجود|غير معروف|غير صالح|لا يوجد)|\bng.{1,3}.{0,2}i (?:d.{1,3}ng|nh.{1,3}n) .{0,20}kh.{1,3}ng t.{1,3}n t.{1,3}i|\bt.{1,3}i kho.{1,3}n .{0,20}kh.{1,3}ng t.{1,3}n t.{1,3}i|\b(?:pengguna|penerima|alamat) .{0,20}tidak (?:ditemukan|dikenal|ada|valid)|\b(?:anv.{1,2}ndare\S{0,2}|mottagare\S{0,2}|adressen|brukeren|modtager\S{0,2}|bruger\S{0,2}|mottaker\S{0,2})\b.{0,30}\b(?:ok.{1,2}nd|finns inte|saknas|findes ikke|ukendt|ukjent|finnes ikke)|\b(?:felhaszn.{1,2}l.{1,2}|c.{1,2}mzett)\b.{0,30}\b(?:ismeretlen|nem l.{1,2}tezik)|\bismeretlen (?:felhaszn|c.{1,2}mzett)|\butilizator\S{0,4}\b.{0,30}\b(?:necunoscut|inexistent|nu exist)|\b(?:k.{1,2}ytt.{1,2}j.{1,2}.{0,4}|vastaanottaja\S{0,2})\b.{0,30}\b(?:tuntematon|ei ole|ei l.{1,2}ydy)/,
    source:
      'receivers that answer in German, French, Spanish, Portuguese, Italian, Dutch, Polish, Czech, Russian, Chinese, Japanese, Korean, Turkish, Arabic, Vietnamese, Indonesian, the Nordic languages, Hungarian, Romanian',
    examples: [
      '550 5.1.1 Utilisateur inconnu',
      '550 Usuario desconocido',
      '550 Benutzer nicht bekannt',
      '550 Empfänger unbekannt',
      '550 Empf?nger unbekannt',
      '550 destinatario sconosciuto',
      '550 usuário não encontrado',
      '550 Пользователь не найден',
      '550 用户不存在',
      '550 收件人不存在',
      '550 あて先不明',
      'ユーザー Neko (a@example.co.jp) は Domino ディレクトリには見つかりません。',
      '550 사용자를 찾을 수 없습니다',
      '550 Kullanıcı bulunamadı',
      '550 nieznany użytkownik',
      '550 gebruiker onbekend',
      '550 المستخدم غير موجود',
    ],
    butNot: ['552 Postfach ist voll', '550 domaine inconnu'],
  },
]
