import assert from 'node:assert/strict'
import { test } from 'node:test'
import { environmentWord, kindOfHost, namesEnvironment } from '../../../src/facts/separation/hosts.ts'

const uuid = '2e11f2c8-970f-44f5-acc8-b47ef6c741ad'

test('the parts of a UUID in the name of a host are no words', () => {
  assert.equal(namesEnvironment(`site-${uuid}.pages.rings.net`), false)
  assert.equal(environmentWord(`site-${uuid}.pages.rings.net`), '')
  assert.equal(kindOfHost(`site-${uuid}.pages.rings.net`), 'other')
})

test('a word beside a UUID is one', () => {
  assert.equal(environmentWord(`staging-${uuid}.pages.rings.net`), 'staging')
  assert.equal(environmentWord('acc8.rings.net'), 'acc8')
})

test('what clouds make under their own domain is no public service', () => {
  assert.equal(kindOfHost('shop.westeurope.cloudapp.azure.com'), 'platform')
  assert.equal(kindOfHost('shop.postgres.database.azure.com'), 'resource')
  assert.equal(kindOfHost('portal.azure.com'), 'public')
})
