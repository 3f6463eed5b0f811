import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import { attribute, dataIn } from '../../../src/facts/infrastructure/resource.ts'
import { hiddenIn } from '../../../src/facts/infrastructure/value.ts'
import { readTerraform } from '../../../src/facts/terraform/read.ts'
import { repositoryOf } from '../../support/repository.ts'

/** Locals that hold the one before twice, sixty times over: written out, they would fill no disk of this world. */
const doubled = (twice: (before: string) => string) =>
  Array.from({ length: 60 }, (_, i) => `  v${i + 1} = ${twice(`local.v${i}`)}`).join('\n')

const bombs: Readonly<Record<string, string>> = {
  'texts in texts': `v0 = "x"\n${doubled((v) => `"\${${v}}\${${v}}"`)}`,
  'lists in lists': `v0 = ["x"]\n${doubled((v) => `[${v}, ${v}]`)}`,
  'lists joined': `v0 = ["x"]\n${doubled((v) => `concat(${v}, ${v})`)}`,
  'maps in maps': `v0 = { x = 1 }\n${doubled((v) => `{ a = ${v}, b = ${v} }`)}`,
  'texts replaced': `v0 = "xx"\n${doubled((v) => `replace(${v}, "x", ${v})`)}`,
  'loops in loops': 'v60 = [for i in range(1000) : [for j in range(1000) : [for k in range(1000) : i]]]',
  products: 'v60 = setproduct(range(1000), range(1000), range(1000))',
  'locals in a chain': `v0 = "x"\n${Array.from({ length: 5000 }, (_, i) => `  v${i + 1} = "\${local.v${i}}"`).join('\n')}\n  v60x = local.v5000`,
}

for (const [what, locals] of Object.entries(bombs)) {
  test(`ends in time, and is hidden: ${what}`, async () => {
    const name = locals.includes('v60x') ? 'v60x' : 'v60'
    const main = `locals {\n${locals}\n}\nresource "x" "y" { v = local.${name} }\n`
    const { resources } = await readTerraform(repositoryOf({ 'main.tf': main }), defaultSettings)
    const [resource] = resources
    assert.ok(resource)
    assert.ok(hiddenIn(attribute(resource, 'v').value ?? null))
    JSON.stringify(dataIn(resource))
  })
}

test('a chain of modules is followed as far as it goes', async () => {
  const files: Record<string, string> = {}
  for (let i = 0; i < 3000; i++) {
    files[`m${i}/main.tf`] = `variable "v" { default = 1 }\nmodule "next" {\n  source = "../m${i + 1}"\n  v = var.v\n}`
  }
  files['m3000/main.tf'] = 'variable "v" {}\nresource "x" "y" { v = var.v }'
  const { resources } = await readTerraform(repositoryOf(files), defaultSettings)
  assert.equal(resources.length, 1)
  assert.ok(isHidden(attribute(resources[0]!, 'v').value))
})

test('a source that leaves the repository names nothing in it', async () => {
  const { resources } = await readTerraform(
    repositoryOf({
      'a/main.tf': 'module "up" { source = "../.." }\nmodule "root" { source = "./../../../../" }',
      'main.tf': 'resource "x" "y" {}',
    }),
    defaultSettings,
  )
  assert.deepEqual(
    resources.map(({ address, mode }) => `${mode} ${address}`),
    ['managed x.y', 'module module.up', 'module module.root'],
  )
})
