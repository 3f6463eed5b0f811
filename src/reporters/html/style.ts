/** Entries of a list that are printed: Chromium prints no page of 7,000 entries, and nobody reads a thousand sheets. */
export const PRINTED = 30

/**
 * The style of the page: one column, dark and light by the reader's setting, and a sheet for paper. Colours have a
 * contrast of at least 4.5 to 1 on their ground (WCAG 2.2 AA); each verdict has a sign besides its colour.
 */
export const style = `
:root{color-scheme:light dark;--ground:#fff;--ink:#1b1f24;--dim:#57606a;--line:#d0d7de;--soft:#f6f8fa;--accent:#0550ae;
--pass:#116329;--fail:#a40e26;--waived:#6639ba;--unknown:#7d4e00;--na:#57606a}
@media(prefers-color-scheme:dark){:root{--ground:#0d1117;--ink:#e6edf3;--dim:#9da7b1;--line:#373e47;--soft:#161b22;--accent:#79b8ff;
--pass:#56d364;--fail:#ff938a;--waived:#c9a5ff;--unknown:#e3b341;--na:#9da7b1}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif}
main,header,footer{max-width:70rem;margin:0 auto;padding:0 1rem}
header{padding-top:1.5rem}
h1{font-size:1.6rem;line-height:1.25;margin:0 0 .25rem;overflow-wrap:anywhere}
h2{font-size:1.25rem;margin:2rem 0 .75rem}
h3{font-size:1.05rem;margin:1.5rem 0 .5rem}
h4{font-size:.95rem;margin:1rem 0 .25rem}
a{color:var(--accent)}
p{margin:.25rem 0}
.dim{color:var(--dim)}
.skip{position:absolute;left:-999px}
.skip:focus{left:1rem;top:.5rem;background:var(--ground);padding:.25rem .5rem}
.figures{display:flex;flex-wrap:wrap;gap:.75rem;margin:1rem 0;padding:0;list-style:none}
.figures li{border:1px solid var(--line);border-radius:.5rem;padding:.5rem .9rem;min-width:8rem}
.figures b{display:block;font-size:1.35rem}
table{border-collapse:collapse;width:100%;font-size:.95rem}
caption{text-align:left;color:var(--dim);padding-bottom:.25rem;max-width:calc(100vw - 2.5rem)}
th,td{border-bottom:1px solid var(--line);padding:.3rem .5rem;text-align:left;vertical-align:top}
td.free{overflow-wrap:anywhere;min-width:5rem}
.barcell{vertical-align:middle}abbr{text-decoration:none}
td.day,td.n{white-space:nowrap}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
.wide{overflow-x:auto}
.bar{display:block;height:.6rem;width:9rem;border-radius:.3rem;background:var(--soft);border:1px solid var(--line)}
.bar .pass{fill:var(--pass)}.bar .fail{fill:var(--fail)}.bar .waived{fill:var(--waived)}.bar .unknown{fill:var(--unknown)}
.filter{position:sticky;top:0;background:var(--ground);border-bottom:1px solid var(--line);padding:.6rem 0;z-index:1}
.filter fieldset{border:0;padding:0;margin:0;display:inline-flex;flex-wrap:wrap;gap:.25rem .9rem}
.filter legend{float:left;padding:0;margin-right:.75rem;color:var(--dim)}
.filter label{white-space:nowrap}
.filter input[type=search],.filter select{font:inherit;padding:.2rem .4rem;border:1px solid var(--line);border-radius:.3rem;background:var(--ground);color:inherit}
.filter input[type=search]{width:16rem;max-width:100%}
.filter label:has(input[type=search]){min-width:0;max-width:100%}
.filter .row{display:flex;flex-wrap:wrap;gap:.4rem 1rem;align-items:center;margin-top:.4rem}
button{font:inherit;padding:.2rem .6rem;border:1px solid var(--line);border-radius:.3rem;background:var(--soft);color:inherit;cursor:pointer}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
details.req{border:1px solid var(--line);border-radius:.5rem;margin:.4rem 0;content-visibility:auto;contain-intrinsic-size:auto 2.6rem;scroll-margin-top:8rem}
details.req>summary{padding:.45rem .75rem;cursor:pointer;display:flex;flex-wrap:wrap;gap:.2rem .75rem;align-items:baseline}
details.req>summary:focus-visible{outline-offset:-2px;border-radius:.5rem}
details.req[open]>summary{border-bottom:1px solid var(--line)}
.body{padding:.5rem .9rem .9rem;overflow-wrap:anywhere}
.verdict{font-weight:600;white-space:nowrap;min-width:7.5rem}
.verdict.pass{color:var(--pass)}.verdict.fail{color:var(--fail)}.verdict.waived{color:var(--waived)}.verdict.unknown{color:var(--unknown)}.verdict.not-applicable{color:var(--na)}
.id{font-weight:600;overflow-wrap:anywhere}
.tag{font-size:.8rem;border:1px solid var(--line);border-radius:1rem;padding:0 .5rem;color:var(--dim);white-space:nowrap}
ol.findings{padding-left:1.4rem;margin:.5rem 0}
ol.findings>li{margin:.6rem 0;content-visibility:auto;contain-intrinsic-size:auto 5rem}
code,pre{font:.88rem/1.45 ui-monospace,SFMono-Regular,Consolas,monospace}
pre{background:var(--soft);border:1px solid var(--line);border-radius:.3rem;padding:.5rem .7rem;overflow-x:auto;margin:.4rem 0;white-space:pre-wrap;overflow-wrap:anywhere}
pre mark{background:none;color:inherit;text-decoration:underline;text-decoration-thickness:2px;text-underline-offset:.35em}
.place{overflow-wrap:anywhere}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem .9rem;margin:.4rem 0}
dt{color:var(--dim)}dd{margin:0;overflow-wrap:anywhere}
.note{border-left:4px solid var(--waived);padding:.1rem .75rem;margin:.5rem 0}
.alarm{border-left:4px solid var(--fail);padding:.1rem .75rem;margin:.5rem 0}
[hidden],.unprinted{display:none!important}
footer{margin:3rem auto 2rem;color:var(--dim);font-size:.9rem}
@media(max-width:62rem){table.stacked thead{position:absolute;left:-999px}table.stacked :is(tbody,tr,th,td){display:block;border:0;min-width:0;padding:.1rem 0}
table.stacked tr{border-bottom:1px solid var(--line);padding:.4rem 0}table.stacked td{display:grid;grid-template-columns:6rem 1fr}table.stacked td::before{content:attr(data-label);color:var(--dim)}}
@media(max-width:30rem){table{font-size:.78rem}th,td{padding:.25rem .2rem}}
@media(max-width:48rem){.filter{position:static}details.req{scroll-margin-top:1rem}.verdict{min-width:0}dl{grid-template-columns:1fr}dt{margin-top:.3rem}table.score td.barcell,table.score th.barcell{display:none}}
@page{margin:14mm}
@media print{:root{--ground:#fff;--ink:#000;--dim:#444;--line:#bbb;--soft:#f4f4f4;--accent:#000;--pass:#116329;--fail:#a40e26;--waived:#6639ba;--unknown:#7d4e00;--na:#444}
.filter,.skip,button{display:none!important}body{font-size:10pt}main,header,footer{max-width:none;padding:0}
details.req,ol.findings>li{content-visibility:visible}ol.findings>li,pre,tr{break-inside:avoid}summary,h2,h3,h4{break-after:avoid}
.remedy,.seen :is(pre,dl,.way,ol){display:none}[data-verdict=fail] .remedy,[data-verdict=waived] .remedy{display:block}a{text-decoration:none}
.unprinted{display:block!important}ol.findings>li:nth-child(n+${PRINTED + 1}){display:none}}
`
