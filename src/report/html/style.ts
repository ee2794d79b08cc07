/** The style sheet of the page: light, dark, narrow, print. Contrasts are at least 4.5 to 1 (WCAG 2.2 AA). */

export const STYLE = `
:root{color-scheme:light dark;--back:#f6f7f9;--card:#fff;--ink:#1b2430;--soft:#566172;--line:#d9dee6;--link:#0b57c2;
--bar:#c3d5f2;--heat:#f0803c;--good:#1a7a44;--bad:#b3261e;--chip:#eaeef4;
--suppress:#c2353f;--fix-sender:#d9772b;--slow-down:#c9a227;--fix-message:#7a5ac2;--review:#3f7fb5;--retry:#93a1b3}
@media (prefers-color-scheme:dark){:root{--back:#12161c;--card:#1a2029;--ink:#e7ebf1;--soft:#a4afbe;--line:#323b48;
--link:#8ab8ff;--bar:#2c446b;--heat:#b4500f;--good:#5fcf8f;--bad:#ff8a80;--chip:#28313d;
--suppress:#e5626b;--fix-sender:#e08e4d;--slow-down:#d8b64a;--fix-message:#9d83dd;--review:#5f9fd4;--retry:#738296}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--back);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
a{color:var(--link)}
a:focus-visible,button:focus-visible,summary:focus-visible,input:focus-visible,[tabindex]:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:4px}
.skip{position:absolute;left:-999px}
.skip:focus{left:1rem;top:1rem;background:var(--card);padding:.5rem 1rem;z-index:2}
header,main,footer{max-width:1080px;margin:0 auto;padding:0 1.25rem}
header{padding-top:2rem}
h1{font-size:1.75rem;line-height:1.2;margin:0 0 .25rem}
h2{font-size:1.25rem;margin:0 0 .25rem}
h3{font-size:1.05rem;margin:0}
p{margin:.25rem 0}
.soft{color:var(--soft)}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;list-style:none;padding:0;margin:.75rem 0 0}
section{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:1.25rem;margin:1.25rem 0}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:.75rem;margin:0;padding:0;list-style:none}
.tiles li{border:1px solid var(--line);border-radius:10px;padding:.75rem 1rem}
.tiles strong{display:block;font-size:1.7rem;line-height:1.2;font-variant-numeric:tabular-nums}
.tiles .good strong{color:var(--good)}
.tiles .bad strong{color:var(--bad)}
.act{border-left:6px solid var(--tone,var(--line));padding:.1rem 0 .1rem 1rem;margin:1.1rem 0}
.act ul{margin:.4rem 0 0;padding-left:1.2rem}
.act li{margin:.35rem 0}
.tone-suppress{--tone:var(--suppress)}.tone-fix-sender{--tone:var(--fix-sender)}.tone-slow-down{--tone:var(--slow-down)}
.tone-fix-message{--tone:var(--fix-message)}.tone-review{--tone:var(--review)}.tone-retry{--tone:var(--retry)}
.key{display:inline-block;width:.85em;height:.85em;border-radius:3px;background:var(--tone);margin-right:.35em;vertical-align:-.05em}
.legend{display:flex;flex-wrap:wrap;gap:.25rem 1.1rem;list-style:none;margin:.25rem 0 .75rem;padding:0;font-size:.9rem}
.chip{background:var(--chip);border-radius:6px;padding:.05rem .5rem;font-size:.85rem;white-space:nowrap}
.scroll{overflow-x:auto}
.chart svg{display:block;width:100%;height:auto}
table{border-collapse:collapse;width:100%;font-size:.925rem;font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:600;padding:.25rem 0}
td.b,th.b{position:relative}
th,td{text-align:left;padding:.3rem .8rem .3rem 0;border-bottom:1px solid var(--line);vertical-align:top}
th.n,td.n{text-align:right;white-space:nowrap}
tbody th{font-weight:400;overflow-wrap:anywhere;min-width:7.5rem}
th:last-child,td:last-child{padding-right:0}
th button{font:inherit;text-align:inherit;font-weight:600;color:inherit;background:none;border:0;padding:0;cursor:pointer;text-decoration:underline dotted}
th[aria-sort=ascending] button::after{content:" \\2191"}
th[aria-sort=descending] button::after{content:" \\2193"}
td.b{width:20%;min-width:48px}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
td.b span{display:block;height:.8em;margin-top:.35em;background:var(--bar);border-radius:2px;min-width:2px}
details{margin:.75rem 0 0}
summary{cursor:pointer;color:var(--link)}
.lists{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(440px,100%),1fr));gap:1.5rem 2rem}
.lists>div{min-width:0}
input[type=search]{font:inherit;padding:.35rem .6rem;width:100%;max-width:22rem;border:1px solid var(--soft);border-radius:6px;background:var(--back);color:var(--ink)}
code,.words{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.875rem;overflow-wrap:anywhere}
.words{display:block;background:var(--back);border:1px solid var(--line);border-radius:6px;padding:.5rem .75rem;margin:.4rem 0}
.reply{border-top:1px solid var(--line);padding:.9rem 0 .6rem}
.reply:first-of-type{border-top:0}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem;margin:.5rem 0}
dt{font-weight:600}dd{margin:0}
.up{color:var(--bad)}.down{color:var(--good)}
footer{padding-bottom:2.5rem;color:var(--soft);font-size:.875rem}
@media (max-width:600px){header,main,footer{padding-left:.75rem;padding-right:.75rem}section{padding:1rem .9rem}h1{font-size:1.4rem}
.tiles{grid-template-columns:1fr 1fr}table{font-size:.85rem}th,td{padding-right:.55rem}tbody th{min-width:6rem}.tiles strong{font-size:1.35rem}td.b,th.b{display:none}dl{grid-template-columns:1fr}dd{margin-bottom:.5rem}}
@media print{:root{--back:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#bbb;--link:#000}
body{font-size:10.5pt}nav,.filter,.skip{display:none}section{border:0;padding:0;margin:1.2rem 0;border-radius:0}
.tiles li,.act,.reply,tr,figure{break-inside:avoid}h2,h3,caption{break-after:avoid}.chart svg{min-width:0!important}.scroll{overflow:visible}
td.b span,.key{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`
