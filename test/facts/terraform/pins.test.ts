import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pinOf } from '../../../src/facts/terraform/pins.ts'

const sources: readonly (readonly [source: string, version: string, pinned: string, shown: string])[] = [
  ['terraform-aws-modules/vpc/aws', '5.8.1', 'version', '5.8.1'],
  ['terraform-aws-modules/vpc/aws', '= 5.8.1', 'version', '= 5.8.1'],
  ['terraform-aws-modules/vpc/aws', '~> 5.8.1', 'moving', '~> 5.8.1'],
  ['terraform-aws-modules/vpc/aws', '5.8', 'moving', '5.8'],
  ['terraform-aws-modules/vpc/aws', '', 'none', ''],
  ['git::https://example.com/vpc.git', '', 'none', ''],
  ['git::https://example.com/vpc.git?ref=v1.2.0', '', 'version', 'v1.2.0'],
  ['git::https://example.com/vpc.git//modules/x?depth=1&ref=vpc-1.2.0', '', 'version', 'vpc-1.2.0'],
  ['github.com/example/vpc?ref=main', '', 'moving', 'main'],
  ['github.com/example/vpc?ref=v1', '', 'moving', 'v1'],
  [
    'git@github.com:example/vpc.git?ref=0123456789abcdef0123456789abcdef01234567',
    '',
    'sha',
    '0123456789abcdef0123456789abcdef01234567',
  ],
  ['github.com/example/vpc?ref=0a1b2c3', '', 'sha', '0a1b2c3'],
  ['https://example.com/vpc-1.2.3.zip', '', 'version', ''],
  ['s3::https://s3.amazonaws.com/example/vpc.zip', '', 'moving', ''],
]

for (const [source, version, pinned, shown] of sources) {
  test(`${source} ${version} is ${pinned}`, () => {
    const pin = pinOf(source, version)
    assert.deepEqual([pin.pinned, pin.version], [pinned, shown])
  })
}
