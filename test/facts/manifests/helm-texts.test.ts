import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadChart } from '../../../src/facts/manifests/helm/chart.ts'
import { renderChart } from '../../../src/facts/manifests/helm/render.ts'
import { repositoryOf } from '../../support/repository.ts'

const helpers = `{{- define "gold.name" -}}
{{ .Values.name | trunc 63 | trimSuffix "-" }}
{{- end -}}
{{- define "gold.labels" }}
a: {{ .Chart.Name }}
b: {{ include "gold.name" . }}
{{- end }}
{{- define "gold.count" }}{{ if gt .n 0 }}{{ .n }}{{ include "gold.count" (dict "n" (sub .n 1)) }}{{ end }}{{ end -}}
`

const files = {
  'gold/Chart.yaml': 'apiVersion: v2\nname: gold\nversion: 1.2.3+build\nappVersion: "4.5"\n',
  'gold/values.yaml':
    'name: shop\ncount: 3\nratio: 0.5\nbig: 1000000\nisOff: false\nzero: 0\nnone:\nmap: {b: two, a: 1}\nlist: [a, b]\ntemplate: "{{ .Values.count }}!"\nyaml:\n  text: plain\n  number: "12"\n  yes: "true"\n  empty: ""\n  colon: "a: b"\n  hash: "a #b"\n  star: "*x"\n  quote: it\'s\n  lines: "a\\nb\\n"\n  kept: "a\\n\\n"\n  stripped: "a\\nb"\n  spaces: " a"\n  long: "aaaaaaaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb cccccccccccccccccccccccccc ddddddd"\n  list: [1, {a: b, c: [d]}, [e, f], []]\n  a10: x\n  a9: y\n  float: 1.50\n  big: 12345678\n  date: "2026-01-02"\n  none: null\n  map: {}\n',
  'gold/conf/a.txt': 'one\ntwo\n',
  'gold/conf/b.txt': 'x: 1',
  'gold/templates/_helpers.tpl': helpers,
}

/** What a template writes here; the signs of holes are shown as `?`. */
async function text(template: string) {
  const chart = await loadChart(repositoryOf({ ...files, 'gold/templates/case.yaml': template }), 'gold')
  assert.ok(chart)
  const { files: made } = await renderChart(chart, new Map(), { name: 'rel', namespace: 'shop' })
  const one = made.find(({ file }) => file === 'gold/templates/case.yaml')
  return one?.hidden?.what ?? String(one?.texts[0]?.value).replace(/[\uE000-\uF8FF]/g, '?')
}

/** What helm 3.22.0 writes: `helm template rel gold --kube-version 1.33.0`. */
const golden: readonly (readonly [string, string, string])[] = [
  [
    'plain values',
    '{{ .Values.name }}-{{ .Values.count }}-{{ .Values.ratio }}-{{ .Values.big }}-{{ .Values.isOff }}-{{ .Values.none }}.',
    'shop-3-0.5-1e+06-false-.',
  ],
  [
    'quotes',
    '{{ .Values.name | quote }} {{ .Values.count | squote }} {{ .Values.none | quote }} {{ quote .Values.name 1 nil "b" }}',
    '"shop" \'3\'  "shop" "1" "b"',
  ],
  [
    'defaults',
    '{{ .Values.none | default "x" }} {{ default 5 .Values.zero }} {{ .Values.name | default "x" }} {{ coalesce .Values.none "" 0 "y" }}',
    'x 5 shop y',
  ],
  ['trimming', 'a   {{- " b " -}}   c\n{{- /* nothing */ -}}\n  d {{/* nothing */}} e', 'a b cd  e'],
  [
    'if and else',
    '{{ if .Values.isOff }}1{{ else if eq .Values.name "shop" }}2{{ else }}3{{ end }}{{ if and .Values.name (not .Values.isOff) (or .Values.none .Values.count) }}4{{ end }}',
    '24',
  ],
  [
    'with',
    '{{ with .Values.map }}{{ .b }}{{ $.Values.name }}{{ else }}no{{ end }}{{ with .Values.none }}x{{ else }}y{{ end }}{{ with $x := .Values.name }}{{ $x }}{{ end }}',
    'twoshopyshop',
  ],
  [
    'range over maps in order of keys',
    '{{ range $k, $v := .Values.map }}{{ $k }}={{ $v }};{{ end }}{{ range .Values.list }}<{{ . }}>{{ end }}{{ range $i, $v := .Values.list }}{{ $i }}{{ end }}{{ range .Values.none }}x{{ else }}none{{ end }}',
    'a=1;b=two;<a><b>01none',
  ],
  [
    'break and continue',
    '{{ range until 6 }}{{ if eq . 1 }}{{ continue }}{{ end }}{{ if eq . 4 }}{{ break }}{{ end }}{{ . }}{{ end }}',
    '023',
  ],
  ['variables', '{{ $a := 1 }}{{ if true }}{{ $a = 2 }}{{ $b := 3 }}{{ end }}{{ $a }}', '2'],
  [
    'printf',
    '{{ printf "%s:%v %d %q %05d|%-5s|%5s|%t %.2f %%" .Values.name .Values.ratio (int .Values.count) "q\\"" 42 "ab" "cd" true 1.5 }} {{ printf "%d" .Values.count }} {{ printf "%s" .Values.count }}',
    'shop:0.5 3 "q\\"" 00042|ab   |   cd|true 1.50 % %!d(float64=3) %!s(float64=3)',
  ],
  [
    'texts',
    '{{ upper "aB" }} {{ lower "aB" }} {{ title "ab cd" }} {{ trim "  x " }}|{{ trimSuffix "-" "a-" }}|{{ trimPrefix "v" "v1" }}|{{ trunc 3 "abcdef" }}|{{ trunc -3 "abcdef" }}|{{ replace "_" "-" "a_b" }}|{{ contains "b" "abc" }}|{{ hasPrefix "a" "ab" }}|{{ nospace "a b" }}|{{ repeat 3 "x" }}|{{ substr 1 3 "abcd" }}|{{ join "," (list 1 "a" true) }}|{{ kebabcase "FirstName" }}|{{ snakecase "firstName" }}',
    'AB ab Ab Cd x|a|1|abc|def|a-b|true|true|ab|xxx|bc|1,a,true|first-name|first_name',
  ],
  ['indentation', 'a:{{ "x: 1\\ny: 2" | nindent 2 }}\n{{ indent 3 "p\\nq" }}', 'a:\n  x: 1\n  y: 2\n   p\n   q'],
  [
    'hashes',
    '{{ sha256sum "shop" }} {{ b64enc "shop" }} {{ b64dec "c2hvcA==" }}',
    '8d9001d32c6a703d95921a77115050f33dd823d3f1730bd35215dcbecad6dc20 c2hvcA== shop',
  ],
  [
    'numbers',
    '{{ add 1 2 3 }} {{ sub 5 2 }} {{ mul 2 .Values.count }} {{ div 7 2 }} {{ mod 7 2 }} {{ max 1 5 3 }} {{ min 4 2 }} {{ add1 1 }} {{ ceil 1.2 }} {{ floor 1.8 }} {{ round 1.256 2 }} {{ int "12" }} {{ float64 "1.5" }} {{ len .Values.list }} {{ until 3 }} {{ untilStep 1 8 3 }} {{ int64 2.9 }} {{ toString 1.0 }}',
    '6 3 6 3 1 5 2 2 2 1 1.26 12 1.5 2 [0 1 2] [1 4 7] 2 1',
  ],
  [
    'comparisons',
    '{{ eq .Values.count 3.0 }} {{ ne "a" "b" }} {{ lt 1 2 }} {{ gt 2 1 }} {{ le 2 2 }} {{ ge 1 2 }} {{ eq "a" "b" "a" }} {{ eq .Values.none nil }}',
    'true true true true true false true true',
  ],
  [
    'kinds',
    '{{ kindOf .Values.map }} {{ kindOf .Values.list }} {{ kindOf .Values.count }} {{ kindOf 1 }} {{ kindOf .Values.name }} {{ kindIs "bool" .Values.isOff }} {{ kindOf nil }} {{ typeOf .Values.list }}',
    'map slice float64 int string true invalid []interface {}',
  ],
  [
    'lists',
    '{{ first .Values.list }} {{ last .Values.list }} {{ rest .Values.list }} {{ initial .Values.list }} {{ append .Values.list "z" }} {{ prepend .Values.list "z" }} {{ has "a" .Values.list }} {{ without .Values.list "a" }} {{ uniq (list 1 1 2) }} {{ compact (list "" "a" nil) }} {{ reverse (list 1 2) }} {{ concat (list 1) (list 2) }} {{ index .Values.list 1 }} {{ slice (list 1 2 3) 1 2 }} {{ sortAlpha (list "b" "a") }}',
    'a b [b] [a] [a b z] [z a b] true [b] [1 2] [a] [2 1] [1 2] b [2] [a b]',
  ],
  [
    'maps',
    '{{ get .Values.map "b" }} {{ hasKey .Values.map "z" }} {{ keys .Values.map | sortAlpha }} {{ pick .Values.map "a" }} {{ omit .Values.map "a" }} {{ dig "a" "z" .Values.map }} {{ dig "q" "z" .Values.map }} {{ $d := dict "x" 1 }}{{ $_ := set $d "y" 2 }}{{ $d }} {{ merge (dict "a" 1) (dict "a" 2 "b" 3) }} {{ mergeOverwrite (dict "a" 1) (dict "a" 2 "b" 3) }} {{ index .Values.map "b" }} {{ pluck "a" .Values.map }} {{ unset $d "x" }}',
    'two false [a b] map[a:1] map[b:two] 1 z map[x:1 y:2] map[a:1 b:3] map[a:2 b:3] two [1] map[y:2]',
  ],
  [
    'yaml',
    '{{ toYaml .Values.yaml }}',
    'a9: true\na10: x\nbig: 12345678\ncolon: \'a: b\'\ndate: "2026-01-02"\nempty: ""\nfloat: 1.5\nhash: \'a #b\'\nkept: |+\n  a\n\nlines: |\n  a\n  b\nlist:\n- 1\n- a: b\n  c:\n  - d\n- - e\n  - f\n- []\nlong: aaaaaaaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb cccccccccccccccccccccccccc\n  ddddddd\nmap: {}\nnone: null\nnumber: "12"\nquote: it\'s\nspaces: \' a\'\nstar: \'*x\'\nstripped: |-\n  a\n  b\ntext: plain\n"true": "true"',
  ],
  [
    'json',
    '{{ toJson .Values.yaml }} {{ toPrettyJson .Values.map }} {{ (fromJson "{\\"a\\": [1, 2]}").a }} {{ (fromYaml "a: {b: c}").a.b }} {{ fromYamlArray "- 1\\n- 2" }}',
    '{"a10":"x","a9":true,"big":12345678,"colon":"a: b","date":"2026-01-02","empty":"","float":1.5,"hash":"a #b","kept":"a\\n\\n","lines":"a\\nb\\n","list":[1,{"a":"b","c":["d"]},["e","f"],[]],"long":"aaaaaaaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb cccccccccccccccccccccccccc ddddddd","map":{},"none":null,"number":"12","quote":"it\'s","spaces":" a","star":"*x","stripped":"a\\nb","text":"plain","true":"true"} {\n  "a": 1,\n  "b": "two"\n} [1 2] c [1 2]',
  ],
  [
    'ternary',
    '{{ ternary "y" "n" true }} {{ .Values.isOff | ternary "y" "n" }} {{ empty "" }} {{ all 1 0 }} {{ any 0 1 }} {{ not .Values.name }}',
    'y n true false true false',
  ],
  [
    'include',
    '{{ include "gold.name" . }}|{{ include "gold.labels" . | nindent 2 }}|{{ template "gold.name" . }}|{{ include "gold.count" (dict "n" 3) }}',
    'shop|\n  \n  a: gold\n  b: shop|shop|321',
  ],
  ['tpl', '{{ tpl "{{ .Values.name }}-x" . }} {{ tpl .Values.template . }} {{ tpl "plain" . }}', 'shop-x 3! plain'],
  [
    'patterns',
    '{{ regexMatch "^s" .Values.name }} {{ regexReplaceAll "[aeiou]" .Values.name "<$0>" }} {{ regexReplaceAll "(o)(p)" .Values.name "${2}${1}" }} {{ regexFind "o." .Values.name }} {{ regexSplit "o" .Values.name -1 }}',
    'true sh<o>p shpo op [sh p]',
  ],
  [
    'versions',
    '{{ semverCompare ">=1.19-0" .Capabilities.KubeVersion.GitVersion }} {{ semverCompare "^1.2.0" "1.3.0" }} {{ semverCompare "<1.14-0" "1.20.0" }}',
    'true true false',
  ],
  [
    'the release and the chart',
    '{{ .Release.Name }} {{ .Release.Service }} {{ .Chart.Name }}-{{ .Chart.Version | replace "+" "_" }} {{ .Chart.AppVersion }} {{ .Template.Name }} {{ .Capabilities.APIVersions.Has "apps/v1" }}',
    'rel Helm gold-1.2.3_build 4.5 gold/templates/case.yaml true',
  ],
  [
    'files',
    '{{ .Files.Get "conf/a.txt" }}|{{ (.Files.Glob "conf/*.txt").AsConfig }}|{{ range $p, $c := .Files.Glob "conf/**" }}{{ $p }};{{ end }}{{ range .Files.Lines "conf/a.txt" }}<{{ . }}>{{ end }}',
    "one\ntwo\n|a.txt: |\n  one\n  two\nb.txt: 'x: 1'|conf/a.txt;conf/b.txt;<one><two>",
  ],
  [
    'fields of brackets',
    '{{ (dict "a" (dict "b" 5)).a.b }} {{ (index .Values.list 0) | upper }} {{ ($.Values.map).b }}',
    '5 A two',
  ],
  ['print', '{{ print "a" 1 2 "b" }} {{ println 1 }}|{{ cat "a" 1 nil "b" }}', 'a1 2b 1\n|a 1 b'],
  [
    'raw texts',
    '{{ `a "b" {{ c }}` }} {{ "tab\\there" }} {{ \'a\' }} {{ 0x10 }} {{ 1e3 }}',
    'a "b" {{ c }} tab\there 97 16 1000',
  ],
  ['a block with a preset', '{{ block "gold.block" . }}preset {{ .Values.name }}{{ end }}', 'preset shop'],
]

for (const [name, template, expected] of golden) {
  test(`as helm does: ${name}`, async () => assert.equal(await text(template), expected))
}

for (const [name, template, expected] of [
  ['a value that nobody gives', 'a: {{ required "say it" .Values.lost }}', 'a: ?'],
  ['the cluster', 'a: {{ (lookup "v1" "Secret" "a" "b").data }}-{{ .Release.IsInstall }}', 'a: ?-?'],
  ['chance and time', '{{ randAlphaNum 5 | b64enc | quote }} {{ now | date "2006" }}', '"?" ?'],
  ['what is computed of it', '{{ (lookup "" "" "" "").a | trunc 5 }} {{ eq (lookup "" "" "" "").a "x" }}', '? ?'],
  ['a function that is not known here', '{{ shell "rm" }}', '?'],
  ['a text with a hole is no key', '{{ hasKey .Values (printf "%s" (randAlpha 3)) }}', '?'],
  [
    'what is decided all the same',
    '{{ if or .Release.IsInstall true }}a{{ end }}{{ if and .Release.IsInstall false }}b{{ end }}',
    'a',
  ],
  ['a default of what is hidden', 'a: {{ .Release.Revision | default 5 }}', 'a: ?'],
  [
    'as often as nobody knows',
    'a:\n  {{- range (lookup "" "" "" "").items }}\n  - b\n  {{- end }}\nc: d',
    'a:\n  ?\n\nc: d',
  ],
  [
    'a template that calls itself',
    '{{ define "a" }}{{ include "a" . }}{{ end }}{{ include "a" . }}',
    'what gold/templates/case.yaml writes (templates call each other too deep)',
  ],
  [
    'a chart that never ends',
    '{{ range until 9999 }}{{ range until 9999 }}{{ range until 9999 }}x{{ end }}{{ end }}{{ end }}',
    'what gold/templates/case.yaml writes (it takes too long to render)',
  ],
  ['a text without end', '{{ repeat 99999999 "x" }}', 'what gold/templates/case.yaml writes (a text is too long)'],
  ['a mistake', '{{ if .Values.a }}', 'what gold/templates/case.yaml writes (a block is not ended)'],
  ['what Helm refuses', '{{ fail "no" }}', 'what gold/templates/case.yaml writes (no)'],
] as const) {
  test(`hidden: ${name}`, async () => assert.equal(await text(template), expected))
}
