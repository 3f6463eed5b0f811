import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { areaOf } from '../../../src/facts/areas.ts'
import { shippersIn } from '../../../src/facts/log/shippers.ts'
import { repositoryOf } from '../../support/repository.ts'

const inAreas = (files: Readonly<Record<string, string>>) =>
  repositoryOf(files, { areas: Object.fromEntries(Object.keys(files).map((path) => [path, areaOf(path)])) })

const read = async (files: Readonly<Record<string, string>>) =>
  (await shippersIn(inAreas(files), defaultSettings)).map(({ tool, sinks }) => `${tool} → ${sinks}`).join('; ')

const table: Readonly<Record<string, readonly [file: string, text: string, expected: string]>> = {
  'fluent-bit': [
    'logs/fluent-bit.conf',
    '[INPUT]\n    Name tail\n[OUTPUT]\n    Name  es\n    Host  es\n',
    'fluent-bit → es',
  ],
  'fluent-bit as a chart': [
    'apps/logs.yaml',
    'apiVersion: x/v1\nkind: HelmRelease\nspec:\n  chart:\n    spec:\n      chart: fluent-bit\n',
    'fluent-bit → ',
  ],
  'fluent-bit in Terraform': ['main.tf', 'resource "helm_release" "l" {\n  chart = "fluent-bit"\n}\n', 'fluent-bit → '],
  fluentd: [
    'fluentd/fluent.conf',
    '<source>\n  @type tail\n</source>\n<match **>\n  @type elasticsearch\n</match>\n',
    'fluentd → elasticsearch',
  ],
  vector: ['vector.toml', '[sources.k]\ntype = "kubernetes_logs"\n[sinks.loki]\ntype = "loki"\n', 'vector → loki'],
  promtail: [
    'promtail.yaml',
    'positions: {filename: /tmp/p}\nclients:\n  - url: http://me:word@loki:3100/loki/api/v1/push\nscrape_configs: []\n',
    'promtail → loki',
  ],
  Alloy: [
    'config.alloy',
    'loki.write "default" {\n  endpoint {\n    url = "https://logs.shop.test/loki/api/v1/push"\n  }\n}\n',
    'Alloy → logs.shop.test',
  ],
  filebeat: [
    'filebeat.yml',
    'filebeat.inputs:\n  - type: container\noutput.elasticsearch:\n  hosts: [es]\n',
    'filebeat → elasticsearch',
  ],
  logstash: [
    'pipeline/logstash.conf',
    'input {\n  beats { port => 5044 }\n}\noutput {\n  elasticsearch { hosts => ["es"] }\n}\n',
    'logstash → elasticsearch',
  ],
  'the collector of OpenTelemetry': [
    'otel.yaml',
    'receivers: {otlp: {}}\nexporters: {loki: {}}\nservice:\n  pipelines:\n    logs:\n      receivers: [otlp]\n      exporters: [loki]\n',
    'the collector of OpenTelemetry → loki',
  ],
  'a collector without logs': [
    'otel.yaml',
    'receivers: {otlp: {}}\nexporters: {loki: {}}\nservice:\n  pipelines:\n    traces:\n      receivers: [otlp]\n      exporters: [loki]\n',
    '',
  ],
  'on one’s own machine': ['local/fluent-bit.conf', '[OUTPUT]\n    Name es\n', ''],
  'in a test': ['test/fluent-bit.conf', '[OUTPUT]\n    Name es\n', ''],
  'a compose file': ['docker-compose.yml', 'services:\n  l:\n    image: fluent/fluent-bit:3.0.0\n', ''],
}

for (const [name, [file, text, expected]] of Object.entries(table)) {
  test(`what hands logs on: ${name}`, async () => assert.equal(await read({ [file]: text }), expected))
}
