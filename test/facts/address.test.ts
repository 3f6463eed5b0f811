import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pathAtHost } from '../../src/facts/address.ts'

test('an address says what its repository is called at its host, however it is written', () => {
  for (const address of [
    'https://github.com/Acme/Shop.git',
    'https://robot:word@github.com/acme/shop/',
    'ssh://git@github.com:22/acme/shop.git',
    'git@github.com:acme/shop.git',
    'git@work-alias:acme/shop',
    ' git://github.com/acme/shop\n',
    'github.com/acme/shop',
  ])
    assert.equal(pathAtHost(address), 'acme/shop', address)
  assert.equal(pathAtHost('https://gitlab.com/acme/tools/shop.git'), 'acme/tools/shop')
})

test('a folder on disk, and what is no address, say nothing', () => {
  for (const address of [
    '',
    'shop',
    '/srv/git/acme/shop.git',
    'file:///srv/git/acme/shop',
    '../acme/shop',
    './acme/shop',
  ])
    assert.equal(pathAtHost(address), undefined, address)
})
