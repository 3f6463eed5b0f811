import assert from 'node:assert/strict'
import { test } from 'node:test'
import { commandsOf, type Node, parseShell } from '../../src/documents/shell/index.ts'

/** The words of all simple commands, joined by `|` inside a command. */
const flat = (text: string): string[] => commandsOf(text).map((command) => command.words.join('|'))

const table: readonly (readonly [name: string, text: string, commands: readonly string[]])[] = [
  ['words and blanks', '  a  b\tc ', ['a|b|c']],
  ['separators', 'a; b & c\nd', ['a', 'b', 'c', 'd']],
  ['chains and pipes', 'a && b || c | d |& e', ['a', 'b', 'c', 'd', 'e']],
  ['one quote', `echo 'a "b" $c'`, ['echo|a "b" $c']],
  ['two quotes', 'echo "a \'b\' $c \\"d\\" \\x"', ['echo|a \'b\' ${c} "d" \\x']],
  ['joined quotes', `a'b'"c"d`, ['abcd']],
  ['escapes', 'echo a\\ b \\# c', ['echo|a b|#|c']],
  ['joined lines', 'docker build \\\n  -t x \\\r\n  .', ['docker|build|-t|x|.']],
  ['CRLF', 'a b\r\nc\r\n', ['a|b', 'c']],
  ['comments', 'a # b; c\n#d\ne#f', ['a', 'e#f']],
  ['variables', 'echo $x ${y} ${z:-d e} $1 $@ $?', ['echo|${x}|${y}|${z:-d e}|${1}|${@}|${?}']],
  ['braces with an apostrophe', "echo ${x:-don't} b", ["echo|${x:-don't}|b"]],
  ['a substitution', 'a "$(b "$(c d)" e)" f', ['c|d', 'b|$(c d)|e', 'a|$(b "$(c d)" e)|f']],
  ['backquotes', 'x=`date +%s` a', ['date|+%s', 'a']],
  ['arithmetic', 'a $((1 + (2))) && (( i++ )) && b', ['a|$((1 + (2)))', 'b']],
  ['a subshell in a subshell', '((a); b)', ['a', 'b']],
  ['process substitution', 'diff <(a b) >(c)', ['a|b', 'c', 'diff|<(a b)|>(c)']],
  ['redirections', '>f a <g 2>&1 b &>h c >>i', ['a|b|c']],
  ['here-document', 'cat <<EOF && b\nrm -rf $x\nEOF\nc', ['cat', 'b', 'c']],
  ['two here-documents', 'a <<A <<-B\n1\nA\n\t2\n\tB\nc', ['a', 'c']],
  ['quoted delimiter', "a <<'E F'\n$(b)\nE F\nc", ['a', 'c']],
  ['a here-document without an end', 'a <<EOF\nb\nc', ['a']],
  ['here-string', 'a <<< "b c" d', ['a|d']],
  ['if', 'if a; then b; elif c; then d; else e; fi; f', ['a', 'b', 'c', 'd', 'e', 'f']],
  ['reserved words as arguments', 'echo if then fi done { }', ['echo|if|then|fi|done|{|}']],
  ['for', 'for x in a $(b); do c $x; done', ['b', 'c|${x}']],
  ['for over arguments', 'for x\ndo a\ndone', ['a']],
  ['for, in the style of C', 'for ((i=0; i<3; i++)); do a; done', ['a']],
  ['while and until', 'while a; do b; done < f; until c; do d; done', ['a', 'b', 'c', 'd']],
  ['case', 'case "$x" in a|b) c ;; (d) e ;& *) f;; esac; g', ['c', 'e', 'f', 'g']],
  ['case without a last separator', 'case $x in\n a) b\nesac', ['b']],
  ['groups', '{ a; b; } > f; (c; d)', ['a', 'b', 'c', 'd']],
  ['functions', 'f() { a; }\nfunction g { b; }; function h() (c)\nf x', ['a', 'b', 'c', 'f|x']],
  ['tests', '[[ $a == b* && ! ( -f c ) ]] && [ -z "$d" ] || e', ['[|-z|${d}|]', 'e']],
  ['a regular expression', '[[ $a =~ ^(x|y)[0-9]+$ ]]; b', ['b']],
  ['negation', '! a; if ! b; then c; fi', ['a', 'b', 'c']],
  ['time', 'time -p a b | c', ['a|b', 'c']],
  ['assignments', 'A=1 B="x y" c; D=(e f); export G=h', ['c', 'export']],
  [
    'elements of arrays, whose names may hold texts and commands',
    'a["418 $(b "$c" | d)"]=1; e[$i]+=$(f) g; h["x y"]="z" k; l[0-9] m; n[o]',
    ['b|${c}', 'd', 'f', 'g', 'k', 'l[0-9]|m', 'n[o]'],
  ],
  ['an element that is never closed', 'a["b"\nc', ['a[b', 'c']],
  ['arrays over lines', 'A=(\n b # c\n d\n)\ne', ['e']],
  ['extended patterns', 'ls !(a|b) @(c|d)*.sh', ['ls|!(a|b)|@(c|d)*.sh']],
  ['ANSI quotes', "a $'b\\nc'", ['a|b\nc']],
  [
    'expressions of GitHub',
    "a ${{ inputs.x && 'b }} \" c' }} d-${{ e }}/f",
    ["a|${{ inputs.x && 'b }} \" c' }}|d-${{ e }}/f"],
  ],
  ['expressions in quotes', '[ "${{ a == \'b\' }}" = true ] && c', ["[|${{ a == 'b' }}|=|true|]", 'c']],
  ['Jinja and Helm', 'a {{ b | c }}\n{% if d %}\ne\n{% endif %}', ['a|{{ b | c }}', 'e']],
  ['CircleCI', 'a << parameters.b >> c', ['a|<< parameters.b >>|c']],
  ['Azure', 'a $(Build.BuildId)', ['Build.BuildId', 'a|$(Build.BuildId)']],
  ['what closes nothing', 'a; fi; done; } ) b', ['a', 'b']],
  ['what is never closed', 'if a; then (b', ['a', 'b']],
]

for (const [name, text, commands] of table) {
  test(`shell: ${name}`, () => assert.deepEqual(flat(text), commands))
}

test('spans of commands and words point into the text', () => {
  const text = 'set -e\nif a "$b"; then\n  docker build -t x . # y\nfi'
  const spans = commandsOf(text).map(({ span }) => text.slice(span.start, span.end))
  assert.deepEqual(spans, ['set -e', 'a "$b"', 'docker build -t x .'])
  const node = parseShell('a b"c d"').list.items[0]?.node
  assert.equal(node?.kind, 'simple')
  const [, word] = node?.kind === 'simple' ? node.words : []
  assert.deepEqual(word?.span, { start: 2, end: 8 })
})

test('here-documents know their text and whether it is expanded', () => {
  const text = "cat <<-'E' > f\n\ta $b\n\tE\nc"
  const node = parseShell(text).list.items[0]?.node
  const document = node?.kind === 'simple' ? node.redirects[0]?.document : undefined
  assert.equal(document && text.slice(document.span.start, document.span.end), '\ta $b\n')
  assert.equal(document?.quoted, true)
  assert.equal(document?.stripTabs, true)
})

test('what is no shell is said, and the rest is read', () => {
  const kinds = parseShell('a; fi; b').list.items.map(({ node }) => node.kind)
  assert.deepEqual(kinds, ['simple', 'unparsed', 'simple'])
})

/** A generator of numbers that is the same on every machine (mulberry32). */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const fragments =
  'a|b c|;|;;|&|&&|\\||\\|\\||(|)|((|))|{|}|$(|${|${{|}}|{{|{%|%}|`|\'|"|\\\\|\n|\r\n|<<E|<<-E|E\n|<|>|>(|#|if |then |else |fi|for x in |do |done|case x in |esac|while |[[ |]]|! |function |f() |x=|x=(|$x|$((|@(|<< p >>|time '
    .split(/(?<!\\)\|/)
    .map((part) => part.replace(/\\\|/g, '|').replace(/\\\\/g, '\\'))

test('random scripts: it never throws, always ends, and every span lies in the text', () => {
  const next = random(20261123)
  for (let round = 0; round < 3000; round++) {
    const length = 1 + Math.floor(next() * 30)
    const text = Array.from({ length }, () => fragments[Math.floor(next() * fragments.length)]).join('')
    const { list } = parseShell(text)
    let last = 0
    for (const { node } of list.items) {
      assert.ok(node.span.start >= last && node.span.end <= text.length, JSON.stringify(text))
      last = node.span.start
    }
    assert.doesNotThrow(() => commandsOf(text), JSON.stringify(text))
  }
})

test('the time grows with the text, not with its square', () => {
  const hostile = [
    '(',
    '((',
    '$(',
    '${',
    '`',
    '{{',
    "${'",
    '$((',
    '"$(',
    '<<x\n',
    '[[ ',
    'if ',
    '{%',
    '${{ ',
    '@(',
    '"${a',
    'x=(',
  ]
  // What is worse than linear would take minutes here, and end at the test runner's limit.
  for (const part of hostile) assert.ok(parseShell(part.repeat(60_000)))
})

test('what is nested a thousand times ends as unparsed', () => {
  const inside = (node: Node | undefined): Node | undefined =>
    node?.kind === 'group' && node.body.items[0] ? inside(node.body.items[0].node) : node
  assert.equal(inside(parseShell(`${'( '.repeat(1000)}a${' )'.repeat(1000)}`).list.items[0]?.node)?.kind, 'unparsed')
})
