import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import { attribute, textIn } from '../../../src/facts/infrastructure/resource.ts'
import { readTerraform } from '../../../src/facts/terraform/read.ts'
import { repositoryOf } from '../../support/repository.ts'

/** What an expression comes to in a configuration with a few names in it. */
async function value(expression: string): Promise<unknown> {
  const main = `
variable "name" { default = "shop" }
variable "unknown" {}
variable "sizes" {
  type    = map(object({ nodes = optional(number, 2), zone = string }))
  default = { prod = { nodes = "3", zone = "a" }, dev = { zone = "b" } }
}
locals {
  tags  = { app = var.name, tier = "web" }
  names = ["b", "a"]
  long  = <<-EOT
    one
    two
  EOT
}
resource "x_topic" "pager" { name = "pager" }
resource "x_thing" "it" { value = ${expression} }
`
  const { resources } = await readTerraform(repositoryOf({ 'main.tf': main }), defaultSettings)
  const found = attribute(resources.find(({ type }) => type === 'x_thing')!, 'value').value
  return isHidden(found) ? `hidden: ${found.what}` : JSON.parse(JSON.stringify(found ?? null))
}

const unknown = 'hidden: the variable unknown of the root configuration'

const table: readonly (readonly [string, unknown])[] = [
  ['"${var.name}-db"', 'shop-db'],
  ['local.tags["app"]', 'shop'],
  ['merge(local.tags, { tier = "db", more = 1 })', { app: 'shop', more: 1, tier: 'db' }],
  ['lookup(local.tags, "none", "default")', 'default'],
  ['lookup(local.tags, "none", null)', null],
  ['var.sizes["prod"].nodes + 1', 4],
  ['var.sizes.dev.nodes', 2],
  ['[for name in sort(local.names) : upper(name)]', ['A', 'B']],
  ['{ for k, v in local.tags : v => k if k != "tier" }', { shop: 'app' }],
  ['join(",", toset(["b", "a", "b"]))', 'a,b'],
  ['join(",", ["b", var.unknown])', unknown],
  ['join(var.unknown, ["b", "a"])', unknown],
  ['format("%s-%03d", var.name, 7)', 'shop-007'],
  ['coalesce("", null, "third")', 'third'],
  ['try(local.tags.none, var.sizes.none, "fallback")', 'fallback'],
  ['can(local.tags.none)', false],
  ['length(regexall("^pr\\\\d+", "pr123")) > 0', true],
  ['regexall("[a-z]+", "a-bc")', ['a', 'bc']],
  ['regexall("^pr", var.name)', []],
  ['regexall("(a|b)", var.name)', 'hidden: what the function regexall comes to'],
  ['regexall("^pr", var.unknown)', unknown],
  ['local.tags.tier == "web" ? 30 : 7', 30],
  ['element(local.names, 3)', 'a'],
  ['concat(local.names, ["c"])', ['b', 'a', 'c']],
  ['length(local.tags) + length("abc")', 5],
  ['jsonencode({ b = [1, true], a = null })', '{"a":null,"b":[1,true]}'],
  ['jsondecode("{\\"a\\": [1]}").a[0]', 1],
  ['local.long', 'one\ntwo\n'],
  ['"%{ for n in local.names }<${n}>%{ endfor }"', '<b><a>'],
  ['"%{ if var.name == "shop" }yes%{ else }no%{ endif }"', 'yes'],
  ['flatten([[1], [2, [3]]])', [1, 2, 3]],
  ['cidrsubnet("10.0.0.0/16", 8, 1)', 'hidden: what the function cidrsubnet comes to'],
  ['replace(var.name, "op", "ip")', 'ship'],
  ['range(3)', [0, 1, 2]],
  ['zipmap(["a"], [1])', { a: 1 }],
  ['x_topic.pager.name', 'pager'],
  ['x_topic.pager.arn', 'hidden: x_topic.pager.arn, which is known when it is made'],
  ['[x_topic.pager][*].name', ['pager']],
  ['data.x_vpc.main.id', 'hidden: what data.x_vpc.main finds'],
  // three-valued
  ['var.unknown', unknown],
  ['"${var.unknown}-x"', unknown],
  ['var.unknown == "a" ? 1 : 2', unknown],
  ['false && var.unknown', false],
  ['var.unknown || true', true],
  ['var.unknown && true', unknown],
  ['contains(["a", var.unknown], "a")', true],
  ['contains(["a", var.unknown], "b")', unknown],
  ['merge(local.tags, var.unknown)', unknown],
  ['lookup(local.tags, var.unknown, 1)', unknown],
  ['try(var.unknown, 1)', unknown],
  ['length([var.unknown, 1])', 2],
  ['{ a = 1, (var.unknown) = 2 }', unknown],
  // hostile
  ['{ constructor = 1 }.constructor', 1],
  ['local.tags.constructor', 'hidden: the key constructor of a map'],
  ['range(100000000)', 'hidden: what the function range comes to'],
]

for (const [expression, expected] of table) {
  test(`${expression} is ${JSON.stringify(expected)}`, async () => {
    assert.deepEqual(await value(expression), expected)
  })
}

test('locals that need one another are a problem that shows the circle', async () => {
  const repository = repositoryOf({
    'main.tf': 'locals {\n  a = local.b\n  b = "${local.c}x"\n  c = local.a\n}\nresource "x" "y" { v = local.a }\n',
  })
  const { resources, problems } = await readTerraform(repository, defaultSettings)
  assert.ok(isHidden(textIn(resources[0]!, 'v')))
  assert.deepEqual(
    problems.map(({ message }) => message),
    ['values need one another in a circle: local.a → local.b → local.c → local.a'],
  )
})

test('the place of an attribute is the attribute; of a missing one, what should hold it', async () => {
  const main = 'resource "x" "y" {\n  a {\n    b = [{ c = 1 }]\n  }\n}\n'
  const { resources } = await readTerraform(repositoryOf({ 'main.tf': main }), defaultSettings)
  const at = (path: string) => {
    const { value: found, place } = attribute(resources[0]!, path)
    return [found, main.slice(place.start, place.end)]
  }
  assert.deepEqual(at('a.b.0.c'), [1, 'c = 1'])
  assert.deepEqual(at('a.d'), [undefined, 'a'])
  assert.deepEqual(at('e'), [undefined, 'resource "x" "y"'])
})
