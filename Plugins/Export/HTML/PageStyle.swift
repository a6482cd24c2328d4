/// How a page looks: one accent on paper, by day and by night, on a phone and in print. Texts keep the contrast that WCAG 2.2 AA
/// asks for in both.
enum PageStyle {
  static let text = #"""
    :root{--paper:#fdfdfc;--raised:#f5f6f4;--ink:#16191d;--soft:#565d66;--line:#dfe1dd;--hair:#ecedea;--accent:#0d5f6d;--mid:#79b3ba;--tint:#d3e6e8;--slope:#eef5f5;--down:#b1502f;--up:#3f8f5f;--goal:#8a5a00;--shade:rgb(0 0 0/.22);color-scheme:light}
    @media screen and (prefers-color-scheme:dark){:root{--paper:#111417;--raised:#1a1f23;--ink:#eceff1;--soft:#a3acb5;--line:#30373d;--hair:#232a2f;--accent:#63c3cd;--mid:#3b8891;--tint:#24474d;--slope:#182a2e;--down:#e58a67;--up:#6fc08f;--goal:#e0b253;--shade:rgb(255 255 255/.25);color-scheme:dark}}
    *{box-sizing:border-box}
    html{-webkit-text-size-adjust:100%;scroll-behavior:smooth;scroll-padding-top:4.5rem}
    body{margin:0 auto;max-width:76rem;padding:3.5rem 2.5rem 4rem;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums lining-nums;overflow-wrap:anywhere}
    h1,h2,h3{line-height:1.2;text-wrap:balance;letter-spacing:-.012em}
    h1{margin:0 0 1.1rem;font-size:clamp(1.7rem,4vw,2.5rem);font-weight:640;letter-spacing:-.024em}
    h2{margin:0 0 1.25rem;font-size:1.3rem;font-weight:620}
    h3{margin:2rem 0 .6rem;font-size:.95rem;font-weight:620}
    small{font-size:.8125em;color:var(--soft);font-weight:400}
    a{color:inherit;text-decoration:underline;text-decoration-color:var(--mid);text-decoration-thickness:1px;text-underline-offset:.2em}
    a:hover{color:var(--accent);text-decoration-color:currentColor}
    :focus-visible{outline:2px solid var(--accent);outline-offset:3px;border-radius:2px}
    main:focus,.inner:focus{outline:0}
    dl,dd,ol,ul,figure{margin:0;padding:0}
    ol,ul{list-style:none}
    .sr{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
    .skip{position:absolute;inset-inline-start:1rem;top:-4rem;padding:.6rem 1rem;background:var(--accent);color:var(--paper);text-decoration:none;border-radius:0 0 4px 4px}
    .skip:focus{top:0;color:var(--paper)}
    data{white-space:nowrap}
    .u{font:600 .75em ui-monospace,Consolas,monospace;color:var(--down);border:1px solid;border-radius:2px;padding:0 .2em;white-space:nowrap}
    .long{max-height:4.6em;overflow:auto;white-space:normal;min-width:14rem}

    .parameters{display:flex;flex-wrap:wrap;gap:.35rem 2.25rem;padding-bottom:1.6rem;border-bottom:1px solid var(--line)}
    .parameters dt{display:inline;color:var(--soft);margin-inline-end:.5em;font-size:.875rem}
    .parameters dd{display:inline;font-size:.9375rem}
    .parameters dd .long{display:inline-block;vertical-align:top}

    .key{padding:2.1rem 0 .4rem}
    .key dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(11.5rem,1fr));gap:1.5rem 1.75rem}
    .key .many{grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));gap:1.25rem 1.5rem}
    .key dt{font-size:.875rem;color:var(--soft)}
    .key dl>div{container-type:inline-size}
    .key dl{--n:5.6}.key .w12{--n:7.5}.key .w15{--n:9.3}.key .w18{--n:11.2}.key .w22{--n:13.7}.key .w28{--n:17.4}.key .w40{--n:24.8}
    .key dd{font-size:min(clamp(1.45rem,3vw,2.05rem),calc(100cqi/var(--n)));line-height:1.2;font-weight:600;letter-spacing:-.024em}
    .key dd small{font-size:.42em;letter-spacing:.03em;vertical-align:.12em}
    .key .many dd{font-size:min(clamp(1.25rem,2vw,1.5rem),calc(100cqi/var(--n)))}
    .key div:first-child dd:first-of-type{color:var(--accent)}
    .key .cards{grid-template-columns:repeat(auto-fit,minmax(9.6rem,1fr))}
    .key .cards dd:first-of-type{font-size:min(clamp(1.3rem,2.2vw,1.7rem),calc(100cqi/var(--n)))}
    .key .w22,.key .w28,.key .w40{grid-template-columns:repeat(auto-fit,minmax(15rem,1fr))}
    .key .data{margin-top:1rem}
    .key dd.with,.key dd.before{font-size:.875rem;font-weight:400;letter-spacing:0;line-height:1.45;color:var(--ink)}
    .key dd.before{font-size:.8125rem;color:var(--soft)}
    .key .cards dd.with{font-size:min(.875rem,calc(100cqi/var(--n)))}
    .key .cards dd.before{font-size:min(.8125rem,calc(100cqi/var(--n)))}
    .key dd:first-of-type small{font-size:max(.42em,.6rem)}
    .key dd.with small{font-size:.9em;letter-spacing:0;vertical-align:0}

    .notes{margin-top:1.75rem;padding:.85rem 1.1rem;border-inline-start:3px solid var(--accent);background:var(--raised);font-size:.9rem}
    .notes h2{margin:0 0 .25rem;font-size:.875rem}
    main>section{margin-top:3.75rem}
    main>.key{margin-top:0}
    main>.key+section{margin-top:2.25rem}
    .nothing{color:var(--soft)}

    .chart{margin:0 0 2rem}
    .legend{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;margin-bottom:1rem;font-size:.8125rem;color:var(--soft)}
    .legend svg{vertical-align:-1px;margin-inline-end:.3em}
    .s0{fill:var(--accent)}.s1{fill:var(--mid)}.s2{fill:var(--tint);stroke:var(--mid);stroke-width:1px;vector-effect:non-scaling-stroke}.down{fill:var(--down)}.up{fill:var(--up)}.goal{fill:var(--goal)}
    .slope{fill:var(--slope)}
    .funnel>li>*{display:grid;grid-template-columns:minmax(8.5rem,12.5rem) minmax(0,1fr) minmax(8.5rem,11.5rem);column-gap:1.5rem;color:inherit;text-decoration:none}
    .funnel svg{display:block;width:100%;height:4.1rem}
    .funnel li:last-child svg{height:4.1rem}
    .stage,.worth{display:flex;flex-direction:column;justify-content:center;height:2.95rem;line-height:1.25}
    .stage{font-weight:560}
    .worth{text-align:end}
    .worth b{font-weight:600}
    .funnel a:hover .stage{color:var(--accent);text-decoration:underline;text-underline-offset:.2em;text-decoration-thickness:1px}
    .funnel a:hover .s2{fill:var(--mid)}
    .move::before{content:"\2193\a0" / ""}
    .bars a:hover rect{opacity:.75}
    .plot .now{font-weight:700;fill:var(--accent)}

    .switch{display:flex;flex-wrap:wrap;gap:.4rem;border:0;margin:0 0 1rem;padding:0}
    .switch label{cursor:pointer}
    .switch input{position:absolute;opacity:0;pointer-events:none}
    .switch span{display:block;padding:.3rem .8rem;border:1px solid var(--line);border-radius:1rem;font-size:.8125rem;color:var(--soft)}
    .switch input:checked+span{background:var(--accent);border-color:var(--accent);color:var(--paper)}
    .switch input:focus-visible+span{outline:2px solid var(--accent);outline-offset:2px}
    @supports selector(:has(*)){
      .matrix>.scroll{display:none}
      .matrix:has([value="2"]:checked)>.m2,.matrix:has([value="3"]:checked)>.m3,.matrix:has([value="4"]:checked)>.m4,.matrix:has([value="5"]:checked)>.m5,.matrix:has([value="6"]:checked)>.m6,.matrix:has([value="7"]:checked)>.m7,.matrix:has([value="8"]:checked)>.m8,.matrix:has([value="9"]:checked)>.m9{display:block}
    }
    .grid{width:auto;min-width:100%}
    .grid th[scope=row]{position:sticky;inset-inline-start:0;z-index:1;background:var(--paper);min-width:8rem;max-width:16rem}
    .grid thead th:first-child{position:sticky;inset-inline-start:0;z-index:2}
    .grid td{min-width:4.2rem;text-align:end;white-space:nowrap}
    .grid .sum{font-weight:600;position:sticky;inset-inline-end:0;background:var(--paper)}
    .grid thead .sum{z-index:2}
    .who{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2;overflow:hidden}
    .grid .now{color:var(--accent);border-bottom-color:var(--accent);border-bottom-width:2px}
    .grid tbody td:not(:empty){background:color-mix(in srgb,var(--mid) 8%,transparent)}
    .grid tbody .sum:not(:empty){background:var(--paper)}
    .grid tbody td.h2{background:color-mix(in srgb,var(--mid) 18%,transparent)}.grid tbody td.h3{background:color-mix(in srgb,var(--mid) 28%,transparent)}.grid tbody td.h4{background:color-mix(in srgb,var(--mid) 38%,transparent)}.grid tbody td.h5{background:color-mix(in srgb,var(--mid) 50%,transparent)}

    .plot{display:flex;align-items:flex-start;direction:ltr}
    .plot svg{display:block;flex:none}
    .plot .scroll{flex:1;min-width:0}
    .bars{min-width:100%}
    .plot text{font-size:12px;fill:var(--soft)}
    .bars text{text-anchor:middle;fill:var(--ink)}
    .bars .mark{font-weight:600;font-size:12px}
    .rule{stroke:var(--hair)}.base{stroke:var(--soft)}.lead{stroke:var(--soft);stroke-dasharray:2 3}

    .scroll{overflow-x:auto;max-width:100%;background:linear-gradient(90deg,var(--paper) 30%,transparent) left/2.5rem 100% no-repeat local,linear-gradient(270deg,var(--paper) 30%,transparent) right/2.5rem 100% no-repeat local,linear-gradient(90deg,var(--shade),transparent) left/.8rem 100% no-repeat scroll,linear-gradient(270deg,var(--shade),transparent) right/.8rem 100% no-repeat scroll}
    .tall{max-height:85vh;overflow:auto}
    .tall tfoot>tr>*{position:sticky;bottom:0;z-index:1;background:var(--paper)}
    .tall tfoot>tr>th,.tall tfoot>tr>.sum{z-index:2}
    table{width:100%;border-collapse:separate;border-spacing:0;font-size:.9rem;line-height:1.4}
    th,td{padding:.5rem .9rem;max-width:24rem;overflow-wrap:break-word;text-align:start;vertical-align:top;border-bottom:1px solid var(--hair);font-weight:400}
    .wide th,.wide td{padding-inline:.55rem}
    th:first-child,td:first-child{padding-inline-start:.15rem}
    th:last-child,td:last-child{padding-inline-end:.15rem}
    thead th{position:sticky;top:0;z-index:1;background:var(--paper);vertical-align:bottom;white-space:nowrap;font-size:.8125rem;font-weight:560;color:var(--soft);border-bottom:1px solid var(--ink)}
    .wide thead th{white-space:normal}
    thead small{font-size:.9em;opacity:.85}
    th[scope=row]{min-width:7.5rem}
    .n{text-align:end;white-space:nowrap}
    .d{white-space:nowrap}
    .null,.n.zero{color:var(--soft)}
    .same{color:var(--soft)}
    [data-sorted] .same{color:inherit}
    [data-sorted] .sub{display:none}
    tbody tr:hover>*{background:var(--raised)}
    .sub>*,tbody .sub>th{font-weight:600;border-bottom-color:var(--line)}
    .total>*{font-weight:650;border-top:1px solid var(--ink);border-bottom:2px solid var(--ink)}
    thead button{all:unset;cursor:pointer;box-sizing:border-box}
    thead button:hover{color:var(--accent)}
    thead button:focus-visible{outline:2px solid var(--accent);outline-offset:3px;border-radius:2px}
    thead button::after{content:"\2195" / "";margin-inline-start:.35em;opacity:.45}
    [aria-sort=ascending] button::after{content:"\2191" / "";opacity:1}
    [aria-sort=descending] button::after{content:"\2193" / "";opacity:1}

    .behind{margin-top:.5rem}
    .data{border:0;margin-bottom:.75rem}
    .chart+.data{margin-top:-1.25rem}
    .data>summary{font-size:.8125rem;color:var(--soft);padding-block:.3rem}
    summary small{font-variant-numeric:tabular-nums}
    details{border-bottom:1px solid var(--hair)}
    summary{display:flex;align-items:baseline;gap:.7rem;padding:.65rem .15rem;cursor:pointer;list-style:none}
    summary::-webkit-details-marker{display:none}
    summary::before{content:"";flex:none;width:.42em;height:.42em;margin-inline-end:.1em;border:solid var(--accent);border-width:0 2px 2px 0;transform:rotate(-45deg);transition:transform .12s}
    [open]>summary::before{transform:rotate(45deg) translate(-2px,-2px)}
    summary:hover{color:var(--accent)}
    .inner{padding:0 0 1.4rem 1.1rem}
    .inner:target{box-shadow:-3px 0 0 var(--accent)}
    .more{margin:.6rem 0 0;font-size:.8125rem;color:var(--soft)}
    .receipt{border-top:1px solid var(--line);padding-top:.6rem}
    .receipt details{border:0}
    .receipt h2{margin:0;font-size:1rem}
    .receipt dl>div{display:grid;grid-template-columns:minmax(8rem,15rem) 1fr;gap:.2rem 1.5rem;padding:.32rem 0;border-bottom:1px solid var(--hair);font-size:.9rem}
    .receipt dt{color:var(--soft)}
    .receipt table{width:auto;min-width:22rem}
    pre{max-height:24rem;overflow:auto;margin:0;padding:1rem;background:var(--raised);font:.8125rem/1.5 ui-monospace,Consolas,monospace;white-space:pre-wrap}

    @media (max-width:44rem){
      body{padding:1.75rem 1.15rem 3rem}
      .parameters{gap:.2rem 1.5rem;padding-bottom:1.15rem}
      .key{padding-top:1.5rem}
      .key dl,.key .many,.key .cards{grid-template-columns:repeat(2,minmax(0,1fr));gap:1.1rem 1rem}
      .key .w22,.key .w28,.key .w40{grid-template-columns:1fr}
      main>section{margin-top:2.75rem}
      .funnel>li>*{grid-template-columns:minmax(0,1fr) auto;grid-template-areas:"a b" "c c";column-gap:1rem}
      .funnel .stage{grid-area:a}.funnel .worth{grid-area:b}.funnel svg{grid-area:c;height:2.6rem;margin-top:.35rem}
      .slope{display:none}
      .stage,.worth{height:auto;justify-content:flex-end}
      .funnel li{margin-bottom:.35rem}
      th,td{padding:.5rem .6rem}
      th[scope=row]{min-width:7rem}
      thead th{white-space:normal}
      tbody th[scope=row],tfoot th[scope=row]{position:sticky;inset-inline-start:0;max-width:42vw;background:var(--paper)}
      .tall{max-height:none}
      .grid .sum{position:static}
      .grid th[scope=row]{min-width:6rem;max-width:7.5rem}
      .grid .who{overflow-wrap:anywhere}
      .inner{padding-inline-start:.5rem}
      .list summary{flex-wrap:wrap;row-gap:0}
      .list summary span{flex:1 0 80%}
      .receipt dl>div{grid-template-columns:1fr;gap:0}
      .receipt table{min-width:0;width:100%}
    }
    @media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}summary::before{transition:none}}
    @media (forced-colors:active){.s0,.s1,.s2,.down{forced-color-adjust:none}}
    @page{margin:16mm 14mm}
    @media print{
      :root{--paper:#fff}
      thead button{display:contents}
      body{max-width:none;padding:0;font-size:10pt}
      .skip,.data,.switch,thead button::after{display:none}
      .grid caption{position:static;width:auto;height:auto;margin:0 0 .3rem;clip-path:none;text-align:start;font-weight:600}
      .scroll{background:none}
      td,th[scope=row]{max-width:none;overflow-wrap:anywhere}
      td:not(.n):not(.d){min-width:3.8rem}
      td[data-k],th[data-k]{overflow-wrap:break-word}
      thead th{white-space:normal}
      .grid td:not(.n){min-width:0}
      .grid .sum,.grid thead th:first-child,.grid th[scope=row]{position:static}
      .grid th[scope=row]{min-width:5rem;max-width:9rem}
      .grid thead th{white-space:nowrap}
      .key .cards{grid-template-columns:repeat(3,1fr);gap:1rem}
      .scroll,.tall,.long,pre{overflow:visible;max-height:none}
      .long{max-height:9em;overflow:hidden}
      thead{display:table-header-group}thead th,.tall tfoot>tr>*{position:static}
      tfoot{display:table-row-group}
      tr,.funnel li,.key div,figure{break-inside:avoid}
      h2,h3,summary,.legend,caption,thead,thead tr{break-after:avoid}
      tbody tr:first-child,.more{break-before:avoid}
      table{font-size:8.5pt}th,td{padding:.3rem .5rem}
      .grid,.wide{font-size:7pt}.grid th,.grid td,.wide th,.wide td{padding:.25rem .3rem}
      main>section{margin-top:2rem}
      a{text-decoration:none}
      details::details-content{content-visibility:visible;height:auto;display:block}
      summary::before{display:none}
      svg,.notes{-webkit-print-color-adjust:exact;print-color-adjust:exact}
      .funnel svg{height:3rem}.stage,.worth{height:2.15rem}
    }
    """#
}
