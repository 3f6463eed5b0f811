import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../src/config/settings.ts'
import { componentOf, componentsOf } from '../../src/facts/components.ts'
import { repositoryOf } from '../support/repository.ts'

const folders = async (files: Record<string, string>, components = {}) =>
  (await componentsOf(repositoryOf(files), { ...defaultSettings, components })).map(({ folder }) => folder)

test('members of npm workspaces are components; other packages are not', async () => {
  assert.deepEqual(
    await folders({
      'package.json': '{"workspaces": ["apps/*", "!apps/old"]}',
      'apps/web/package.json': '{}',
      'apps/old/package.json': '{}',
      'tools/x/package.json': '{}',
    }),
    ['apps/web'],
  )
})

test('pnpm, Cargo and Go workspaces are read', async () => {
  assert.deepEqual(
    await folders({ 'pnpm-workspace.yaml': 'packages: [packages/*]', 'packages/a/package.json': '{}' }),
    ['packages/a'],
  )
  assert.deepEqual(await folders({ 'Cargo.toml': '[workspace]\nmembers = ["crates/*"]', 'crates/b/Cargo.toml': '' }), [
    'crates/b',
  ])
  assert.deepEqual(await folders({ 'go.work': 'go 1.23\n\nuse (\n\t./svc\n)\n', 'svc/go.mod': '' }), ['svc'])
})

test('assay.yaml wins, and the longest folder around a file names its component', async () => {
  const components = await componentsOf(repositoryOf({}), {
    ...defaultSettings,
    components: { shop: 'shop/', cart: 'shop/cart' },
  })
  assert.equal(componentOf('shop/cart/Dockerfile', components), 'cart')
  assert.equal(componentOf('shop/Dockerfile', components), 'shop')
  assert.equal(componentOf('shopping/Dockerfile', components), '')
})
