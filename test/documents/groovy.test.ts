import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Expression, parseGroovy, type Statement } from '../../src/documents/groovy/index.ts'

/** A tree in few words, to compare. */
function shown(node: Expression): string {
  switch (node.kind) {
    case 'text':
      return `'${node.parts.map((part) => (part.kind === 'literal' ? part.value : `{${shown(part.expression)}}`)).join('')}'`
    case 'literal':
      return String(node.value)
    case 'name':
      return node.name
    case 'property':
      return `${shown(node.object)}.${node.name}`
    case 'index':
      return `${shown(node.object)}[${shown(node.index)}]`
    case 'call':
      return `${shown(node.callee)}(${node.args.map((arg) => (arg.name ? `${arg.name}: ` : '') + shown(arg.value)).join(', ')})`
    case 'list':
      return `[${node.items.map(shown).join(', ')}]`
    case 'map':
      return `[${node.entries.map(({ key, value }) => `${shown(key)}: ${shown(value)}`).join(', ')}:]`
    case 'closure':
      return `{${(node.parameters ?? []).map((one) => one.name).join(' ')}| ${node.body.statements.map(told).join('; ')}}`
    case 'unary':
      return `(${node.operator}${shown(node.operand)})`
    case 'binary':
      return `(${shown(node.left)} ${node.operator} ${shown(node.right)})`
    case 'ternary':
      return `(${shown(node.condition)} ? ${node.then ? shown(node.then) : ''} : ${shown(node.else)})`
    case 'assignment':
      return `${shown(node.target)} ${node.operator} ${shown(node.value)}`
    case 'new':
      return `new ${node.type}(${node.args.map((arg) => shown(arg.value)).join(', ')})`
  }
}

function told(node: Statement): string {
  switch (node.kind) {
    case 'expression':
      return shown(node.expression)
    case 'declaration':
      return `def ${node.names.join(' ')}${node.value ? ` = ${shown(node.value)}` : ''}`
    case 'function':
      return `def ${node.name}(${node.parameters.map((one) => one.name).join(' ')}) {${node.body.statements.map(told).join('; ')}}`
    case 'if':
      return `if ${shown(node.condition)} {${node.then.statements.map(told).join('; ')}} else {${(node.else?.statements ?? []).map(told).join('; ')}}`
    case 'for-each':
      return `for ${node.name} in ${shown(node.list)} {${node.body.statements.map(told).join('; ')}}`
    case 'switch':
      return `switch ${shown(node.subject)} ${node.cases.map((one) => `${one.value ? shown(one.value) : 'default'}: ${one.body.map(told).join('; ')}`).join(' | ')}`
    case 'try':
      return `try {${node.body.statements.map(told).join('; ')}} ${node.catches.map((one) => `catch ${one.name} {${one.body.statements.map(told).join('; ')}}`).join(' ')} finally {${(node.finally?.statements ?? []).map(told).join('; ')}}`
    case 'return':
      return `return ${node.value ? shown(node.value) : ''}`.trim()
    case 'throw':
      return `throw ${shown(node.value)}`
    case 'annotation':
      return `@${node.name}(${node.args.map((arg) => shown(arg.value)).join(', ')})`
    case 'class':
      return `class ${node.name}`
    default:
      return node.kind
  }
}

const read = (text: string) => {
  const { statements, problems } = parseGroovy(text)
  assert.deepEqual(problems, [], text)
  return statements.map(told).join('; ')
}

const cases: readonly (readonly [string, string, string])[] = [
  ['a call without brackets', "sh 'x'", "sh('x')"],
  ['named arguments without brackets', "sh script: 'x', returnStatus: true", "sh(script: 'x', returnStatus: true)"],
  ['arguments over several lines', "sh(\n  script: 'x',\n  label: 'y',\n)", "sh(script: 'x', label: 'y')"],
  ['a block behind a call', "stage('A') { sh 'x' }", "stage('A', {| sh('x')})"],
  ['a block alone', 'node { a }', 'node({| a})'],
  ['a chain over lines', 'a.b(1)\n  .c { d }', 'a.b(1).c({| d})'],
  ['put in', '"a ${b.c(1)} $d.e \\$f"', "'a {b.c(1)} {d.e} $f'"],
  ['what a call without brackets gives is put in', '"${tool \'NodeJS\'}/bin"', "'{tool('NodeJS')}/bin'"],
  ['a choice is put in', '"${env.TAG ?: \'latest\'}"', "'{(env.TAG ?  : 'latest')}'"],
  ['nothing is put in between single quotes', "'a ${b}'", "'a ${b}'"],
  ['three quotes', "'''a\n 'b' '''", "'a\n 'b' '"],
  ['slashes', 'x =~ /a\\/b/', "(x =~ 'a/b')"],
  ['a division', 'a / b / c', '((a / b) / c)'],
  ['dollar and slash', '$/a $$ /b/$', "'a $ /b'"],
  ['maps and lists', "[a: 1, 'b': [2], (c): d]", "['a': 1, 'b': [2], c: d:]"],
  ['an empty map', '[:]', '[:]'],
  ['elvis and ternary', 'a ?: b ? c : d', '(a ?  : (b ? c : d))'],
  ['how strongly operators bind', 'a || b && c == d + 1', '(a || (b && (c == (d + 1))))'],
  ['a comparison that goes on', 'a &&\n b\n || c', '((a && b) || c)'],
  ['in and not in', "x in ['a'] && y !in z", "((x in ['a']) && (y !in z))"],
  ['a cast', '(String) x', 'x'],
  ['a parenthesis that is no cast', '(x) + y', '(x + y)'],
  [
    'declarations',
    'def a = 1\nString b\ndef (c, d) = f()\nMap<String, List<String>> m = [:]',
    'def a = 1; def b; def c d = f(); def m = [:]',
  ],
  ['a call that looks like a declaration', 'echo message', 'echo(message)'],
  [
    'a value from a call without brackets',
    "def x = sh script: 'y', returnStdout: true",
    "def x = sh(script: 'y', returnStdout: true)",
  ],
  ['functions', 'def f(String a, b = 1) { return a }\nvoid g() { h() }', 'def f(a b) {return a}; def g() {h()}'],
  ['if and else', 'if (a) { b() } else if (c) d() else { e() }', 'if a {b()} else {if c {d()} else {e()}}'],
  ['loops', 'for (x in xs) { f(x) }\nfor (String y : ys) f(y)', 'for x in xs {f(x)}; for y in ys {f(y)}'],
  ['a counted loop', 'for (int i = 0; i < n; i++) { f(i) }', 'loop'],
  [
    'switch',
    "switch (a) { case 'x': f(); break\n case ['y']: default: g() }",
    "switch a 'x': f(); jump | ['y']:  | default: g()",
  ],
  [
    'try',
    'try { a() } catch (IOException | Foo e) { throw e } finally { b() }',
    'try {a()} catch e {throw e} finally {b()}',
  ],
  ['closures with parameters', 'xs.each { a, String b -> f(a) }', 'xs.each({a b| f(a)})'],
  [
    'annotations and imports',
    "@Library('x@v1') _\nimport a.b.C\n@NonCPS\ndef f() { }",
    "@Library('x@v1'); import; @NonCPS(); def f() {}",
  ],
  ['comments', '#!groovy\n// a\n/* b\n */ c()', 'c()'],
  ['safe members and spreads', 'a?.b*.c.&d', 'a.b.c.d'],
  ['an argument that is negated', 'f !x', 'f((!x))'],
  ['new', "new Date().format('y')", "new Date().format('y')"],
  ['a class', 'class A extends B { def f() { 1 } }', 'class A'],
  ['indices', "a['b'][0]", "a['b'][0]"],
  ['appending', "xs << 'a'", "(xs << 'a')"],
]

for (const [name, text, want] of cases) test(name, () => assert.equal(read(text), want))

test('units of a string know their place, over escapes and interpolations', () => {
  const text = 'x "a\\n${b}c"'
  const [statement] = parseGroovy(text).statements
  const call =
    statement?.kind === 'expression' && statement.expression.kind === 'call' ? statement.expression : undefined
  const string = call?.args[0]?.value
  assert.ok(string?.kind === 'text')
  const [first, , last] = string.parts
  assert.ok(first?.kind === 'literal' && last?.kind === 'literal')
  assert.deepEqual([0, 1, 2].map(first.offsetOf), [3, 4, 5])
  assert.equal(text[last.offsetOf(0)], 'c')
})

test('what cannot be parsed is left out, said with its place, and the rest is read', () => {
  const text = "a()\nb(1 2\n  3)\nstage('x') {\n  ) oops\n  c()\n}\nd()"
  const { statements, problems } = parseGroovy(text)
  assert.deepEqual(statements.map(told), ['a()', "stage('x', {| c()})", 'd()'])
  assert.deepEqual(
    problems.map(({ span }) => text.slice(span.start, span.end)),
    ['2', ')'],
  )
})

test('deep and long input ends with a problem, in linear time', () => {
  for (const text of [
    '('.repeat(50_000),
    '{\n'.repeat(50_000),
    `x = ${'a + '.repeat(50_000)}1`,
    '"${'.repeat(50_000),
    '/ \\/'.repeat(50_000),
  ]) {
    assert.ok(parseGroovy(text).problems.length > 0)
  }
})
