import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../src/config/settings.ts'
import { collectFacts } from '../../src/facts/collect.ts'
import { findActs } from '../../src/facts/pipeline/commands/index.ts'
import { knownUse } from '../../src/facts/pipeline/known/use.ts'
import { kindRows } from '../support/kinds.ts'
import { repositoryOf } from '../support/repository.ts'
import { scriptOf } from '../support/script.ts'

kindRows('programs that deploy', [
  ['Nomad by its short commands', 'nomad plan shop.nomad\nnomad run -namespace shop shop.nomad', ['plan', 'deploy']],
  ['Nomad that only writes the job', 'nomad run -output shop.nomad', []],
  ['Kamal builds', 'kamal deploy -d staging', ['build+publish+deploy']],
  ['Kamal that takes what was pushed before builds nothing', 'bundle exec kamal deploy --skip-push', ['deploy']],
  ['and by its short option', 'kamal redeploy -P', ['deploy']],
  ['and by its former name', 'mrsk deploy', ['build+publish+deploy']],
  ['Mina with the environment in front', 'bundle exec mina production deploy', ['deploy']],
  ['Mina goes back', 'mina production rollback', ['rollback']],
  ['pyinfra', 'pyinfra inventories/production.py deploy.py', ['deploy']],
  ['pyinfra that only tells', 'pyinfra inventories/production.py fact server.Os', []],
  ['Cloud Foundry under the name of a version', 'cf8 push shop -f manifest.yml\ncf7 push --no-start', ['deploy']],
  ['Salt', "salt 'web*' state.apply shop", ['deploy']],
  ['Salt that only tries', "salt 'web*' state.apply shop test=True", []],
  ['a machine elsewhere', 'nixos-rebuild switch --flake .#web --target-host root@web', ['build+deploy']],
  ['this machine', 'nixos-rebuild build --flake .#web', ['build']],
  ['Hugo builds', 'hugo --minify', ['build']],
  ['Hugo deploys', 'hugo deploy --target production', ['deploy']],
  ['Hugo that only tries', 'hugo deploy --dryRun', []],
  ['Angular', 'npx ng deploy --base-href=/shop/', ['build+deploy']],
  ['Mule by Maven', 'mvn deploy -DmuleDeploy -DskipTests', ['build+deploy']],
  ['Liberty below the folder of the build', 'mvn liberty:create liberty:deploy', []],
  ['Maven publishes', 'mvn deploy -DskipTests', ['build+publish']],
  ['a machine of Fly', 'fly machine update 123 --image reg.example.org/shop:1 -a shop', ['deploy']],
  ['its memory alone', 'fly machine update 123 --memory 512', []],
  ['a version of a worker', 'npx wrangler versions upload\nnpx wrangler versions deploy', ['build+publish', 'deploy']],
  [
    'what is started in the account',
    'aws ssm start-automation-execution --document-name Deploy',
    ['?build+apply+migrate+deploy'],
  ],
  ['another application of several parts', 'cf deploy shop.mtar -e prod.mtaext -f', ['deploy']],
])

/** The environments that the acts of a script name. */
const environments = async (text: string) =>
  (await findActs(scriptOf(text), repositoryOf({}))).map(({ environment }) => environment)

test('where to is told by the word behind the program, or its option', async () => {
  assert.deepEqual(await environments('zappa update production'), ['production'])
  const deployment = 'https://k.example.org/apis/apps/v1/namespaces/shop-staging/deployments/web'
  assert.deepEqual(await environments(`curl -X PATCH -d @patch.json ${deployment}`), ['shop-staging'])
  assert.deepEqual(await environments('mina staging deploy'), ['staging'])
  assert.deepEqual(await environments('mix edeliver upgrade production'), ['production'])
  assert.deepEqual(await environments('aws apigateway create-deployment --rest-api-id x --stage-name prod'), ['prod'])
})

test('actions that deploy are known by their names', () => {
  const told = (name: string, inputs: Readonly<Record<string, string>> = {}) => {
    const found = knownUse('actions', name, inputs)
    return [found?.kinds.join('+'), found?.environments.join()]
  }
  assert.deepEqual(told('wpengine/github-action-wpe-site-deploy', { WPE_ENV: 'shopstaging' }), [
    'deploy',
    'shopstaging',
  ])
  assert.deepEqual(told('sourcetoad/aws-codedeploy-action', { codedeploy_register_only: 'true' })[0], 'package+publish')
  assert.deepEqual(told('BetaHuhn/deploy-to-vercel-action', { PRODUCTION: 'true' }), ['deploy', 'production'])
  assert.deepEqual(told('pressidium/lftp-mirror-action', { reverse: 'false' })[0], '')
})

kindRows('sites in stores of objects', [
  ['Google by a folder of a site', 'gsutil -m rsync -r -d build gs://shop', ['deploy']],
  ['one by one, with all below', 'gsutil -m -h "Cache-Control:no-cache" cp -r dist/* gs://www.example.org', ['deploy']],
  ['its newer program', 'gcloud storage cp --recursive public gs://shop-frontend', ['deploy']],
  ['a backup', 'gsutil -m rsync -r data gs://shop-backup', []],
  ['from there', 'gsutil -m rsync -r gs://shop-web dist', []],
  ['reports', 'gcloud storage rsync -r coverage gs://shop-site-reports', []],
  ['an archive', 'gsutil cp -r dist gs://shop-artifacts', []],
  ['a file', 'gsutil cp dist/shop.js gs://shop-web', []],
  [
    'the site of a storage account',
    "azcopy copy 'out/*' 'https://shop.blob.core.windows.net/$web' --recursive",
    ['deploy'],
  ],
  [
    'and by its other verb',
    'azcopy sync ./dist "https://shop.blob.core.windows.net/\\$web" --delete-destination=true',
    ['deploy'],
  ],
  ['a container of files', 'azcopy copy data https://shop.blob.core.windows.net/exports --recursive', []],
  ['s5cmd', "s5cmd cp 'dist/*' s3://shop-web/", ['deploy']],
  ['s3cmd', 's3cmd put -r dist/ s3://shop-web/', ['deploy']],
  ['MinIO', 'mc mirror --overwrite dist shop/www', ['deploy']],
  ['what AWS moves', 'aws s3 mv dist s3://shop-web --recursive', ['deploy']],
])

kindRows('hooks that deploy', [
  ['Portainer by a variable', 'curl -fsS -X POST "$PORTAINER_WEBHOOK_URL"', ['deploy']],
  ['Coolify by a secret', 'curl "${{ secrets.COOLIFY_WEBHOOK }}" -H "Authorization: Bearer $T"', ['deploy']],
  ['Forge', 'curl "https://forge.laravel.com/servers/${{ vars.S }}/sites/2/deploy/http?token=$T"', ['deploy']],
  ['Dokploy', 'curl -X POST https://deploy.example.org/api/deploy/${{ secrets.DOKPLOY_TOKEN }}', ['deploy']],
  ['its interface', "curl -X POST https://deploy.example.org/api/application.deploy -d '{}'", ['deploy']],
  ['a hook by its name', 'curl -X POST "https://hooks.example.org/hooks/redeploy-shop"', ['deploy']],
  ['a new deployment of an app', 'curl -X POST https://api.digitalocean.com/v2/apps/$ID/deployments', ['deploy']],
  ['to ask for those there are', 'curl -fsS https://api.digitalocean.com/v2/apps/$ID/deployments', []],
  ['a stack of Portainer', 'curl -X PUT "https://p.example.org/api/stacks/3?endpointId=1" -d @stack.json', ['deploy']],
  ['a watcher of somebody', 'curl -X POST "$FORGERY_HOOK"', []],
  [
    'a workload by the API of the cluster',
    'curl -X PATCH --cert <(echo "$C") -d @- -H "A: b" https://k.example.org/apis/apps/v1/namespaces/shop/deployments/web <<EOF\n[]\nEOF',
    ['deploy'],
  ],
  ['to ask for it', 'curl -fsS https://k.example.org/apis/apps/v1/namespaces/shop/deployments/web', []],
  [
    'to try it',
    'curl -X PATCH -d @p https://k.example.org/apis/apps/v1/namespaces/shop/deployments/web?dryRun=All',
    [],
  ],
  ['to scale it', 'curl -X PATCH -d @p https://k.example.org/apis/apps/v1/namespaces/shop/deployments/web/scale', []],
  [
    'Rancher',
    'curl -X POST "https://r.example.org/v3/project/c-1:p-2/workloads/deployment:shop:web?action=redeploy"',
    ['deploy'],
  ],
  ['to have a job of Nomad read', 'curl -fsS -X POST -d @shop.json $NOMAD_ADDR/v1/jobs/parse', []],
  ['Nomad', 'curl -fsS -X POST -d @shop.json $NOMAD_ADDR/v1/jobs', ['deploy']],
  [
    'a service of Swarm',
    'curl -X POST "https://d.example.org/v1.43/services/web/update?version=3" -d @s.json',
    ['deploy'],
  ],
  [
    'a container of App Service',
    'curl -X POST "https://$u:$p@shop.scm.azurewebsites.net/api/registry/webhook"',
    ['deploy'],
  ],
  ['Cloud 66', 'curl -X POST https://hooks.cloud66.com/stacks/redeploy/a/b', ['deploy']],
])

kindRows('other machines', [
  ['a folder to a machine of Google', 'gcloud compute scp --recurse dist web-1:/srv --zone=z', ['deploy']],
  ['a log from there', 'gcloud compute scp web-1:/var/log/shop.log . --zone=z', []],
  ['what is unpacked there', 'tar cz dist | ssh web@shop.example.org "tar xz -C /srv/shop"', ['deploy']],
  ['what is only packed there', 'ssh web@shop.example.org "tar czf - /srv/shop" > backup.tgz', []],
  ['a container that takes the place of another', 'ssh web@shop.example.org docker rollout web', ['deploy']],
  ['an old script of services', 'ssh web@shop.example.org "sudo /etc/init.d/shop restart"', ['deploy']],
  ['a cluster of one machine', 'ssh web@shop.example.org "sudo k3s kubectl apply -f /srv/shop.yaml"', ['deploy']],
  ['and on the runner itself', 'microk8s kubectl apply -f shop.yaml', ['deploy']],
  ['a pod of AKS', 'az aks command invoke -g shop -n prod --command "helm upgrade shop ./chart" --file .', ['deploy']],
  ['PuTTY', 'plink -ssh -batch -pw "$P" web@shop.example.org "systemctl restart shop"', ['deploy']],
  ['its copies', 'pscp -r -pw "$P" dist web@shop.example.org:/srv', ['deploy']],
  ['WinSCP', 'winscp.com /command "open sftp://shop" "synchronize remote dist /www" "exit"', ['deploy']],
  ['a script of WinSCP', 'winscp.com /script=upload.txt', ['?deploy+migrate+smoke-test+rollback+notify+record']],
  ['a context of Docker', 'docker context use production && docker compose up -d', ['deploy']],
  ['the context of this machine', 'docker context use default && docker compose up -d', []],
])

test('cloud.gov pushes where it is given no command, and does what it is given', async () => {
  const deployed = async (more: string) => {
    const step = `      - uses: cloud-gov/cg-cli-tools@v1\n        with:\n          cf_space: staging\n${more}`
    const workflow = `on: {push: {branches: [main]}}\njobs:\n  go:\n    runs-on: ubuntu-latest\n    steps:\n${step}`
    const { facts } = await collectFacts(repositoryOf({ '.github/workflows/a.yml': workflow }), defaultSettings, [
      'deployments',
    ])
    return facts.deployments.map(({ tool, environment }) => `${tool} ${environment}`)
  }
  assert.deepEqual(await deployed('          cf_vars_file: vars.yml\n'), ['cf push staging'])
  assert.deepEqual(await deployed('          cf_command: logs shop --recent\n'), [])
})
