import assert from 'node:assert/strict'
import { test } from 'node:test'
import { build } from 'esbuild'
import { keepNamespaces } from '../../scripts/bundle/namespaces.ts'

test('a module that is loaded late is one object however often it is asked for, and its exports stay live', async () => {
  for (const minify of [false, true]) {
    const { outputFiles } = await build({
      stdin: {
        contents: 'export const load = () => import("late")',
      },
      plugins: [
        {
          name: 'late',
          setup({ onLoad, onResolve }) {
            onResolve({ filter: /^late$/ }, ({ path }) => ({ path, namespace: 'late' }))
            onLoad({ filter: /./, namespace: 'late' }, () => ({
              contents: 'export let count = 0; export const more = () => { count++ }',
            }))
          },
        },
      ],
      bundle: true,
      minify,
      format: 'cjs',
      supported: { 'dynamic-import': false },
      write: false,
    })
    const text = outputFiles[0]?.text ?? ''
    const kept = keepNamespaces(text)
    assert.notEqual(kept, text, 'esbuild writes it as we know it')
    const module = { exports: {} as { load(): Promise<{ count: number; more(): void }> } }
    new Function('module', 'exports', kept)(module, module.exports)
    const [one, other] = [await module.exports.load(), await module.exports.load()]
    assert.equal(one, other)
    one.more()
    assert.equal(other.count, 1)
  }
})
