import assert from 'node:assert/strict'
import { test } from 'node:test'
import { areaOf, isForOwnMachine, isLocalWork } from '../../src/facts/areas.ts'
import { compileGlobs } from '../../src/facts/globs.ts'

test('the area of a file, from its path', () => {
  const cases: Record<string, string[]> = {
    main: [
      'README.md',
      'Dockerfile',
      'src/app.ts',
      'build/Dockerfile',
      '.github/workflows/test.yml',
      '.github/actions/tests/action.yml',
      'terraform/environments/test/main.tf',
      'k8s/overlays/demo/kustomization.yaml',
      'ops/test/main.tf',
      'helm/shop/values/test.yaml',
      'config/environments/test.rb',
      'src/contest/a.ts',
      'src/testimonials/a.ts',
      'src/testability/kit.ts',
      'locale/t/a.json',
      'src/latest.ts',
      'src/libraries/orders/index.ts',
      'packages/documents/index.ts',
      'charts/shop/templates/deployment.yaml',
      // programs are about what they are called after, and so are settings
      'src/archive/restore.ts',
      'internal/deprecated/check.go',
      'config/gold.yaml',
      '.env.example',
      'terraform.tfvars.example',
      '.github/workflows/old/deploy.yml',
      // what makes backups and what archives are parts of a service as any other
      'k8s/vault-backup.yaml',
      'runbooks/vault-backup.md',
      'services/archive/Chart.yaml',
      'terraform/modules/archive/main.tf',
    ],
    test: [
      'test/Dockerfile',
      't/unit/test_app.py',
      'src/test/java/App.java',
      'config/src/test/java/App.java',
      'shop/tests.py',
      'shop/tests-cookbook.py',
      'packages/a/__tests__/b.ts',
      'e2e/docker-compose.yml',
      'Courses.Api.UnitTests/a.cs',
      'IntegrationTests/a.json',
      'web-e2e/x.ts',
      'fs/testserver/init.d/run',
      'spec/models/user_spec.rb',
      'roles/proxy/molecule/default/requirements.yml',
      'src/a.test.ts',
      'pkg/a_test.go',
      'app/test_views.py',
      'charts/shop/templates/tests/connection.yaml',
      'deployments/a/modules/gatekeeper/test/suite.yaml',
      'testdata/broken.yaml',
      'catalogue/test_documents/film-production.1904.json',
      'runtime/_testdata/root.key',
      '.github/testdata/ssl.key',
      'test/docs/x.md',
      'command/test-fixtures/ca.pem',
      'drivers/test-resources/auth.json',
      'auth/integtest/run.sh',
      'vault/testing.go',
      'ui/mirage/handlers/ldap.js',
      'mail/src/dockerTest/resources/tls/ca.key',
      'plugins/store/testcases/mixed/store.conf',
      'testutil/pki/ca.pem',
      'testbench/src/config.rs',
      'sbt/test-apps/shop/app.conf',
    ],
    example: [
      'examples/k8s/deployment.yaml',
      'apps/demo/Dockerfile',
      'pkg/samples/a.yaml',
      'keys.example/a.key',
      'config/settings-sample/a.yaml',
    ],
    documentation: [
      'docs/runbooks/deploy.md',
      'service/doc/openapi.yml',
      'website/content/auth/aws.mdx',
      'guides/source/start.md',
      'documentation/a.md',
    ],
    vendored: [
      'vendor/github.com/a/b/Dockerfile',
      'node_modules/a/index.js',
      'third_party/test/x.c',
      'web/sites/all/libraries/chosen/CHANGELOG.md',
      'web/modules/contrib/token/README.md',
      'lib/zlib-1.3.1/test/minigzip.c',
      'lib/shop/deps/tls-2.4.2/library/certs.c',
    ],
    'set-aside': [
      'archive/k8s/rules.yaml',
      'monitoring/_old/dashboard.json',
      'docs/archive/architecture.md',
      'infra/deprecated/main.tf',
      'monitoring/shop-dashboard.json.disabled',
      'monitoring/alertmanager.example.yml',
      'k8s/web-old.yaml',
      'docs/deployment.old.md',
    ],
    generated: ['dist/main.js', 'web/public/app.min.js', 'api/api.pb.go', 'src/generated/client.ts'],
  }
  for (const [area, paths] of Object.entries(cases)) {
    for (const path of paths) assert.equal(areaOf(path), area, path)
  }
})

test('globs as people write them', async () => {
  const matches = await compileGlobs(['legacy', './old/', '**/*.bak', 'charts/{a,b}/*.yaml', '.cache/*'])
  assert.equal(matches('legacy/deep/x.ts'), 'legacy')
  assert.equal(matches('legacy'), 'legacy')
  assert.equal(matches('src/legacy/x.ts'), undefined)
  assert.equal(matches('old/.hidden'), './old/')
  assert.equal(matches('x.bak'), '**/*.bak')
  assert.equal(matches('a/.b/x.bak'), '**/*.bak')
  assert.equal(matches('charts/b/x.yaml'), 'charts/{a,b}/*.yaml')
  assert.equal(matches('charts/c/x.yaml'), undefined)
  assert.equal(matches('.cache/x'), '.cache/*')
})

test('what people run on their own machine, from its path', () => {
  for (const path of [
    'local/grafana/a.json',
    'ops/local-monitoring/a.json',
    'local-otel-configuration/dashboards/a.json',
  ])
    assert.equal(isLocalWork(path), true, path)
  for (const path of ['dashboards/local.json', 'src/local-authority/a.json', 'local_storage/a.json', 'locale/a.json'])
    assert.equal(isLocalWork(path), false, path)
})

test('what people run on their own machine, from its name too', () => {
  for (const path of ['local/redis.yaml', 'k8s/redis-local-only.yaml', 'k8s/web.local.yml', 'ops/stack_local_dev.yaml'])
    assert.equal(isForOwnMachine(path), true, path)
  for (const path of ['k8s/node-local.yaml', 'k8s/local-storage.yaml', 'k8s/local.yaml', 'k8s/web.yaml'])
    assert.equal(isForOwnMachine(path), false, path)
})
