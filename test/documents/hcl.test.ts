import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type HclExpression, parseHcl } from '../../src/documents/hcl/index.ts'
import { Text } from '../../src/documents/text.ts'

const parse = (content: string) => parseHcl(new Text('main.tf', content))

/** An expression in one line, as a Lisp would write it. */
function show(e: HclExpression): string {
  switch (e.kind) {
    case 'literal':
      return String(e.value)
    case 'template':
      return `"${e.parts.map((part) => (part.kind === 'text' ? part.value : part.kind === 'interpolation' ? `\${${show(part.expression)}}` : `%{${part.kind}}`)).join('')}"`
    case 'name':
      return e.name || '_'
    case 'attribute':
      return `${show(e.object)}.${e.name}`
    case 'index':
      return `${show(e.object)}[${show(e.index)}]`
    case 'splat':
      return `(each ${show(e.list)} ${show(e.each)})`
    case 'call':
      return `${e.name}(${e.args.map(show).join(' ')}${e.spread ? '...' : ''})`
    case 'list':
      return `[${e.items.map(show).join(' ')}]`
    case 'map':
      return `{${e.entries.map(({ key, value }) => `${show(key)}=${show(value)}`).join(' ')}}`
    case 'for':
      return `(for ${[e.keyName, e.itemName].filter(Boolean).join(',')} ${show(e.list)} ${e.key ? `${show(e.key)}=>` : ''}${show(e.value)}${e.grouped ? '...' : ''}${e.condition ? ` if ${show(e.condition)}` : ''})`
    case 'conditional':
      return `(? ${show(e.condition)} ${show(e.then)} ${show(e.else)})`
    case 'unary':
      return `(${e.operator} ${show(e.operand)})`
    case 'binary':
      return `(${e.operator} ${show(e.left)} ${show(e.right)})`
  }
}

const expressions: readonly (readonly [string, string])[] = [
  ['1 + 2 * 3', '(+ 1 (* 2 3))'],
  ['(1 + 2) * -3', '(* (+ 1 2) (- 3))'],
  ['a && b || !c', '(|| (&& a b) (! c))'],
  ['a == "x" ? 1 : b ? 2 : 3', '(? (== a "x") 1 (? b 2 3))'],
  ['var.a["b"].c[0]', 'var.a["b"].c[0]'],
  ['aws_x.y.0.id', 'aws_x.y[0].id'],
  ['a.b[*].c.d', '(each a.b _.c.d)'],
  ['a.b.*.c[0]', '(each a.b _.c)[0]'],
  ['f(a, b...)', 'f(a b...)'],
  ['provider::aws::arn_parse(x)', 'provider::aws::arn_parse(x)'],
  ['[1, "two",\n  three,\n]', '[1 "two" three]'],
  ['{ a = 1, "b" : 2\n (c) = 3\n d = x ?  4 : 5\n}', '{"a"=1 "b"=2 c=3 "d"=(? x 4 5)}'],
  ['[for k, v in m : "${k}=${v}" if v != null]', '(for k,v m "${k}=${v}" if (!= v null))'],
  ['{ for x in l : x.id => x... }', '(for x l x.id=>x...)'],
  ['"a\\tb\\"${"c"}$${d}%%{e}\\u00e9"', '"a\tb"${"c"}${d}%{e}é"'],
  ['"%{ if a }b%{ else }c%{ endif }"', '"%{if}"'],
  ['"${ [for x in y : x][0] }-z"', '"${(for x y x)[0]}-z"'],
  ['<<EOT\n  a\n b ${c}\nEOT', '"  a\n b ${c}\n"'],
  ['<<-EOT\n    a\n\n      b\n    EOT', '"a\n\n  b\n"'],
  ['"${~ a ~}  b"', '"${a}b"'],
  ['1.5e3', '1500'],
  ['x-y.z-1', 'x-y.z-1'],
  ['a /* in between */ + b # behind', '(+ a b)'],
]

for (const [source, expected] of expressions) {
  test(`reads ${JSON.stringify(source)}`, () => {
    const { document, problems } = parse(`value = ${source}\nnext = 1\n`)
    assert.deepEqual(problems, [])
    assert.deepEqual(
      document.body.attributes.map(({ name }) => name),
      ['value', 'next'],
    )
    assert.equal(show(document.body.attributes[0]!.value), expected)
  })
}

test('blocks and attributes know where they stand', () => {
  const content = `# a comment
resource "aws_db_instance" "main" {
  engine = "postgres" // behind
  timeouts { create = "1h" }
  lifecycle {}
}
`
  const { document, problems } = parse(content)
  assert.deepEqual(problems, [])
  const [block] = document.body.blocks
  assert.deepEqual([block!.type, ...block!.labels], ['resource', 'aws_db_instance', 'main'])
  assert.equal(content.slice(block!.head.start, block!.head.end), 'resource "aws_db_instance" "main"')
  assert.equal(content.slice(block!.span.start, block!.span.end), content.slice(12).trimEnd())
  const [engine] = block!.body.attributes
  assert.equal(content.slice(engine!.span.start, engine!.span.end), 'engine = "postgres"')
  assert.deepEqual(
    block!.body.blocks.map(({ type }) => type),
    ['timeouts', 'lifecycle'],
  )
})

const broken: readonly (readonly [string, string, string])[] = [
  ['a = your name\nb = 1\n', 'something stands behind the value', 'name'],
  ['a = \nb = 1\n', 'a value is missing', '\n'],
  ['a = "x\nb = 1\n', 'this string is not closed on its line', '"x'],
  ['resource "a" "b" {\n  c = 1\n', 'the block resource is never closed', 'resource "a" "b"'],
  ['}\nb = 1\n', 'this brace closes nothing', '}'],
  ['a = <<EOT\nx\n', 'no line with only EOT ends this text', '<'],
  ['a = [1, 2\nb = 1\n', '`]` is missing', 'b'],
  ['/* never', 'this comment does not end', '/'],
  ['a b\n', '`=` or a block is missing behind a', '\n'],
  ['v "x" { a = 1; b = 2 }\nc = 3\n', '`;` separates nothing; give each argument a line of its own', ';'],
  ['a = "%{ if x }y"\n', 'this `if` has no `endif`', '%'],
]

for (const [source, message, at] of broken) {
  test(`tells what is wrong with ${JSON.stringify(source)}`, () => {
    const { problems } = parse(source)
    assert.equal(problems[0]?.message, `not valid HCL: ${message}`)
    assert.ok(source.slice(problems[0]!.span.start).startsWith(at), source.slice(problems[0]!.span.start))
  })
}

test('what stands around a mistake is read', () => {
  const { document, problems } = parse('a = 1\nresource "x" "y" {\n  b = ?\n  c = 2\n}\nd = 3\n')
  assert.equal(problems.length, 1)
  assert.deepEqual(
    document.body.attributes.map(({ name }) => name),
    ['a', 'd'],
  )
  assert.deepEqual(
    document.body.blocks[0]?.body.attributes.map(({ name }) => name),
    ['c'],
  )
})

test('a mistake in a block on one line does not open the block', () => {
  const { document, problems } = parse('v "x" { a = 1; b = 2 } # }\nv "y" { a = 1 b = {} }\nv "z" { a = 1 }\nc = 3\n')
  assert.deepEqual(
    problems.map(({ message }) => message.replace('not valid HCL: ', '')),
    ['`;` separates nothing; give each argument a line of its own', 'something stands behind the value'],
  )
  assert.deepEqual(
    document.body.blocks.map(({ labels }) => labels.join()),
    ['x', 'y', 'z'],
  )
  assert.equal(document.body.attributes[0]?.name, 'c')
})

for (const [what, source] of Object.entries({
  brackets: `a = ${'['.repeat(100_000)}`,
  braces: 'a {'.repeat(100_000),
  'closed braces': `${'a {\n'.repeat(100_000)}${'}'.repeat(100_000)}`,
  operators: `a = 1${' + 1'.repeat(100_000)}`,
  accesses: `a = b${'.c'.repeat(100_000)}`,
  'strings in strings': `a = ${'"${'.repeat(50_000)}`,
  'unary signs': `a = ${'!'.repeat(100_000)}`,
  'open quotes': 'a = "\n'.repeat(100_000),
  heredocs: 'a = <<EOT\n'.repeat(20_000),
  conditionals: `a = ${'b ? '.repeat(100_000)}`,
})) {
  test(`ends in time on many ${what}`, () => {
    const { problems } = parse(source)
    assert.ok(problems.length > 0 && problems.length <= 20)
  })
}
